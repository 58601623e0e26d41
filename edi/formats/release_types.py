"""Release types that the user knows and the tables have not: `[release_types.x12-309] 31 = "no claim"`.

A code of a list that nobody has read in full says nothing certain: its bill is unread (DM103). Whoever knows what it
means says so once. What the tables know cannot be said otherwise.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deminimis.edi.catalogue import CATALOGUE, named
from deminimis.edi.layout.declare import UNTOLD, Field, Layout, LayoutError
from deminimis.edi.reading.format import Format

CLAIM: Final = "claim"
SAYS: Final = (CLAIM, "no claim")
RELEASED: Final = named(lambda traits: traits.released_by)
_MEANING: Final = {CLAIM: "claims de minimis, says the configuration", "no claim": "no claim, says the configuration"}


def with_release_types(formats: Mapping[str, Format], told: Mapping[str, Mapping[str, str]]) -> Mapping[str, Format]:
    """`formats` that know more release types. told: format -> code -> `claim` or `no claim`.

    Every format of the same module reads the record, and so knows them too. Raises LayoutError for a code that the
    format knows already, or that its field cannot hold.
    """
    if not told:
        return formats
    out = dict(formats)
    for name, codes in told.items():
        tag, field = CATALOGUE[name].released_by or ("", "")
        module = CATALOGUE[name].place[0]
        claims = tuple(code for code, says in codes.items() if says == CLAIM)
        others = tuple(code for code in codes if code not in claims)
        for form in list(out.values()):
            if tag in form.layouts and CATALOGUE[form.name].place[0] == module:
                layouts = {**form.layouts, tag: _knowing(form.layouts[tag], field, codes)}
                more = {
                    **form.admitted,
                    "claims": (*form.admitted.get("claims", ()), *claims),
                    "others": (*form.admitted.get("others", ()), *others),
                }
                out[form.name] = form._replace(layouts=layouts, admitted=more)
    return out


def _knowing(layout: Layout, name: str, told: Mapping[str, str]) -> Layout:
    """`layout` whose field `name` takes the codes too."""
    field = layout[name]
    known = dict(field.codes or {})
    for code in told:
        if known.get(code, UNTOLD) != UNTOLD:
            raise LayoutError(f"{layout.record}.{name}: {code} is known: {known[code]}")
        _fits(layout, field, code)
    codes = known | {code: _MEANING[says] for code, says in told.items()}
    fields = tuple(each._replace(codes=codes) if each.name == name else each for each in layout.fields)
    return replace(layout, fields=fields)


def _fits(layout: Layout, field: Field, code: str) -> None:
    low, high = field.widths
    if not low <= len(code) <= high or not (code.isascii() and code.isalnum() and code.upper() == code):
        size = f"{low}" if low == high else f"{low} to {high}"
        raise LayoutError(f"{layout.record}.{field.name}: {code!r} is no code of {size} upper-case letters or digits")
