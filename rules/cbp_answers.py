"""CBP101-CBP104: what CBP answered. Notices become findings: a code is looked up by message format and mode, never by
its text, because 95 is a daily-maximum warning in a truck 350 and a deleted in-bond in Appendix D. Only where a code
says nothing grave, a text that speaks of the daily limit is taken as the warning that it is.

What a code concerns de minimis is in answers.csv; all other codes are in the lists of `edi.codes`.
"""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.catalogue import named
from deminimis.edi.codes.answer_codes import answer_codes
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS, NOTE, WARNING, Code
from deminimis.rules import data as packaged

_PAGE: Final = """

    Example: an X12 350 with X4 ... *95** for a bill filed in the morning.
    What to do: the finding says it for the code found; `deminimis explain CODE` tells more. CBP says of its own codes
    that "exceeded" means "may have been exceeded": other filers' shipments for the same consignee are counted too.
    Certainty: each code carries its own status (cbp, unconfirmed) and source."""

WARNED: Final = Code(
    "CBP101", "warned", WARNING, "CBP warns: {what}{about}.{advice}",
    "CBP warned that a consignee's day may exceed the limit. Nothing is held." + _PAGE,
)  # fmt: skip
WITHHELD: Final = Code(
    "CBP102", "withheld", WARNING, "CBP withholds: {what}{about}.{advice}",
    "CBP withheld the release of a shipment: the day's limit is met, or somebody holds it." + _PAGE,
)  # fmt: skip
REJECTED: Final = Code(
    "CBP103", "rejected", WARNING, "CBP rejects: {what}{about}.{advice}",
    """CBP rejected a shipment, an entry or a message, or named an error in it.

    An error counts as a rejection also where its code is in none of the tables.""" + _PAGE,
)  # fmt: skip
OTHER: Final = Code(
    "CBP104", "other", NOTE, "CBP says: {what}{about}.{advice}",
    "Another disposition, or a code that is not in the tables: reported, never dropped." + _PAGE,
)  # fmt: skip

ANSWER_CODES: Final = {code.code: code for code in (WARNED, WITHHELD, REJECTED, OTHER)}
_BY_OUTCOME: Final = {"warned": WARNED.code, "withheld": WITHHELD.code, "rejected": REJECTED.code}
# Where answers.csv does not have the code, its list says how grave it is; any other code is a note.
_BY_SEVERITY: Final = {"error": "rejected", "hold": "withheld", "warning": "warned"}
_NEXT: Final = {
    "rejected": "Correct it and file it again.",
    "withheld": "Release waits: see the remarks, and ask the port or the agency that holds it.",
}
_UNREAD: Final = "a code that could not be read"
_UNKNOWN: Final = "The code is in none of the tables."
_BY_TEXT: Final = (
    "Its text speaks of de minimis and its code does not: take it as a warning. A broker files entry type 11 or 01, or "
    "asks CBP what it means."
)
_UNEXPLAINED: Final = "No warning about this entry stands in these files: ask for the whole answer."
# The texts of the codes in answers.csv, and others like them: de minimis, and what goes against it.
_LIMIT: Final = r"DE MINIMIS|SECTION 321|DAILY (?:MAX|VALUE)|ET ?86"
_AGAINST: Final = r"\b(?:MET\b|EXCEED|INELIG|WITHH|INVALID|MAX|ALT ENTRY|REJECT|SUSPEND)"
_WARNINGS: Final = "WITH WARNINGS"
# Acknowledgments of syntax, whose texts say all in words.
_SYNTAX: Final = named(lambda traits: traits.acknowledges)
_KEY: Final = ["path", "format", "code"]


@cache
def table() -> pl.DataFrame:
    """The codes that concern de minimis, and verdicts on whole messages.

    Columns path, format, code, outcome (warned | withheld | rejected), recipient, meaning, next_step; and from the
    code's list text, severity, status, source, since, until, note. Status and source are those of the row where its
    list has others or none.
    """
    rows = [{name: value or None for name, value in row.items()} for row in packaged.rows("answers")]
    own = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    known = answer_codes().rename({"meaning": "text", "status": "list_status", "source": "list_source"})
    out = own.join(known, on=_KEY, how="left", maintain_order="left")
    return out.with_columns(
        status=pl.coalesce("status", "list_status"), source=pl.coalesce("source", "list_source")
    ).drop("list_status", "list_source")


