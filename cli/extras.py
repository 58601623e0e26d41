"""Packages that only some commands need, by the extra that brings each: a hook does with less."""

from collections.abc import Mapping
from typing import Final

# package as it is imported: the extra of pyproject.toml, and what it is for
EXTRAS: Final[Mapping[str, tuple[str, str]]] = {
    "deltalake": ("ledger", "a ledger"),
    "obstore": ("s3", "a ledger in an object store"),
    "pyx12": ("deep", "--deep"),
    "uvicorn": ("web", "serve"),
    "starlette": ("web", "serve"),
    "watchfiles": ("web", "watch"),
    "fastexcel": ("lists", "a workbook as input"),
    "pycountry": ("lists", "a list of a seller"),
    "pdfminer": ("guide", "a guide"),
}


def missing(error: BaseException) -> str | None:
    """What to install, a sentence, where `error` says that a package of an extra is not there; else None."""
    if not isinstance(error, ModuleNotFoundError):
        return None
    package = (error.name or "").partition(".")[0]
    if package not in EXTRAS:
        return None
    extra, use = EXTRAS[package]
    return f"{use} needs {package}, which is not installed: pip install 'deminimis[{extra}]'"
