"""CBP's answers beside what was filed and predicted: a row an entry or bill, however many messages are about it."""

from typing import Final

import polars as pl

from deminimis.ledger.recall import floating
from deminimis.ledger.store.keys import BILL_WIDTH, stable
from deminimis.ledger.store.pack import notices_of
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.cbp_answers import table as answer_table
from deminimis.rules.followed.claims import FORMAL
from deminimis.rules.followed.effects import effects, standing

CONFIRMED: Final = "confirmed"
ACCEPTED: Final = "accepted"
OTHER: Final = "of no bearing"
MISSED: Final = "missed by us"
PASSED: Final = "accepted though we predicted refusal"
UNDONE: Final = "no longer on file with CBP"
STRANGE: Final = "not understood"
SILENT: Final = "not answered by CBP"
UNKNOWN: Final = "unknown bill"
FINE: Final = (CONFIRMED, ACCEPTED, OTHER)
CATEGORIES: Final = (*FINE, MISSED, PASSED, UNDONE, STRANGE, SILENT, UNKNOWN)

COLUMNS: Final[dict[str, pl.DataType]] = {
    "category": pl.String(),
    "bill": pl.String(),
    "entry": pl.String(),
    "day": pl.Date(),
    "consignee": pl.String(),
    "predicted": pl.String(),  # the verdict in the ledger; null where the ledger holds none
    "cbp": pl.String(),  # warned | withheld | rejected | accepted | undone | unknown; null: nothing of these
    "code": pl.String(),
    "text": pl.String(),
    "posted_at": pl.Datetime("us"),
    "file": pl.String(),  # of the notice
    "answers": pl.UInt32(),  # how many notices are about it
    "reason": pl.String(),
}
_FLAGGED: Final = ("warn", "withhold", "reject")
_SAME: Final = {"warn": "warned", "withhold": "withheld", "reject": "rejected"}


def reconcile(snapshot: Snapshot, recorded: pl.Series, *, silent: bool = True) -> pl.DataFrame:
    """One row (COLUMNS) an entry or bill that the recorded response files are about, and a row a prediction that none
    of them answers.

    recorded: ordinals of the response files. What an earlier file answered counts as answered too. Predictions are
    looked at from the first to the last day of the shipments that the notices name; not silent: not at all.
    """
    told = _entities(_notices(snapshot, recorded))
    held = _held(snapshot.scan("verdict") if silent else _about(snapshot, told))
    filed = _filed(snapshot, told)
    matched = _matched(told, held)
    on_file = pl.concat([matched.filter("held")["at"], filed]).unique()
    rows = matched.with_columns(filed=pl.col("at").is_in(on_file.implode())).with_columns(_category())
    rows = rows.with_columns(_reason())
    columns = [pl.col(name).cast(dtype) for name, dtype in COLUMNS.items()]
    answered = rows.with_columns(file="name").sort("at").select(columns)
    if not silent:
        return answered
    return pl.concat([answered, _unanswered(snapshot, held, rows["day"].drop_nulls()).select(columns)])


def _notices(snapshot: Snapshot, recorded: pl.Series) -> pl.DataFrame:
    """Notices of these files, and the `name` of the file.

    `cbp`: what each means. `entity`: what it is about. `stands`: what all answers about that come to.
    """
    rows = snapshot.scan("notice").filter(pl.col("recorded").is_in(recorded.implode())).collect()
    files = pl.DataFrame({"recorded": recorded, "file": pl.int_range(recorded.len(), dtype=pl.UInt32, eager=True)})
    names = files.join(snapshot.files.select("recorded", "name"), on="recorded", how="left").select("file", "name")
    notices = notices_of(rows, files).filter(pl.col("direction") == "read").with_row_index("at")
    told = effects(notices)
    notices = notices.with_columns(pl.col("format").cast(pl.String), told["effect"])
    meaning = answer_table().select("path", "format", "code", listed="outcome")
    notices = notices.join(meaning, on=["path", "format", "code"], how="left", maintain_order="left")
    notices = notices.join(names, on="file", how="left", maintain_order="left")
    by_effect = pl.col("effect").cast(pl.String).replace("refused", "rejected")
    # what names neither is about a message: a refusal of one stands for itself, of the others one a file is enough
    message = pl.when(by_effect == "rejected").then(pl.format("at {}", "at")).otherwise(pl.format("file {}", "file"))
    about = pl.coalesce(pl.lit("entry ") + told["number"], pl.lit("bill ") + pl.col("bill"), message)
    warned = pl.when(pl.col("listed").is_in(["warned", "withheld"])).then("listed")
    notices = notices.with_columns(cbp=pl.coalesce(warned, by_effect), entity=about)
    last = standing(told.with_columns(number=notices["entity"]), "number")
    last = last.select(entity="key", stands=pl.col("effect").cast(pl.String).replace("refused", "rejected"))
    return notices.join(last, on="entity", how="left", maintain_order="left")


