"""What of a judgement concerns the files of a call: groups, findings, counts; with the ordinals that a report uses."""

from dataclasses import replace
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import SHIPMENTS, Filings, empty
from deminimis.ledger.recall.recall import Recalled
from deminimis.rules.base.filed import Filed
from deminimis.rules.judge import Judgement
from deminimis.rules.shown import INSTEAD, Counts, Frames, entries_instead

_OF_GROUPS: Final = ("DM101", "DM103", "DM106")  # about a day's sum, wherever the row was filed that they point to
_AT: Final = ["file", "line", "byte"]
_NAMED: Final = ("file", "seq", "bill", "entry_number", "entry_type", "action", "filing")


def concerned(whole: Judgement, files: pl.DataFrame, recalled: Recalled) -> pl.DataFrame:
    """`group`: those with a filing of this call, or with one of a bill or entry that this call names."""
    return mine(whole, files, recalled).select("group").unique().sort("group")


def mine(whole: Judgement, files: pl.DataFrame, recalled: Recalled) -> pl.DataFrame:
    """group, ship: where the claims stand that are this call's own: a filing, a bill or an entry of theirs is."""
    if alone(files, recalled):
        return whole.claims("group", "ship").unique()
    called = files.filter("called")["file"].implode()
    own = recalled.own.select("recorded", "seq").join(files, on="recorded")
    own = own.select("file", pl.col("seq").cast(pl.UInt32))
    claims = whole.claims("group", "ship", "manifest", "entry")
    found = []
    for side in ("manifest", "entry"):
        rows = claims.select("group", "ship", pl.col(side).struct.unnest())
        found.append(rows.filter(pl.col("file").is_in(called)).select("group", "ship"))
        found.append(rows.join(own, on=["file", "seq"], how="semi").select("group", "ship"))
    return pl.concat(found).unique()


def reported(whole: Judgement, files: pl.DataFrame, together: Filings, recalled: Recalled) -> Judgement:
    """The judgement of the groups concerned. Shipments and claims counted are the call's, not those beside them."""
    ours = pl.col("file").is_in(files.filter("called")["file"].implode())
    if alone(files, recalled):  # no copy is made of what nobody may ask for
        asked = whole.claims("ship", "verdict", "value_cents")
        found = whole.findings.filter(pl.col("file").is_not_null() | (pl.col("related").list.len() > 0))
        return replace(whole, findings=found, counts=_counts(whole.counts, asked, together, ours))
    own = mine(whole, files, recalled)
    groups = own.select("group").unique()
    shown = whole.groups.join(groups, on="group", how="semi", maintain_order="left")
    every = groups.height == whole.groups.height
    members = whole.shipments if every else whole.shipments.join(groups, on="group", how="semi", maintain_order="left")
    asked = members.join(own, on=["group", "ship"], how="semi")
    counts = _counts(whole.counts, asked, together, ours)
    counts = counts._replace(groups=shown.height, groups_over=int(shown["over"].sum()))
    found = _findings(whole.findings, members, files, together)
    return Judgement(Frames(shown, _members(members, files)), _places(found, files), counts)


def alone(files: pl.DataFrame, recalled: Recalled) -> bool:
    """Whether all that was judged are new files of the call, as of a night that the ledger knows nothing of."""
    return not recalled.files.height and files["file"].equals(files["ordinal"])


def _counts(counts: Counts, asked: pl.DataFrame, together: Filings, ours: pl.Expr) -> Counts:
    """The figures of the claims `asked`, and of the call's own filings."""
    named = pl.coalesce("bill", "entry_number", pl.format("{}/{}", "file", "seq"))
    names, instead = [pl.Series(dtype=pl.UInt64)], [empty(SHIPMENTS).select(_NAMED)]
    for part in Filed.of(together).slices():
        rows = part.scan.filter(ours).select(_NAMED).collect().rechunk()  # empty chunks end in a panic
        names.append(rows.select(named.hash()).to_series())
        instead.append(rows.filter(INSTEAD))

    def ships(*verdicts: str) -> int:
        return asked.filter(pl.col("verdict").is_in(verdicts))["ship"].n_unique()

    claimed = asked.group_by("ship").agg(pl.col("value_cents").max())["value_cents"].sum()
    informal, formal = entries_instead(pl.concat(instead).rechunk())
    return counts._replace(
        shipments=pl.concat(names).n_unique(),
        claims=asked["ship"].n_unique(),
        shipments_flagged=ships("warn", "withhold", "reject"),
        shipments_unknown=ships("unknown"),
        shipments_rejected=ships("reject"),
        claimed_cents=int(claimed),
        entries_11=informal,
        entries_01=formal,
    )


def _findings(found: pl.DataFrame, members: pl.DataFrame, files: pl.DataFrame, together: Filings) -> pl.DataFrame:
    """Findings at rows of this call or related to them, and those about the sums of the groups shown."""
    called = files.filter("called")["file"].implode()
    sides = [members.select(pl.col(side).struct.unnest()) for side in ("manifest", "entry")]
    filed = together.scan("shipments").select("seq", *_AT).collect()
    shown = filed.join(pl.concat(sides), on=["file", "seq"], how="semi").select(_AT).unique()
    numbered = found.with_row_index("at")
    about = numbered.filter(pl.col("code").is_in(_OF_GROUPS)).join(shown, on=_AT, how="semi")["at"]
    related = pl.col("related").list.eval(pl.element().struct.field("file").is_in(called)).list.any().fill_null(False)
    kept = pl.col("file").is_in(called) | related | pl.col("at").is_in(about.implode())
    return numbered.filter(kept).drop("at")


def _ordinal(column: pl.Expr, files: pl.DataFrame) -> pl.Expr:
    return column.replace_strict(files["file"], files["ordinal"], return_dtype=pl.UInt32)


def _members(members: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    if files["file"].equals(files["ordinal"]):
        return members
    sides = {
        side: pl.when(pl.col(side).is_not_null()).then(
            pl.struct(
                _ordinal(pl.col(side).struct.field("file"), files).alias("file"),
                pl.col(side).struct.field("seq").alias("seq"),
            )
        )
        for side in ("manifest", "entry")
    }
    return members.with_columns(file=_ordinal(pl.col("file"), files), **sides)


def _places(found: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The findings, in the order of the report's files."""
    if not found.height:
        return found
    field = pl.element().struct.field
    related = pl.col("related").list.eval(
        pl.when(pl.element().is_not_null()).then(
            pl.struct(_ordinal(field("file"), files).alias("file"), field("line"), field("byte"))
        )
    )
    return found.with_columns(file=_ordinal(pl.col("file"), files), related=related)