def findings_of(notices: pl.DataFrame) -> pl.DataFrame:
    """One finding a notice that was read (columns of edi.frames.notices)."""
    read = notices.filter(pl.col("direction") == "read")
    if not read.height:
        return NO_FINDINGS
    named = _known(read)
    outcome = _outcome()
    code = outcome.replace_strict(_BY_OUTCOME, default=OTHER.code, return_dtype=pl.String)
    blank = (pl.col("code").str.strip_chars(" ") == "").fill_null(False)  # what it says cannot be read: look at it
    unexplained = _unexplained(named)
    severity = pl.when(outcome.is_null() & ~blank & ~unexplained).then(pl.lit(NOTE)).otherwise(pl.lit(WARNING))
    # a remark does not say what the code means
    plain = pl.col("text").str.to_lowercase().str.contains(pl.col("list_meaning").str.to_lowercase(), literal=True)
    remark = (pl.col("kind") == "status") & pl.col("meaning").is_null() & ~plain
    said = (
        pl.when(remark).then(pl.format("{}: {}", "list_meaning", "text")).otherwise(pl.coalesce("text", "list_meaning"))
    )
    unknown = pl.col("list_meaning").is_null() & pl.col("meaning").is_null()
    unknown &= ~pl.col("code").str.contains(" ", literal=True)  # an agency's own number (SO70); a null code is no code
    advice = pl.concat_str(
        "meaning",
        pl.when(unknown & ~pl.col("format").is_in(_SYNTAX)).then(pl.lit(_UNKNOWN)),
        pl.when(outcome.is_not_null() & _by_code().is_null()).then(pl.lit(_BY_TEXT)),
        pl.when(unexplained).then(pl.lit(_UNEXPLAINED)),
        pl.coalesce("next_step", outcome.replace_strict(_NEXT, default=None, return_dtype=pl.String)),
        separator=" ",
        ignore_nulls=True,
    )
    about = pl.concat_str(
        pl.lit(" - bill ") + pl.col("bill"),
        pl.when(pl.col("bill").is_null()).then(pl.lit(" - entry ")).otherwise(pl.lit(", entry ")) + pl.col("entry"),
        ignore_nulls=True,
    )
    params = pl.struct(
        *(pl.col(name).fill_null("") for name in ("code", "text", "bill", "entry", "meaning", "next_step")),
        what=pl.when(pl.col("format").is_in(_SYNTAX))
        .then("text")
        .otherwise(pl.concat_str("code", said, separator=" ", ignore_nulls=True))
        .fill_null("")
        .str.strip_chars_end(".")
        .replace("", _UNREAD),
        about=about,
        advice=pl.when(advice != "").then(pl.lit(" ") + advice).otherwise(pl.lit("")),
    )
    return named.select(
        code=code,
        severity=severity.cast(FINDINGS["severity"]),
        file="file",
        line="line",
        column=pl.lit(1, pl.UInt32),
        byte="byte",
        width=pl.lit(None, pl.UInt32),
        record=pl.lit(None, pl.String),
        field=pl.lit(None, pl.String),
        value=pl.col("code"),
        params=params.struct.json_encode(),
        related=pl.lit(None, FINDINGS["related"]),
    )


def outcomes(notices: pl.DataFrame) -> pl.DataFrame:
    """Notices with `outcome` (warned | withheld | rejected, null for any other), `known` and `next_step`.

    known: some table has the code, or none is needed: an acceptance in words, another agency's own number.
    """
    named = _known(notices)
    told = (pl.col("kind") == "acceptance") | pl.col("code").str.contains(" ", literal=True)
    known = pl.coalesce("list_meaning", "meaning").is_not_null() | told
    return named.select(*notices.columns, "next_step", outcome=_outcome(), known=known.fill_null(False))


def _known(read: pl.DataFrame) -> pl.DataFrame:
    """Notices with what answers.csv says of their codes, and their code list (list_meaning, severity)."""
    own = table().select(*_KEY, "outcome", "meaning", "next_step")
    listed = answer_codes().select(*_KEY, "severity", list_meaning="meaning")
    named = read.with_columns(pl.col("format").cast(pl.String))
    for part in (own, listed):
        named = named.join(part, on=_KEY, how="left", maintain_order="left")
    return named


def _unexplained(named: pl.DataFrame) -> pl.Expr:
    """Whether a notice accepts with warnings, and none about its entry is there (`named`: of `_known`)."""
    warned = named.filter(_outcome().is_not_null())["entry"].drop_nulls()
    says = pl.col("text").str.to_uppercase().str.contains(_WARNINGS, literal=True)
    alone = ~pl.col("entry").is_in(warned.implode()).fill_null(False)
    return ((pl.col("kind") == "acceptance") & says & alone).fill_null(False)


def _outcome() -> pl.Expr:
    """warned, withheld, rejected, or null: by the code; where it says none of them, by a text about the daily limit."""
    text = pl.col("text").str.to_uppercase()
    worry = text.str.contains(_LIMIT) & text.str.contains(_AGAINST)
    return pl.coalesce(_by_code(), pl.when(worry).then(pl.lit("warned")))


def _by_code() -> pl.Expr:
    """The same by answers.csv, else by the code's list, else by what the notice is for."""
    by_list = pl.col("severity").replace_strict(_BY_SEVERITY, default=None, return_dtype=pl.String)
    error = (pl.col("kind") == "error") & pl.col("severity").is_null()
    accepted = pl.col("kind") == "acceptance"
    otherwise = pl.when(~accepted).then(pl.coalesce(by_list, pl.when(error).then(pl.lit("rejected"))))
    return pl.coalesce("outcome", otherwise)
