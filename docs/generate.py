"""`make docs`: writes what can be derived, so that it is never wrong: pages of formats and codes, parts of other pages.

A generated part stands between `<!-- NAME -->` and `<!-- /NAME -->`; the rest of a file is written by people.
"""

import json
import os
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from deminimis.cli.main import command
from deminimis.cli.options import config_schema
from deminimis.cli.options.config_rules import THRESHOLDS
from deminimis.cli.reporters import report_schema
from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.edi.spreadsheets.sheets import SHEETS, described
from deminimis.rules.base.settings import Settings
from docs import answers, code_pages, commands, format_pages, law, policy
from docs.markdown import block, cell, table

ROOT: Final = Path(__file__).parent.parent
EXAMPLE: Final = "catair_se/over_limit.edi"


def json_example() -> str:
    """The JSON document of a sample as a user gets it, one group and one finding of it."""
    with as_file(files("deminimis.samples")) as root:
        whole = document(judged([Source(f"samples/{EXAMPLE}", root / EXAMPLE)]))
    whole["groups"], whole["findings"] = whole["groups"][1:2], whole["findings"][:1]
    return block(json.dumps(whole, indent=1), "json")


def help_of_check() -> str:
    """`deminimis check --help`."""
    os.environ["COLUMNS"] = str(commands.WIDTH)
    return block(CliRunner().invoke(command, ["check", "--help"], prog_name="deminimis").output.rstrip())


def _columns(form: str) -> str:
    """The columns of a table that becomes this format."""
    names = ("column", "needed", "width", "fills", "meaning", "example")
    body = [[cell(row["name"]), *(cell(row[name]) for name in names[1:])] for row in described(SHEETS[form])]
    return table(names, body)


def thresholds() -> str:
    """What `[rules]` in the configuration may set, with what holds without it."""
    settings = Settings(as_of=date(2025, 3, 1))
    return table(("key", "default"), [[f"`{name}`", str(getattr(settings, name) or "{}")] for name in THRESHOLDS])


def answered() -> str:
    """Each code that `respond` writes."""
    return table(answers.HEADER, [[cell(text) for text in row] for row in answers.rows()])


PARTS: Final[dict[str, Callable[[], str]]] = {
    "json": json_example,
    "help": help_of_check,
    "formats": format_pages.every_format,
    "layouts": format_pages.every_page,
    "codes": code_pages.every_code,
    "thresholds": thresholds,
    "law": law.table_of_clauses,
    "answers": answered,
    **{f"columns-{form}": partial(_columns, form) for form in SHEETS},
}


def fill(text: str) -> str:
    """`text` with every generated part renewed."""
    for name, make in PARTS.items():
        if f"<!-- {name} -->" in text:
            part = f"<!-- {name} -->\n{make()}\n<!-- /{name} -->"
            text = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, new=part: new, text, flags=re.DOTALL)
    return text


def pages() -> dict[Path, str]:
    """Every generated file, and every file with generated parts, with its content."""
    out = {ROOT / "docs" / "formats" / f"{name}.md": text for name, text in format_pages.pages().items()}
    out[ROOT / "docs" / "codes.md"] = code_pages.page()
    out[ROOT / "docs" / "policy.md"] = policy.page()
    out[ROOT / "docs" / "deminimis.schema.json"] = config_schema.text()
    out[ROOT / "docs" / "report.schema.json"] = report_schema.text()
    for path in (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path not in out:
            out[path] = commands.renewed(fill(path.read_text("utf-8")))
    return out


def stale(made: dict[Path, str]) -> list[Path]:
    """Pages of formats that are not among those made."""
    return sorted(set((ROOT / "docs" / "formats").glob("*.md")) - made.keys())


def main() -> None:
    """Write all of them, and remove pages of formats that are no longer made."""
    made = pages()
    for path in stale(made):
        path.unlink()
    for path, content in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")


if __name__ == "__main__":
    main()
