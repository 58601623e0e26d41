"""Every rule there is, by name. A rule whose module is not in this list does not run."""

from typing import Final

from deminimis.rules.rulebook import (
    dm101_daily_sum as rules_sum,
)
from deminimis.rules.rulebook import (
    dm104_bills as rules_bills,
)
from deminimis.rules.rulebook import (
    dm201_people as rules_people,
)
from deminimis.rules.rulebook import (
    dm301_eligibility as rules_eligibility,
)
from deminimis.rules.rulebook import (
    dm303_goods as rules_goods,
)
from deminimis.rules.rulebook import (
    dm311_entry as rules_form,
)
from deminimis.rules.rulebook import (
    dm315_parties as rules_form_parties,
)
from deminimis.rules.rulebook import (
    dm320_entry as rules_form_goods,
)
from deminimis.rules.rulebook import (
    dm328_manifest as rules_manifest,
)
from deminimis.rules.rulebook import (
    dm401_quality as rules_quality,
)
from deminimis.rules.rulebook.rule import Rule, rulebook

_MODULES: Final = (
    rules_sum,
    rules_bills,
    rules_people,
    rules_eligibility,
    rules_form,
    rules_form_parties,
    rules_form_goods,
    rules_manifest,
    rules_goods,
    rules_quality,
)
RULES: Final[tuple[Rule, ...]] = rulebook(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, Rule)
)
