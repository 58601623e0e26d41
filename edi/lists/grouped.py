"""The same fault in many rows, said once with its rows, and with the value that `--fix` would write."""

import json
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from deminimis.edi.cells.grid import letter
from deminimis.edi.frames import findings
from deminimis.edi.frames.finding_codes import FIXED, VALUE
from deminimis.edi.frames.findings import FINDINGS
from deminimis.edi.spreadsheets.reading import ROW, Table

_RANGES: Final = 8  # that a message names


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in rising order as the first and last of those that follow one another."""
    out: list[tuple[int, int]] = []
    for row in rows:
        if out and row == out[-1][1] + 1:
            out[-1] = (out[-1][0], row)
        else:
            out.append((row, row))
    return out


def ranges(found: Sequence[tuple[int, int]]) -> str:
    """Runs of numbers as people write them: 2-301, 305."""
    shown = [str(one) if one == last else f"{one}-{last}" for one, last in found[:_RANGES]]
    more = f" and {len(found) - _RANGES:,} more places" if len(found) > _RANGES else ""
    return ", ".join(shown) + more


def grouped(found: pl.DataFrame, changes: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Findings of a list (columns FINDINGS), one for each code, column and expectation, with all its rows.

    changes: those that were not made (`edi.lists.right.CHANGES`): the findings of their cells say what would be.
    """
    found = pl.concat([found, _unsaid(found, changes, table)])
    if not found.height:
        return found
    told = found.with_row_index("nth").join(
        changes.select(ROW, "field", "after"), left_on=["line", "field"], right_on=[ROW, "field"], how="left"
    )
    told = told.with_columns(doc=pl.col("params").str.json_path_match("$.doc"), known=pl.col("after").is_not_null())
    out = []
    for _, part in told.sort("nth").group_by("code", "field", "doc", "known", maintain_order=True):
        out.append(_one(part.sort("line", maintain_order=True)))
    return findings.concat([pl.concat(out)])


def _unsaid(found: pl.DataFrame, changes: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Cells that `--fix` would change and no check finds wrong: a ZIP code without its zero in another country."""
    rest = changes.join(found.select(pl.col("line").alias(ROW), "field"), on=[ROW, "field"], how="anti")
    firsts = rest.unique(["field", "why"], keep="first", maintain_order=True)
    rows = [
        findings.finding(
            VALUE, field=field, value=before, place=f"row {row}, column {letter(table.column(field))}", expected=after,
            doc=why, line=row, column=table.column(field), record="table",
        )
        for row, field, before, after, why in firsts.iter_rows()
    ]  # fmt: skip
    if not rows:
        return found.clear()
    like = findings.frame(rows).drop("line", "value")
    own = rest.select(pl.col(ROW).alias("line"), "field", pl.col("before").alias("value"))
    return own.join(like, on="field", how="left", maintain_order="left").select(list(FINDINGS))


def _one(part: pl.DataFrame) -> pl.DataFrame:
    first = part.row(0, named=True)
    rows = part["line"].unique().sort().to_list()
    params: dict[str, Any] = json.loads(first["params"])
    if len(rows) > 1:
        column = f", column {letter(first['column'])}" if first["column"] else ""
        params["rows"] = runs(rows)
        params["place"] = f"{len(rows):,} rows, {ranges(params['rows'])}{column}"
        different = part["value"].n_unique() - 1
        more = f", and {different:,} other value{'s' if different > 1 else ''}" if different else ""
    else:
        more = ""
    if first["after"] is not None:
        params["fix"] = first["after"]
        params["expected"] = f"{first['after']!r}, which --fix writes"
    if "expected" in params:
        params["expected"] = f"{params['expected']}{more}"
    row = {name: first[name] for name in FINDINGS} | {"params": json.dumps(params)}
    return pl.DataFrame([row], schema=FINDINGS)


def made(changes: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The changes that were made, a note for each column and reason, with its rows."""
    out = []
    for (field, why), part in changes.group_by("field", "why", maintain_order=True):
        first, rows = part.row(0, named=True), part[ROW].unique().sort().to_list()
        at = table.places.get(str(field), 0)
        column = f", column {letter(at)}" if at else ""
        out.append(
            findings.finding(
                FIXED,
                field=field,
                value=first["before"],
                fix=first["after"],
                why=why,
                count=len(rows),
                place=f"row{'s' if len(rows) > 1 else ''} {ranges(runs(rows))}{column}",
                line=rows[0],
                column=at,
                record="table",
                rows=runs(rows),
            )
        )
    return findings.frame(out)
