"""Records of 80 columns as a file has them."""

from collections.abc import Iterable


def images(records: Iterable[str], newline: str = "\n") -> bytes:
    """The records, filled up with blanks. Raises AssertionError for a record that is too long."""
    out = [f"{record:80}" for record in records]
    assert all(len(image) == 80 for image in out), max(out, key=len)
    return "".join(image + newline for image in out).encode("latin-1")
