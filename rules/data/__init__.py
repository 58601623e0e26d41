"""The CSV tables that come with this package, and the one function that opens them.

policy and policy_sources: what CBP does when; policy_beside: what holds beside it. informal_entry and entry_caveats:
which entry replaces a refused claim. answers, answer_effects and answer_texts: codes of CBP, what they do to an entry,
and their texts. forms_*: words of names and addresses in their one form. agency_goods, vague_goods, placeholder_names:
what notes are made of.
"""

import csv
from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    """The rows of <name>.csv: column -> text."""
    text = Path(__file__).with_name(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
