"""Which entries the claims make, of which type, and what each claim still lacks."""

import json
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from deminimis.cli.refile.claims import person
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.finding_codes import MISSING, VALUE
from deminimis.edi.layout.kinds import AMOUNT
from deminimis.edi.spreadsheets.check import check
from deminimis.edi.spreadsheets.columns import Check, missing
from deminimis.edi.spreadsheets.entries import ENTRIES, FORMAL
from deminimis.edi.spreadsheets.from_filings import COLUMNS, OF_LINES
from deminimis.edi.spreadsheets.reading import ROW, Table
from deminimis.edi.spreadsheets.sheet import Sheet, Terms
from deminimis.rules.entries import of_rows
from deminimis.rules.entries.which_type import INFORMAL, LIMIT_CENTS, which_type

BILL, DAY = "bill", "consignee-day"
GROUPINGS: Final = (BILL, DAY)
_PERSON: Final = ("name", "address", "city", "state", "postal", "country")
# What an entry says once for all of its bills and lines.
_ONCE: Final = tuple(
    column.name for column in ENTRIES.columns
    if not column.line and column.name not in ("entry_number", "bill", "master_bill", "quantity")
)  # fmt: skip
# What an entry is known by, and what its records cannot be without.
_NEVER_WITHOUT: Final = ("entry_number", "entry_type", "bill", "mode", "bond_type", "origin", "hts", "value")
PROBLEMS: Final = {"claim": pl.UInt32(), "line_no": pl.UInt32(), "field": pl.String(), "text": pl.String(),
                    "lack": pl.Boolean()}  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """cells: as of `claims.cells`, with `entry` (a number each) and the type of each entry. types: of each entry, as
    `which_type` gives them. problems: one row a cell that is missing or wrong (PROBLEMS); line_no null: of the whole;
    lack: it is missing, not wrong.
    """

    cells: pl.DataFrame
    types: pl.DataFrame
    problems: pl.DataFrame
    more: pl.DataFrame  # consignee days that come to more than type 11 takes, with what is on file: person, day, cents
    rows: pl.DataFrame  # typed, by the sheet's columns, with `ship`, which is the claim
    sheet: Sheet

    def lacking(self) -> pl.Series:
        """The claims of the other entries that can be written: what they lack may be blank, and nothing is wrong."""
        wrong = self.problems.filter(~pl.col("lack") | pl.col("field").is_in(_NEVER_WITHOUT))["claim"]
        never = self.cells.filter(pl.col("claim").is_in(wrong.implode()))["entry"]
        lacking = self.cells.filter(~pl.col("entry").is_in(never.implode()))["claim"].unique(maintain_order=True)
        return lacking.filter(~lacking.is_in(self.complete().implode()))

    def complete(self) -> pl.Series:
        """The claims of entries of which nothing is missing: an entry is whole or not at all."""
        lacking = self.cells.filter(pl.col("claim").is_in(self.problems["claim"].implode()))["entry"]
        return self.cells.filter(~pl.col("entry").is_in(lacking.implode()))["claim"].unique(maintain_order=True)


def planned(cells: pl.DataFrame, grouping: str, terms: Terms, before: pl.DataFrame, *, numbered: bool) -> Planned:
    """Plans the entries. numbered: numbers will be given; else an entry without its own lacks it.

    before: what is on file for a consignee and day (`claims.on_file`). It counts for the type of an entry that is to
    hold all bills of that day.
    """
    cells = _grouped(cells, grouping).with_columns(person=person())
    cells = cells.join(before, on=["person", "day"], how="left", maintain_order="left")
    plan, goods = of_rows.planned(cells)
    if grouping == DAY:
        same = cells.group_by("entry").agg(pl.col("before_cents").first().fill_null(0))
        plan = plan.join(same, on="entry", how="left", maintain_order="left")
        plan = plan.with_columns(value_cents=pl.col("value_cents") + pl.col("before_cents")).drop("before_cents")
    types = which_type(plan, goods)
    cells = _typed(cells, types)
    sheet = _sheet(numbered=numbered)
    unknown = _strange(cells)
    table, checked = _checked(sheet, cells, unknown, terms)
    found = [
        unknown,
        _found(checked.findings, table),
        _odd_sums(cells),
        _too_dear(cells),
        _beyond(cells),
        _untold(cells),
    ]
    return Planned(cells, types, pl.concat(found), _above(cells), checked.rows, sheet)


