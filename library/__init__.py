"""deminimis as a library: `read` files into frames, `check` frames by the rule.

    from deminimis import Settings, check, read, worklist

What the names mean stands in `deminimis.rules.library`, which is imported when the first of them is asked for: the
command line is this package too, and must not wait for frames where it prints help.
"""

from typing import TYPE_CHECKING, Final

from deminimis.cli.version import VERSION as __version__

if TYPE_CHECKING:
    from deminimis.rules.followed.library import worklist
    from deminimis.rules.library import Counts, FileReport, Filings, Frames, Result, Settings, check, read

__all__ = [
    "Counts", "FileReport", "Filings", "Frames", "Result", "Settings", "__version__", "check", "read", "worklist",
]  # fmt: skip

_IN_LIBRARY: Final = frozenset(__all__) - {"__version__"}


def __getattr__(name: str) -> object:
    """A name of the library, at first use. Raises AttributeError for any other, as modules do."""
    if name not in _IN_LIBRARY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from deminimis.rules import library  # noqa: PLC0415 - see above
    from deminimis.rules.followed import library as followed  # noqa: PLC0415

    found: object = getattr(followed if name == "worklist" else library, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
