"""Every finding code there is: the file's, the field's, the rule's and CBP's."""

import json
from collections.abc import Mapping
from typing import Any, Final

from deminimis.edi.frames.finding_codes import EDI_CODES
from deminimis.edi.frames.findings import Code
from deminimis.rules.cbp_answers import ANSWER_CODES
from deminimis.rules.rulebook.book import RULES

CODES: Final[dict[str, Code]] = {
    **EDI_CODES,
    **{rule.code.code: rule.code for rule in RULES},
    **ANSWER_CODES,
}


def message(row: Mapping[str, Any]) -> str:
    """What a row of the findings frame says: its code's template, filled from `record` and `params`."""
    params: dict[str, Any] = json.loads(row["params"] or "{}")
    if "more" in params:
        return f"{params['more']} more of this code in this file; they are counted and not shown"
    return CODES[row["code"]].message({"record": row["record"], **params})
