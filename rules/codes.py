"""Every finding code there is: the file's, the field's, the rule's and CBP's."""

from typing import Final

from deminimis.edi.finding_codes import EDI_CODES
from deminimis.edi.findings import Code
from deminimis.rules.answers import ANSWER_CODES
from deminimis.rules.rulebook import RULES

CODES: Final[dict[str, Code]] = {
    **EDI_CODES,
    **{rule.code.code: rule.code for rule in RULES},
    **ANSWER_CODES,
}