def _above(cells: pl.DataFrame) -> pl.DataFrame:
    """person, day and cents of consignees whose bills of a day come to more than an entry of type 11 takes."""
    sums = cells.filter(entry_type="11").group_by("person", "day", maintain_order=True).agg(
        cents=AMOUNT.read(pl.col("value")).sum() + pl.col("before_cents").first().fill_null(0)
    )  # fmt: skip
    return sums.filter(pl.col("cents") > LIMIT_CENTS)


def _grouped(cells: pl.DataFrame, grouping: str) -> pl.DataFrame:
    """`entry`: of each claim alone, or of one person's claims of a day that agree in all that an entry says once."""
    keys = ["claim"] if grouping == BILL else ["consignee_key", "day", *_ONCE]
    firsts = cells.group_by(keys, maintain_order=True).agg(claim_first=pl.col("claim").first())
    both = cells.join(firsts, on=keys, how="left", maintain_order="left", nulls_equal=True)
    return both.with_columns(entry=pl.col("claim_first").rank("dense").cast(pl.UInt32) - 1).drop("claim_first")


def _typed(cells: pl.DataFrame, types: pl.DataFrame) -> pl.DataFrame:
    """The type of each entry, where the table asks for none; its consignee by name or by number, as the type wants."""
    told = types.select("entry", "by_name", counted="entry_type")
    both = cells.join(told, on="entry", how="left", maintain_order="left")
    asked = pl.col("entry_type")
    named = pl.col("by_name") & (asked != FORMAL).fill_null(True)
    number = pl.coalesce("consignee_id", pl.when(~named).then("consignee_number"))
    both = both.with_columns(consignee_id=number, entry_type=pl.coalesce(asked, "counted"), named=named)
    return both.with_columns(
        pl.when(number.is_null()).then(f"consignee_{what}").alias(f"consignee_{what}") for what in _PERSON
    )


def _sheet(*, numbered: bool) -> Sheet:
    """The table of entries, a row a bill, which is what a refused claim is known by."""
    columns = tuple(replace(c, use="O") if c.name == "entry_number" else c for c in ENTRIES.columns)
    kind, number = pl.col("entry_type"), pl.col("consignee_id")
    more = (
        missing("entry_type", kind.is_null(), "11 or 01: its value cannot be read, so the type cannot be told"),
        Check("entry_type", kind.is_not_null() & ~kind.is_in(["11", FORMAL]), VALUE, "11 or 01"),
        missing("bond_type", pl.col("bond_type").is_null(), "0 none, 8 continuous, 9 single transaction (p. SE-34)"),
        missing("buyer_name", pl.col("buyer_name").is_null() & pl.col("buyer_id").is_null(),
                "the buyer's name and address, or buyer_id (p. SE-57)"),
        missing("consignee_id", (kind == FORMAL) & number.is_null(),
                "type 01 names its consignee by number (p. SE-58, note 2)"),
    )  # fmt: skip
    lacking = missing("entry_number", pl.col("entry_number").is_null(), "a number, or --entry-numbers gives them")
    extra = more if numbered else (*more, lacking)
    return replace(ENTRIES, key="bill", columns=columns, checks=lambda terms: (*ENTRIES.checks(terms), *extra))


def _strange(cells: pl.DataFrame) -> pl.DataFrame:
    """Claims that are known by no bill, or by that of another claim."""
    firsts = cells.unique("claim", keep="first", maintain_order=True).select("claim", "bill")
    nameless = pl.col("bill").is_null()
    odd = firsts.filter(nameless | pl.col("bill").is_duplicated())
    text = pl.when(nameless).then(pl.lit("it names no bill that can be read")).otherwise(
        pl.lit("another refused claim has the same bill"))  # fmt: skip
    return _problems(odd, "bill", text)


def _checked(sheet: Sheet, cells: pl.DataFrame, strange: pl.DataFrame, terms: Terms):  # type: ignore[no-untyped-def]
    rows = cells.filter(~pl.col("claim").is_in(strange["claim"].implode())).with_row_index(ROW, 2)
    table = Table(tuple(COLUMNS), rows.select(ROW, *COLUMNS))
    checked = check(sheet, table, terms)
    claims = rows.select(ROW, "claim", "line_no")
    typed = checked.rows.join(claims, on=ROW, how="left", maintain_order="left").with_columns(ship="claim")
    return claims, replace(checked, rows=typed)


