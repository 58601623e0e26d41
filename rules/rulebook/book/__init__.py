"""Every rule there is. A code stands in the last file whose number is not above it; one that is not listed is not run.

`dm101_daily_sum`, `dm104_bills`, `dm106_near_limit` and `dm107_later_filings` are about sums and what they are made of,
`dm201_people` about who the consignee is, `dm301_eligibility` and `dm303_goods` about what may claim, `dm311_entry`,
`dm320_entry_values`, `dm328_manifest` and `dm335_formal_entry` about the form of a filing, `dm401_quality` about data
that could be better, `edi207_check_digits` about the numbers of entries and waybills.
"""

from typing import Final

from deminimis.rules.rulebook.book import (
    dm101_daily_sum,
    dm104_bills,
    dm106_near_limit,
    dm107_later_filings,
    dm201_people,
    dm301_eligibility,
    dm303_goods,
    dm311_entry,
    dm320_entry_values,
    dm328_manifest,
    dm335_formal_entry,
    dm401_quality,
    edi207_check_digits,
)
from deminimis.rules.rulebook.rule import Rule, rulebook

_FILES: Final = (
    dm101_daily_sum,
    dm104_bills,
    dm106_near_limit,
    dm107_later_filings,
    dm201_people,
    dm301_eligibility,
    dm303_goods,
    dm311_entry,
    dm320_entry_values,
    dm328_manifest,
    dm335_formal_entry,
    dm401_quality,
    edi207_check_digits,
)
RULES: Final[tuple[Rule, ...]] = rulebook(
    value for file in _FILES for value in vars(file).values() if isinstance(value, Rule)
)
