"""What ACE would answer: from verdicts to one row a disposition of a bill or entry, and a list of what has no answer.

The table of action, path and role is in `rules.answers.which_code`; here its codes meet the filings that they answer.
Nothing is answered where no code is published, and nothing at all where the verdict is unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, COPIES, ENTRIES, ENTRY_ANSWER, named
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.packed import Along, Table, packed
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.answers.carrier import STATUS_FORMATS, carrier_told
from deminimis.rules.answers.closing import REPEATED, SET_ANSWERS, accepted_sets, closed_entries
from deminimis.rules.answers.faulty import EDA_ONCE, EDA_REQUIRED, faulty
from deminimis.rules.answers.silence import CAUSES, Silence, silence
from deminimis.rules.answers.texts import texts
from deminimis.rules.answers.which_code import responses
from deminimis.rules.base.frames import ROLE, VERDICT
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement

PLAN: Final[dict[str, pl.DataType]] = {
    **NOTICES,  # file, line and byte are those of the filing that is answered
    "seq": pl.UInt32(),
    "message": pl.UInt32(),
    "recipient": pl.String(),  # filer code, SCAC, or address of the network: as the filing names its filer
    "type": pl.String(),  # of an SE90: 11, 13 or `final`; `accepted` or `rejected` closes a 355 or CUSRES
    "role": ROLE,
    "verdict": VERDICT,
    "to_carrier": pl.Boolean(),  # told to the carrier about a bill whose entry is warned
    "port": pl.String(),
}
FORM_FAULTS_FROM: Final = date(2024, 7, 25)  # Release 1: CSMS 61421135
BILL_ON_FILE: Final = "93"

# Which format carries which code of a daily sum; 470 goes by the filing that it answers, 2M and 4M by the mode.
_FORMATS: Final = {code: name for name, traits in CATALOGUE.items() for code in traits.tells}
_UNTIMED_FORMATS: Final = named(lambda traits: not traits.timed)
_DATED_AS_FILED: Final = named(lambda traits: traits.dated_as_filed)
_NEEDS_PLACE: Final = named(lambda traits: traits.needs_place)
_WITH_BILL: Final = named(lambda traits: traits.with_bill)
_ERRORS: Final = ("318", EDA_REQUIRED, EDA_ONCE, "098", "181", "110", "470")
_UNTIMED: Final = ("098", "181", "110")
_KEY: Final = ("file", "seq")
_FACTS: Final = (
    *_KEY, "line", "byte", "message", "filer", "bill", "quantity", "entry_number", "filed_on", "port", "eda",
    "entry_type",
)  # fmt: skip
_FILED: Final = (*_KEY, "byte", "message", "bill", "entry_number", "format", "claim")
_OF_CLAIM: Final = (
    "ship", *_KEY, "manifest", "entry", "bill", "entry_number", "format", "filing", "mode", "period", "role", "verdict",
)  # fmt: skip
_REPEATED: Final = pl.Schema(dict.fromkeys(("code", "answer", "path"), REPEATED))
_PART: Final = 1 << 16  # rows of a plan that are made at a time


@dataclass(frozen=True)
class Told:
    """What is told of: filings, and the judgement of these alone."""

    filings: Filings
    judgement: Judgement


@dataclass(frozen=True)
class Plan:
    """table: columns PLAN, in filing order. silent: what gets no answer, and why, with counts and samples."""

    table: Table
    silent: tuple[Silence, ...]

    @property
    def notices(self) -> pl.DataFrame:
        """The table as one frame."""
        return self.table.scan().collect()


def plan(
    told: Told,
    settings: Settings,
    now: datetime,
    *,
    findings: pl.DataFrame,
    assume_codes: bool = False,
    calls: int | None = None,
) -> Plan:
    """The answers to the filings that are told of.

    now: the time of the dispositions, Eastern; its seconds are not written. findings: those of reading and of the
    rules, all codes. assume_codes: claims rejected for all origins get the codes of an ineligible origin, status
    `assumed`. calls: how many files the call has; those from this ordinal on are remembered by a ledger, and are told
    with statuses alone: their own filing was answered when it came.
    """
    filings = told.filings
    filed = filings.scan("shipments").select(_FILED).collect()
    ships = filed.select(*_KEY, "message", "byte")
    in_order = bool(ships.select(pl.struct(*_KEY).is_sorted()).item())
    ships = ships if in_order else ships.sort(*_KEY)
    suspended = [period.name for period in settings.policy.periods if period.suspended]
    claims = _one_each(told.judgement.claims(*_OF_CLAIM)).with_columns(
        all_origins=pl.col("period").is_in(suspended).fill_null(False)
    )
    claims = claims.with_columns(suspended=pl.col("all_origins") & pl.lit(not assume_codes))
    claims = claims.with_columns(responses().alias("codes")).with_columns(
        codes=pl.when(pl.col("format").is_in(COPIES)).then(pl.lit([], pl.List(pl.String))).otherwise("codes")
    )
    wrong_form = _form_faults(filings, settings)
    claims = claims.join(wrong_form.select(*_KEY, faulty_form=pl.lit(True)), on=_KEY, how="left", maintain_order="left")
    claims = claims.with_columns(pl.col("faulty_form").fill_null(False)).drop("ship", "period", "suspended")
    answered = pl.concat([_answers(claims), _carriers(claims, calls)])
    answered = pl.concat([answered, wrong_form.select(answered.columns)])
    bad = faulty(ships, findings)
    entries = closed_entries(filed, claims, answered, bad)
    sets = accepted_sets(filed, claims, answered, bad)
    mine = pl.lit(True) if calls is None else pl.col("file") < calls
    told_of = pl.concat([answered, entries.rows, sets.rows, _on_file(answered)], how="diagonal")
    assumed = pl.col("verdict").is_in(["reject"]) & pl.lit(assume_codes) & pl.col("suspended").fill_null(False)
    place = pl.col("bill").is_not_null() & pl.col("port").is_not_null() & pl.col("eda").is_not_null()
    nowhere = (pl.col("format").is_in(_NEEDS_PLACE) & ~place).fill_null(False)
    told_of = told_of.sort(*_KEY, maintain_order=True)
    del answered, filed, ships, bad, wrong_form
    parts, placeless, height = [], [], 0
    for some, of in _in_parts(told_of, filings, in_order):
        notices = _filled(some, of, now).with_columns(_last().alias("last")).sort(*_KEY, "last", maintain_order=True)
        notices = notices.with_columns(status=pl.when(assumed).then(pl.lit("assumed")).otherwise("status"))
        placeless.append(notices.filter(nowhere).select(*_KEY, "bill", "entry"))
        kept = notices.filter(~nowhere & (mine | (pl.col("kind") == "status")))
        kept = kept.select(pl.col(name).cast(dtype) for name, dtype in PLAN.items())
        height += kept.height
        parts.append(kept if told_of.height <= _PART else packed(kept))
    silent = silence(
        claims,
        [(cause, found.filter(mine)) for cause, found in (*entries.silent, *sets.silent)]
        + [(CAUSES["nowhere"], pl.concat(placeless))],
        calls,
    )
    return Plan(Table(parts, height), silent)


def _in_parts(rows: pl.DataFrame, filings: Filings, in_order: bool) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """`rows` (sorted by file, seq) some thousand at a time, no filing cut in two, and facts of the filings of each.

    in_order: whether the filings are sorted by file and seq too, so that they can be gone through beside the rows.
    """
    changes = rows.select((pl.struct(_KEY) != pl.struct(_KEY).shift()).fill_null(True).arg_true()).to_series()
    told = filings.columns("shipments", *_FACTS)
    facts = Along(told if in_order else [pl.concat(list(told))])
    first, end = 0, -1
    while end < rows.height:  # once where there are no rows
        later = changes.filter(changes >= first + _PART)
        end = int(later[0]) if later.len() else rows.height
        some = rows[first:end]
        yield some, facts.take(some)
        first = end


def _last() -> pl.Expr:
    """The order of the rows of one filing: its status, then what closes it."""
    return pl.col("type").is_in(["final", "accepted", "rejected"]).fill_null(False)


def _one_each(members: pl.DataFrame) -> pl.DataFrame:
    """One row a shipment: its worst verdict over the groups that it stands in, exceeding before earlier."""
    if members["ship"].is_unique().all():
        return members
    order = [pl.col("verdict").to_physical(), (pl.col("role") == "exceeding").fill_null(False)]
    ranked = members.sort(order, descending=True, maintain_order=True)
    return ranked.unique("ship", keep="first", maintain_order=True)


def _answers(claims: pl.DataFrame) -> pl.DataFrame:
    """The codes of the table, one a row; an entry of faulty form is refused as such and gets nothing else."""
    rows = claims.filter(~pl.col("faulty_form")).select(
        *_KEY, "role", "verdict", "all_origins", "codes", "format", "mode", "filing"
    )
    rows = rows.explode("codes", empty_as_null=False, keep_nulls=False)
    form = (
        pl.when(pl.col("codes") == "470")
        .then(pl.col("format").cast(pl.String).replace_strict(SET_ANSWERS, default=None, return_dtype=pl.String))
        .when(pl.col("codes").is_in(["2M", "4M"]))
        .then(pl.col("mode").cast(pl.String).replace_strict(STATUS_FORMATS, default=None, return_dtype=pl.String))
        .otherwise(pl.col("codes").replace_strict(_FORMATS, default=None, return_dtype=pl.String))
    )
    path = pl.when(pl.col("filing") == "entry").then(pl.lit("entry")).otherwise(pl.col("mode").cast(pl.String))
    return rows.select(
        *_KEY, "role", "verdict", "all_origins", code="codes", answer=form, path=path, to_carrier=pl.lit(False)
    ).cast(_REPEATED)


def _carriers(claims: pl.DataFrame, calls: int | None) -> pl.DataFrame:
    """2M to the carrier of a bill whose type 86 entry is warned, where its manifest was filed before the entry."""
    rows = claims.filter(carrier_told(calls))
    where = pl.col("manifest").struct
    return rows.select(
        where.field("file"), where.field("seq"), "role", "verdict", "all_origins", code=pl.lit("2M"),
        answer=pl.col("mode").cast(pl.String).replace_strict(STATUS_FORMATS),
        path=pl.col("mode").cast(pl.String), to_carrier=pl.lit(True),
    ).cast(_REPEATED)  # fmt: skip


def _form_faults(filings: Filings, settings: Settings) -> pl.DataFrame:
    """Type 86 entries without an EDA (282) or with more than one (288), which ACE refuses."""
    day = pl.lit(settings.policy_date) if settings.policy_date else pl.col("filed_on").fill_null(settings.as_of)
    entries = filings.scan("shipments").filter(
        pl.col("format").is_in(ENTRIES) & (pl.col("entry_type") == "86") & (day >= FORM_FAULTS_FROM)
        & pl.col("action").is_in(["add", "replace"])
    )  # fmt: skip
    forms = filings.scan("forms").select(*_KEY, "edas").filter(pl.col("edas") != 1).collect()
    rows = entries.select(*_KEY).collect().join(forms, on=_KEY, how="inner", maintain_order="left")
    parts = [
        rows.filter(pl.col("edas") == 0).select(*_KEY, code=pl.lit(EDA_REQUIRED)),
        rows.filter(pl.col("edas") > 1).select(*_KEY, code=pl.lit(EDA_ONCE)),
    ]
    return pl.concat(parts).select(
        *_KEY, "code", role=pl.lit(None, ROLE), verdict=pl.lit(None, VERDICT), all_origins=pl.lit(False),
        answer=pl.lit(ENTRY_ANSWER), path=pl.lit("entry"), to_carrier=pl.lit(False),
    ).cast(_REPEATED)  # fmt: skip


def _on_file(told: pl.DataFrame) -> pl.DataFrame:
    """SO50 of each entry that gets an SO60: the usage map demands one, and `bill on file` is what a warning implies."""
    rows = told.filter(pl.col("answer").is_in(_WITH_BILL)).unique(_KEY, keep="first", maintain_order=True)
    return rows.with_columns(code=pl.lit(BILL_ON_FILE, REPEATED))


def _filled(rows: pl.DataFrame, filed: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Notices with the bill, recipient, text and time of each row (file, seq, answer, code, role, verdict ...)."""
    rows = rows.with_columns(pl.col(*_REPEATED, "type").cast(pl.String))
    facts = filed.rename({"entry_type": "filed_type"})
    rows = rows.join(facts, on=_KEY, how="left", maintain_order="left")
    known = texts().rename({"format": "answer", "type": "row_type"})
    rows = rows.join(known, on=["answer", "code"], how="left", nulls_equal=True, maintain_order="left")
    rows = rows.filter(pl.col("type").is_null() | (pl.col("row_type") == pl.col("type")))
    entry, answer = pl.col("path") == "entry", pl.col("answer")
    moment = pl.lit(now.replace(second=0, microsecond=0), pl.Datetime("us"))
    # an error report and a 355 carry neither time nor quantity
    timed = ~answer.is_in(_UNTIMED_FORMATS) & ~pl.col("code").is_in(_UNTIMED).fill_null(False)
    of_bill = pl.col("type").is_null() & (~entry | (pl.col("code") == BILL_ON_FILE))
    # whose number it is: the SCAC of a bill, the airline's prefix of a waybill
    issuer = pl.when(~entry).then(pl.col("bill").str.slice(0, pl.when(pl.col("path") == "air").then(3).otherwise(4)))
    listed = pl.col("path").is_in(["truck", "ocean", "rail"]) & of_bill
    return rows.select(
        *(pl.col(name) for name in ("file", "line", "byte", "path", "code", "text", "status", "seq", "message")),
        *("role", "verdict", "to_carrier", "port", "eda"),
        format=answer,
        kind=pl.when(pl.col("type").is_in(["final", "accepted"])).then(pl.lit("acceptance"))
        .when(pl.col("code").is_in(_ERRORS) | (pl.col("type") == "rejected")).then(pl.lit("error"))
        .otherwise(pl.lit("status")),
        bill=pl.when(pl.col("type").is_in(["accepted", "rejected"]).fill_null(False)).then(None).otherwise("bill"),
        entry=pl.when(entry).then("entry_number"),
        scac=pl.when(listed).then(pl.col("bill").str.slice(0, 4)),
        posted_at=pl.when(answer.is_in(_DATED_AS_FILED)).then(pl.col("filed_on").cast(pl.Datetime("us")))
        .when(timed).then(moment),
        quantity=pl.when(of_bill & timed).then("quantity"),
        entry_type=pl.when(entry).then("filed_type"),
        direction=pl.lit("write"),
        recipient=pl.coalesce(pl.when(~(pl.col("to_carrier") & listed)).then("filer"), issuer, pl.lit("UNKNOWN")),
        type=pl.col("row_type"),
        suspended=pl.col("all_origins"),
    )  # fmt: skip
