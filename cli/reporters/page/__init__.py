"""The HTML pages: no network, no other files, readable without their script; `page` makes one, every text escaped.

`frame.html` is around each of them, `macros.html` has what stands in several; `tables` says what is in their tables.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from deminimis.cli.version import VERSION


@cache
def part(name: str) -> str:
    """One of the files of `cli.reporters.page`."""
    return files("deminimis.cli.reporters.page").joinpath(name).read_text("utf-8")


def page(name: str, **texts: Any) -> str:
    """The template of that name, filled in. Raises jinja2.UndefinedError for a text that it lacks."""
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415 - only pages need it
    from markupsafe import Markup  # noqa: PLC0415

    loader = DictLoader({each: part(each) for each in (name, "frame.html", "macros.html")})
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=loader)
    style, script = Markup(part("style.css")), Markup(part("report.js"))
    return environment.get_template(name).render(style=style, script=script, version=VERSION, **texts)
