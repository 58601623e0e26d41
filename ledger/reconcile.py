"""CBP's notices beside what was filed and predicted: confirmed, missed, not answered, unknown."""

from typing import Final

import polars as pl

from deminimis.ledger import verify
from deminimis.ledger.store.keys import BILL_WIDTH, stable
from deminimis.ledger.store.pack import notices_of
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.cbp_answers import table as answer_table

CONFIRMED: Final = "confirmed"
MISSED: Final = "missed by us"
SILENT: Final = "not answered by CBP"
UNKNOWN: Final = "unknown bill"
CATEGORIES: Final = (CONFIRMED, MISSED, SILENT, UNKNOWN)

COLUMNS: Final[dict[str, pl.DataType]] = {
    "category": pl.String(),
    "bill": pl.String(),
    "entry": pl.String(),
    "day": pl.Date(),
    "consignee": pl.String(),
    "predicted": pl.String(),  # the verdict in the ledger; null where the ledger holds none
    "cbp": pl.String(),  # warned | withheld | rejected
    "code": pl.String(),
    "text": pl.String(),
    "posted_at": pl.Datetime("us"),
    "file": pl.String(),  # of the notice
    "reason": pl.String(),
}
_FLAGGED: Final = ("warn", "withhold", "reject")
_SAME: Final = {"warn": "warned", "withhold": "withheld", "reject": "rejected"}


def reconcile(snapshot: Snapshot, recorded: pl.Series) -> pl.DataFrame:
    """One row (COLUMNS) a notice of the recorded response files, and a row a prediction that none of them answers.

    recorded: ordinals of the response files. A notice that an earlier file gave counts as an answer too. Predictions
    are looked at from the first to the last day of the shipments that the notices name.
    """
    told = _notices(snapshot, recorded)
    flagged = told.filter(pl.col("cbp").is_not_null())
    held = _held(snapshot)
    filed = _filed(snapshot, flagged)
    matched = _matched(flagged, held)
    on_file = pl.concat([matched.filter("held")["at"], filed]).unique()
    rows = matched.with_columns(filed=pl.col("at").is_in(on_file.implode())).with_columns(_category())
    rows = rows.with_columns(_reason())
    days = rows["day"].drop_nulls()
    unanswered = _unanswered(snapshot, held, days)
    columns = [pl.col(name).cast(dtype) for name, dtype in COLUMNS.items()]
    return pl.concat([rows.sort("at").select(columns), unanswered.select(columns)])


def _notices(snapshot: Snapshot, recorded: pl.Series) -> pl.DataFrame:
    """Notices of these files with what each means for de minimis (`cbp`, null for others), and the file's name."""
    rows = snapshot.scan("notice").filter(pl.col("recorded").is_in(recorded.implode())).collect()
    files = pl.DataFrame({"recorded": recorded, "file": pl.int_range(recorded.len(), dtype=pl.UInt32, eager=True)})
    names = files.join(snapshot.files.select("recorded", "name"), on="recorded", how="left").drop("recorded")
    notices = notices_of(rows, files).with_columns(pl.col("format").cast(pl.String))
    meaning = answer_table().select("path", "format", "code", cbp="outcome")
    notices = notices.join(meaning, on=["path", "format", "code"], how="left", maintain_order="left")
    notices = notices.join(names, on="file", how="left", maintain_order="left").with_row_index("at")
    return notices.with_columns(k_bill=stable(pl.col("bill"), BILL_WIDTH), k_entry=stable(pl.col("entry"), BILL_WIDTH))


def _held(snapshot: Snapshot) -> pl.DataFrame:
    """The verdicts that stand, the gravest of each bill and entry first."""
    order = pl.Enum(["clear", "warn", "unknown", "withhold", "reject"])
    held = verify.held(snapshot).with_columns(rank=pl.col("verdict").cast(order).to_physical())
    return held.sort("rank", descending=True, maintain_order=True)