def _entities(notices: pl.DataFrame) -> pl.DataFrame:
    """One row an entry or bill: the answer that stands, or a warning where nothing refuses it.

    Of several the last by CBP's time, and in the file, with how many there are.
    """
    rows = notices.with_columns(warns=pl.col("cbp").is_in(["warned", "withheld"]).any().over("entity"))
    wanted = (
        pl.when(pl.col("stands") == "rejected")
        .then(pl.col("cbp") == "rejected")
        .when("warns")
        .then(pl.col("cbp").is_in(["warned", "withheld"]))
        .otherwise(pl.col("cbp").eq_missing(pl.col("stands")))
    )
    rows = rows.with_columns(
        pl.col("bill", "entry").drop_nulls().first().over("entity"), answers=pl.len().over("entity"),
        formal=pl.col("entry_type").is_in(FORMAL).any().over("entity"), wanted=wanted.fill_null(False),
    )  # fmt: skip
    order = ["wanted", "posted_at", "at"]
    rows = rows.sort(order, nulls_last=False).unique("entity", keep="last", maintain_order=True)
    rows = rows.sort("at")
    return rows.with_columns(k_bill=stable(rows["bill"], BILL_WIDTH), k_entry=stable(rows["entry"], BILL_WIDTH))


def _about(snapshot: Snapshot, told: pl.DataFrame) -> pl.LazyFrame:
    """The verdicts on the bills and entries of these answers."""
    scan = snapshot.scan("verdict")
    return pl.concat([
        scan.join(told.lazy().select(name).drop_nulls().unique(), on=name, how="semi") for name in ("k_bill", "k_entry")
    ]).unique()  # fmt: skip


def _held(rows: pl.LazyFrame) -> pl.DataFrame:
    """The verdicts that stand, the gravest of each bill and entry first."""
    order = pl.Enum(["clear", "warn", "unknown", "withhold", "reject"])
    held = floating.held(rows).collect().with_columns(rank=pl.col("verdict").cast(order).to_physical())
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
    # nothing is predicted of an entry of type 01 or 11, whatever the claim on its bill comes to
    both = both.with_columns(
        pl.when(~pl.col("formal").fill_null(False)).then(pl.coalesce(f"{name}_b", f"{name}_e")).alias(name)
        for name in said
    )
    return both.with_columns(predicted="verdict", held=pl.col("verdict").is_not_null())


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
    predicted = pl.col("predicted").is_in(_FLAGGED).fill_null(False)
    refused = pl.col("predicted").is_in(["withhold", "reject"]).fill_null(False)
    cbp, filed = pl.col("cbp"), pl.col("filed")
    cases = (
        (cbp.is_null(), OTHER),
        (cbp == "unknown", STRANGE),
        (~filed, UNKNOWN),
        (cbp == "undone", UNDONE),
        ((cbp == "accepted") & refused, PASSED),
        (cbp == "accepted", ACCEPTED),
        (predicted, CONFIRMED),
    )
    out = pl.lit(MISSED)
    for test, category in reversed(cases):
        out = pl.when(test).then(pl.lit(category)).otherwise(out)
    return out.alias("category")


def _reason() -> pl.Expr:
    category, predicted = pl.col("category"), pl.col("predicted")
    expected = predicted.replace_strict(_SAME, default=None, return_dtype=pl.String)
    texts = {
        STRANGE: "its code is in none of the tables: look it up in ACE",
        UNKNOWN: "neither the bill nor the entry was recorded here: another filer's, or filed past this program",
        UNDONE: "CBP no longer has the entry: see its answer, and file again",
        PASSED: "the rule of its day refuses it: do not rely on the acceptance, file type 11 or 01 all the same",
    }
    cases = (
        *((category == name, pl.lit(text)) for name, text in texts.items()),
        (category.is_in([ACCEPTED, OTHER]) | ((category == CONFIRMED) & (expected == pl.col("cbp"))), pl.lit("")),
        (
            category == CONFIRMED,
            pl.format("it was predicted to be {}: the period or the shipment's place is another for CBP", expected),
        ),
        (predicted.is_null(), pl.lit("filed, but it asked for no de minimis here")),
        (
            predicted == "unknown",
            pl.lit("it could not be told: something of it, or of its consignee's day, was not read"),
        ),
        (
            pl.col("provisional").fill_null(False),
            pl.lit("the verdict was provisional: without the actual arrival its day or period was open"),
        ),
        (pl.col("cbp") == "rejected", pl.lit("no rule of the daily sum refuses it: see CBP's answer")),
    )
    out = pl.lit("CBP also counts what others filed for the same consignee that day")
    for test, text in reversed(cases):
        out = pl.when(test.fill_null(False)).then(text).otherwise(out)
    return out.alias("reason")


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
    nothing = {name: pl.lit(None, COLUMNS[name]) for name in ("cbp", "text", "posted_at", "file", "answers")}
    return rows.select(
        pl.lit(SILENT).alias("category"),
        *("bill", "day", "consignee"),
        entry="entry_number",
        predicted="verdict",
        code=pl.col("responses").list.join(" "),
        reason=why,
        **nothing,
    )
