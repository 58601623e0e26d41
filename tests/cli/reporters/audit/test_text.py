"""The report of an audit as text."""

from pathlib import Path

from deminimis.cli.reporters.audit import text


def test_the_text_has_importers_and_keeps_to_eighty_columns(folder: Path) -> None:
    lines = text.text(folder).splitlines()
    assert max(map(len, lines)) <= 80
    at = lines.index("By importer")
    assert [line.split() for line in lines[at + 2 : at + 4]] == [["12-3456789", "2", "1", "0", "1"], ["-", *"1000"]]