def _matched(notices: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Each notice with the verdict on its bill, else on its entry."""
    said = ("day", "consignee", "verdict", "provisional")
    one, two = (
        held.filter(pl.col(key).is_not_null())
        .unique(key, keep="first", maintain_order=True)
        .select(key, *(pl.col(name).alias(name + end) for name in said))
        for key, end in (("bill", "_b"), ("entry_number", "_e"))
    )
    two = two.rename({"entry_number": "entry"})
    both = notices.join(one, on="bill", how="left", maintain_order="left")
    both = both.join(two, on="entry", how="left", maintain_order="left")
    return both.with_columns(
        *(pl.coalesce(f"{name}_b", f"{name}_e").alias(name) for name in said),
    ).with_columns(predicted="verdict", held=pl.col("verdict").is_not_null())


def _filed(snapshot: Snapshot, notices: pl.DataFrame) -> pl.Series:
    """`at` of the notices whose bill or entry was filed, claim or not."""
    out = []
    for kind, key, text in (
        ("shipment", "k_bill", "bill"),
        ("bill", "k_bill", "bill"),
        ("shipment", "k_entry", "entry"),
    ):
        column = "entry_number" if text == "entry" else text
        sought = notices.filter(pl.col(key).is_not_null()).select("at", key, text)
        rows = snapshot.scan(kind).select(key, column).join(sought.lazy().select(key).unique(), on=key, how="semi")
        found = rows.unique().collect()
        out.append(sought.join(found, left_on=[key, text], right_on=[key, column], how="semi")["at"])
    return pl.concat(out)


def _category() -> pl.Expr:
    flagged = pl.col("predicted").is_in(_FLAGGED).fill_null(False)
    return (
        pl.when(~pl.col("filed")).then(pl.lit(UNKNOWN)).when(flagged).then(pl.lit(CONFIRMED)).otherwise(pl.lit(MISSED))
    ).alias("category")


def _reason() -> pl.Expr:
    expected = pl.col("predicted").replace_strict(_SAME, default=None, return_dtype=pl.String)
    return (
        pl.when(pl.col("category") == UNKNOWN)
        .then(pl.lit("neither the bill nor the entry was recorded here: another filer's, or filed past this program"))
        .when((pl.col("category") == CONFIRMED) & (expected == pl.col("cbp")))
        .then(pl.lit(""))
        .when(pl.col("category") == CONFIRMED)
        .then(pl.format("it was predicted to be {}: the period or the shipment's place is another for CBP", expected))
        .when(pl.col("predicted").is_null())
        .then(pl.lit("filed, but it asked for no de minimis here"))
        .when(pl.col("predicted") == "unknown")
        .then(pl.lit("it could not be told: something of it, or of its consignee's day, was not read"))
        .when(pl.col("provisional").fill_null(False))
        .then(pl.lit("the verdict was provisional: without the actual arrival its day or period was open"))
        .otherwise(pl.lit("CBP also counts what others filed for the same consignee that day"))
    ).alias("reason")


def _unanswered(snapshot: Snapshot, held: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Predictions for which a code is published, within these days, that no recorded notice of CBP names."""
    answered = snapshot.scan("notice").select("bill", "entry").unique().collect()
    inside = pl.lit(False) if not len(days) else pl.col("day").is_between(pl.lit(days.min()), pl.lit(days.max()))
    rows = held.filter(
        pl.col("verdict").is_in(_FLAGGED), pl.col("responses").list.len() > 0, inside,
        ~pl.col("bill").is_in(answered["bill"].drop_nulls().implode()).fill_null(False),
        ~pl.col("entry_number").is_in(answered["entry"].drop_nulls().implode()).fill_null(False),
    )  # fmt: skip
    rows = rows.unique("ref", keep="first", maintain_order=True).sort("day", "ref", nulls_last=True)
    why = (
        pl.when(pl.col("provisional").fill_null(False))
        .then(pl.lit("the verdict was provisional: CBP may have put it on another day or into another period"))
        .otherwise(pl.lit("its message is not among the files given, or CBP takes the consignees for other people"))
    )
    nothing = {name: pl.lit(None, COLUMNS[name]) for name in ("cbp", "text", "posted_at", "file")}
    return rows.select(
        pl.lit(SILENT).alias("category"),
        *("bill", "day", "consignee"),
        entry="entry_number",
        predicted="verdict",
        code=pl.col("responses").list.join(" "),
        reason=why,
        **nothing,
    )