def _found(findings: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    own = findings.join(claims, left_on="line", right_on=ROW, how="left", maintain_order="left")
    texts = [_said(row) for row in own.select("code", "params").iter_rows()]  # failing cells alone
    named = own.select("claim", "line_no", "field").with_columns(pl.Series("text", texts, dtype=pl.String))
    goods = pl.col("field").is_in(OF_LINES)
    lack = (own["code"] == MISSING.code).alias("lack")
    return named.with_columns(lack, line_no=pl.when(goods).then("line_no")).select(
        pl.col(n).cast(t) for n, t in PROBLEMS.items()
    )


def _said(row: tuple[str, str]) -> str:
    code, params = row[0], json.loads(row[1] or "{}")
    if code == MISSING.code:
        return f"missing: {params['doc']}"
    return f"{params['value']!r} should be {params['expected']}" if params.get("value") else str(params["expected"])


def _odd_sums(cells: pl.DataFrame) -> pl.DataFrame:
    """Claims whose goods come to another value than the claim is worth, unless their values were given anew."""
    cents = AMOUNT.read(pl.col("value"))
    sums = cells.group_by("claim", maintain_order=True).agg(
        cents=cents.sum(), whole=cents.is_not_null().all(), worth=pl.col("claim_cents").first(),
        edited=pl.col("edited").any() if "edited" in cells.columns else pl.lit(False),
    )  # fmt: skip
    odd = sums.filter("whole", ~pl.col("edited"), pl.col("cents") != pl.col("worth"))
    return _problems(odd, "value", _amounts("its goods come to {}, the claim to {}", "cents", "worth"))


def _too_dear(cells: pl.DataFrame) -> pl.DataFrame:
    """Claims asked for as type 11 whose entry is above its limit to the cent: in whole dollars it might not be."""
    cells = cells.with_columns(worth=AMOUNT.read(pl.col("value")).sum().over("entry"))
    dear = cells.filter((pl.col("entry_type") == INFORMAL) & (pl.col("worth") > LIMIT_CENTS))
    dear = dear.unique("claim", keep="first", maintain_order=True)
    return _problems(dear, "entry_type", _amounts("its entry is worth {}, above 2500.00: of type 01", "worth"))


def _amounts(text: str, *names: str) -> pl.Expr:
    return pl.format(text, *(AMOUNT.show(pl.col(name)) for name in names))


def _untold(cells: pl.DataFrame) -> pl.DataFrame:
    """Lines of claims of which the ledger alone tells: it does not keep what stood in front of their numbers."""
    text = pl.lit("the ledger keeps no numbers of chapter 99: those of the line, - for none, or give the filing too")
    return cells.filter("untold").select(
        pl.col("claim").cast(pl.UInt32),
        pl.col("line_no").cast(pl.UInt32),
        field=pl.lit("more_hts"),
        text=text,
        lack=pl.lit(True),
    )


def _beyond(cells: pl.DataFrame) -> pl.DataFrame:
    """Claims whose records say what no column holds, each record with its title."""
    odd = cells.unique("claim", keep="first", maintain_order=True).filter(pl.col("beyond").is_not_null())
    layouts = FORMATS[ENTRIES.format].layouts
    names = {tag: f"{tag} ({layouts[tag].title})" if tag in layouts else tag
             for tags in odd["beyond"].unique() for tag in tags.split(" ")}  # fmt: skip
    told = pl.col("beyond").str.split(" ").list.eval(pl.element().replace(names)).list.join(", ")
    text = pl.format("file this entry by hand: no table of entries holds what its records say: {}", told)
    return _problems(odd, "bill", text)


def _problems(rows: pl.DataFrame, field: str, text: pl.Expr) -> pl.DataFrame:
    told = rows.select("claim", line_no=pl.lit(None, pl.UInt32), field=pl.lit(field), text=text, lack=pl.lit(False))
    return told.select(pl.col(n).cast(t) for n, t in PROBLEMS.items())
