"""One record, made by its layout's own writer."""

from functools import cache
from typing import Any

import polars as pl

from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.write import write


def made(layout: Layout, **values: Any) -> str:
    """The record in canonical separators, or of 80 characters. Raises WriteError for what does not fit."""
    _LAYOUTS[id(layout)] = layout
    return _made(id(layout), tuple(values.items()))


_LAYOUTS: dict[int, Layout] = {}  # they are compared by what they are, which takes longer than writing


@cache
def _made(layout: int, values: tuple[tuple[str, Any], ...]) -> str:
    of = _LAYOUTS[layout]
    schema = {name: of[name].kind.dtype for name, _ in values} or {of.fields[0].name: of.fields[0].kind.dtype}
    return str(write(of, pl.DataFrame([dict(values)], schema=schema))[0])
