"""Rows of the user's own for the policy table: they override the row of the same name, field by field, or add one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from deminimis.rules import data as packaged
from deminimis.rules.policy.csv_input import TableError, read
from deminimis.rules.policy.table import DAYS, Policy, PolicyError

COLUMNS: Final = (
    "period", "starts", "ends", "scope", "countries", "eligible", "limit_cents", "action", "day", "doubtful_day",
    "codes", "certainty", "sources", "instrument",
)  # fmt: skip
_NEW: Final = {"scope": "any", "eligible": "yes", "day": "eda", "certainty": "as configured"}
_NEEDED: Final = ("limit_cents", "action")


def default_rows() -> dict[str, dict[str, str]]:
    """The rows that come with this package, by name."""
    return {row["period"]: row for row in packaged.rows("policy")}


def with_rows(rows: Iterable[Mapping[str, Any]]) -> Policy:
    """The package's table with the user's rows. Raises PolicyError with a sentence about the first thing wrong."""
    table = default_rows()
    for row in rows:
        unknown = [name for name in row if name not in COLUMNS]
        if unknown:
            raise PolicyError(f"a policy row has no column {unknown[0]}; its columns are {', '.join(COLUMNS)}")
        name = row.get("period")
        if not isinstance(name, str) or not name:
            raise PolicyError("a policy row needs a name, its column `period`")
        told = {column: _text(value) for column, value in row.items() if value is not None}
        if name not in table:
            missing = [column for column in _NEEDED if not told.get(column)]
            if missing:
                raise PolicyError(f"period {name} is new, so it needs {' and '.join(missing)}")
            table[name] = dict.fromkeys(COLUMNS, "") | _NEW
        table[name] = table[name] | told
    return Policy.of(table.values())


def from_csv(text: str) -> Policy:
    """The same from a CSV file whose header names the columns; a blank cell leaves what is there."""
    try:
        rows = read(text, COLUMNS[:1], COLUMNS[1:])
    except TableError as error:
        raise PolicyError(str(error)) from error
    return with_rows({column: cell for column, cell in row.items() if cell} for _, row in rows)


def _text(value: object) -> str:
    """A value of a configuration file as policy.csv writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")  # with its zone, which is refused
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(str(each) for each in value)
    return str(value)


def assuming(policy: Policy, *, day: str | None = None, limit_cents: int | None = None) -> Policy:
    """The table of a what-if: another basis of the day, another limit, in every period.

    With `arrival` a shipment whose actual arrival is not known is judged by its EDA, and is provisional.
    """
    if day is not None and day not in DAYS:
        raise PolicyError(f"day is {day!r}, not one of {', '.join(DAYS)}")
    periods = (
        period._replace(
            day=day or period.day,
            limit_cents=period.limit_cents if limit_cents is None else limit_cents,
        )
        for period in policy.periods
    )
    return policy._replace(periods=tuple(periods))
