"""The record tables of CBP's CATAIR guides, by the name that is printed there: which of our layouts each is.

The envelope has up to three tables a record (input, output, made by ACE); ours serve input and output. WO10 to WO72 of
the status query mimic SO10 to SO72, and the records of NS begin with two digits alone.
"""

from typing import Final

from deminimis.edi.formats.catair.layouts import broker_download, cargo_release, entry_status, envelope, manifest_status
from deminimis.edi.layout.declare import Layout

PRINTED: Final[dict[str, Layout]] = {
    **cargo_release.RECORDS,
    **{f"{tag} {way}": envelope.RECORDS[tag] for tag in "ABYZ" for way in ("input", "output")},
    **{tag: envelope.RECORDS[tag] for tag in ("X0", "X1")},
    **{f"{tag} generated": layout for tag, layout in envelope.GENERATED.items()},
    **{tag.replace("S", "W"): layout for tag, layout in entry_status.RECORDS.items()},
    **broker_download.RECORDS,
    **{f"NS{tag}": layout for tag, layout in manifest_status.RECORDS.items()},
}
