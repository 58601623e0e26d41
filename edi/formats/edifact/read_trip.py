"""What the segments in front of the shipments say for all of them: whose message it is, and the trip's day, port,
carrier and purpose."""

from typing import Final

import polars as pl

from deminimis.edi.formats.edifact.layouts.messages import MESSAGES
from deminimis.edi.frames.finding_codes import UNKNOWN_FORMAT
from deminimis.edi.frames.findings import finding, frame
from deminimis.edi.frames.runs import beside
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "UNB": ("date", "sender", "receiver"),
    "UNG": ("date", "sender"),
    "UNH": ("message_type", "version", "release", "agency"),
    "BGM": ("document", "trip_number", "function"),
    "DTM132": ("value",),
    "LOC60": ("place",),
    "NADCA": ("party_id",),
}

# CBP's messages are D.03B of UN/CEFACT (its own samples of CUSCAR and PAXLST; CUSREP and CUSRES as seen), and go to
# CBP-ACE or CBP-ACE-TEST. Other administrations have messages of the same names with other codes.
_DIRECTORY: Final = "D.03B"
_AGENCY: Final = "UN"
_ADMINISTRATION: Final = "(?i)^CBP"
_ANSWERS: Final = ("CUSRES",)
_SERVICE: Final = ("CONTRL",)  # of the syntax: its directory is that of ISO 9735
_ADVICE: Final = "Nothing of it was checked; one that you know is admitted in [edifact] of the configuration"

# BGM 1225: 1 and 3 take away, 4 and 5 alter. 2 (preliminary), 6 (confirmation), 9 and 22 (complete) leave it to the
# shipment's own code. Names: UN/EDIFACT D.03B; 22 is in CBP's sample cuscar_012_30, 2, 3 and 6 in third-party messages.
CANCELS: Final = ("1", "3")
_KNOWN: Final = (*CANCELS, "2", "4", "5", "6", "9", "22")


def strange() -> pl.Expr:
    """Whether the purpose is a code of which nobody knows what it does."""
    return ~pl.col("function").is_in(_KNOWN).fill_null(True)


def told(rows: pl.DataFrame, tables: Tables, message_type: str) -> pl.DataFrame:
    """`rows` of messages of one type, with what stands in front of them.

    Adds filed_on, filer, carrier, port, eda, eda_unread, function, subject (BGM 1001), trip_number and voyage, which is
    the same. The day is DTM+132. A second DTM+132 in one header makes it unread: which of the two counts is not said.
    """
    heads = tables["UNH"].filter(pl.col("message_type") == message_type).select("message", "interchange", "group")
    for tag, key, names in (
        ("UNB", "interchange", {"unb_date": "date", "unb_sender": "sender"}),
        ("UNG", "group", {"ung_date": "date", "ung_sender": "sender"}),
        ("BGM", "message", {"function": "function", "subject": "document", "trip_number": "trip_number"}),
        ("LOC60", "message", {"port": "place"}),
        ("NADCA", "message", {"carrier": "party_id"}),
    ):
        if tables.lack(tag):
            nothing = (pl.lit(None, tables[tag].schema[field]).alias(name) for name, field in names.items())
            heads = heads.with_columns(nothing)
            continue
        part = tables[tag].select(key, **names).unique(key, keep="last", maintain_order=True)
        heads = beside(heads, part, key)
    heads = beside(heads, _days(tables), "message")
    heads = heads.select(
        "message", "function", "subject", "trip_number", "port", "eda",
        eda_unread=pl.col("eda_unread").fill_null(False),
        filed_on=pl.coalesce("unb_date", "ung_date"),
        filer=pl.coalesce("carrier", "ung_sender", "unb_sender"),
        carrier="carrier",
        voyage="trip_number",
    )  # fmt: skip
    return rows.join(heads, on="message", maintain_order="left")


def _days(tables: Tables) -> pl.DataFrame:
    again = tables["DTM132AGAIN"]["message"].unique()
    days = tables["DTM132"].unique("message", keep="last", maintain_order=True)
    unread = (pl.col("unread").list.len() > 0) | pl.col("message").is_in(again.implode())
    return days.select("message", eda=pl.when(~unread).then("value"), eda_unread=unread)


def of_others(tables: Tables) -> tuple[pl.DataFrame, pl.Series]:
    """An EDI101 for each message that is none of CBP's, and the ordinals of these messages.

    Of an interchange to or from somebody else one finding is made, at its UNB.
    """
    heads = tables["UNH"].filter(pl.col("message_type").is_in(list(MESSAGES)))
    around = tables["UNB"].select(
        "interchange", "sender", "receiver", unb_line="line", unb_column="column", unb_byte="byte"
    )
    heads = heads.join(around, on="interchange", how="left", maintain_order="left")
    answer = pl.col("message_type").is_in([*_ANSWERS, *_SERVICE])
    partner = pl.when(answer).then("sender").otherwise("receiver")
    ours = partner.str.contains(_ADMINISTRATION) | partner.is_in(list(tables.admitted("partners")))
    directory = pl.concat_str("version", "release", separator=".")
    known = directory.is_in([_DIRECTORY, *tables.admitted("directories")]) & (pl.col("agency") == _AGENCY)
    heads = heads.with_columns(
        partner=partner, answer=answer, directory=directory,
        foreign=~ours.fill_null(True),  # a blank one is told of as missing
        other=~(known | pl.col("message_type").is_in(_SERVICE)).fill_null(True),
    )  # fmt: skip
    wrong = heads.filter(pl.col("foreign") | pl.col("other"))
    if not wrong.height:
        return frame([]), wrong["message"]
    new = wrong.filter(~pl.col("carried"))
    once = new.filter("foreign").unique("interchange", keep="first", maintain_order=True)
    found = [
        finding(
            UNKNOWN_FORMAT, line=row["unb_line"], column=row["unb_column"], byte=row["unb_byte"], record="UNB",
            value=row["partner"], hint=_ADVICE,
            reason=f"the {row['message_type']} {'comes from' if row['answer'] else 'goes to'} {row['partner']}, "
            f"which is not CBP",
        )
        for row in once.iter_rows(named=True)
    ] + [
        finding(
            UNKNOWN_FORMAT, line=row["line"], column=row["column"], byte=row["byte"], record="UNH",
            value=row["directory"], hint=_ADVICE,
            reason=f"the {row['message_type']} is of {row['directory']} and agency {row['agency']}; "
            f"CBP's is of {_DIRECTORY} and {_AGENCY}",
        )
        for row in new.filter(~pl.col("foreign")).iter_rows(named=True)
    ]  # fmt: skip
    return frame(found), wrong["message"]
