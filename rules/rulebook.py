"""Every rule there is, by name. A rule whose module is not in this list does not run."""

from typing import Final

from deminimis.rules import (
    rules_bills,
    rules_eligibility,
    rules_form,
    rules_form_goods,
    rules_form_parties,
    rules_goods,
    rules_manifest,
    rules_people,
    rules_quality,
    rules_sum,
)
from deminimis.rules.registry import Rule, rulebook

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
