"""CATAIR's 80-byte records as layouts, and which may follow which.

`envelope` is A to Z, B to Y and X0, X1, which `blocks` makes the levels of a batch.
`cargo_release` has SE and SX, from `cargo_release_header`,
`cargo_release_lines` and `cargo_release_codes`; `entry_status` SO, `broker_download` BD, `manifest_status` NS.
`printed` says under which names CBP's guides print them.
"""

from collections.abc import Mapping

from deminimis.edi.layout.declare import Layout


def as_printed() -> Mapping[str, Layout]:
    """`printed.PRINTED`: of formats that no file of a call has, too, and so loaded for who reads guides alone."""
    from deminimis.edi.formats.catair.layouts.printed import PRINTED  # noqa: PLC0415 - as said

    return PRINTED
