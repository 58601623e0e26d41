"""Kinds of values that options take: each says, of a wrong one, what form it has."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from deminimis.cli.suggest import did_you_mean
from deminimis.ledger.store.bucket import WRITTEN, Bucket, Where, where


class CodePrefix(click.ParamType[str]):
    """A finding code, or the beginning of one."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in capitals, or a usage error with the nearest one."""
        from deminimis.rules.codes import CODES  # noqa: PLC0415 - --help must not wait for polars

        prefix = str(value).strip().upper()
        if not prefix or not any(code.startswith(prefix) for code in CODES):
            hint = did_you_mean(prefix, CODES) or " `deminimis explain CODE` and docs/codes.md have all of them."
            self.fail(f"no finding code is {value!r} or begins so.{hint}", param, ctx)
        return prefix


class Day(click.ParamType[date]):
    """A calendar date, CCYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that says the form."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2025-03-01", param, ctx)


class Place(click.ParamType[Where]):
    """Where a ledger or tables lie: a folder, or an address of an object store."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Where:
        """The place, or a usage error for a file and for an address of another kind."""
        place = where(str(value))
        if isinstance(place, Bucket):
            if not place.url.startswith(WRITTEN):
                self.fail(f"{value!r}: give a folder, or an address {WRITTEN}BUCKET/PATH", param, ctx)
            return place
        return click.Path(file_okay=False, path_type=Path).convert(place, param, ctx)


class Moment(click.ParamType[datetime]):
    """A time to the minute, CCYY-MM-DDTHH:MM."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time, or a usage error that says the form."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%dT%H:%M")
        except ValueError:
            self.fail(f"{value!r} is no time; write it as 2025-03-01T14:05", param, ctx)


class Amount(click.ParamType[str]):
    """An amount in US dollars: 800 or 800.00."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, or a usage error that says the form."""
        text = str(value)
        whole, _, cents = text.partition(".")
        if not (
            text.isascii()
            and whole.isdigit()
            and len(whole) <= 9
            and (not cents or (cents.isdigit() and len(cents) == 2))
        ):
            self.fail(f"{value!r} is no amount; write it as 800 or 800.00", param, ctx)
        return whole if not cents else text
