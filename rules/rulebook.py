"""Every rule there is, by name. A rule that is not in this list does not run."""

from typing import Final

from deminimis.rules import rules_bills, rules_eligibility, rules_people, rules_sum
from deminimis.rules.registry import Rule, rulebook

RULES: Final[tuple[Rule, ...]] = rulebook(
    [
        rules_sum.OVER,
        rules_sum.CANNOT_TELL,
        rules_sum.NEAR,
        rules_bills.DIFFER,
        rules_bills.REPEATED,
        rules_bills.WITHDRAWN,
        rules_bills.NO_BASE,
        rules_people.INCOMPLETE,
        rules_people.IDENTIFIER_ALONE,
        rules_people.POSSIBLY_SAME,
        rules_eligibility.SUSPENDED,
        rules_eligibility.ORIGIN,
    ]
)
