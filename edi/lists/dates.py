"""Days as people write them: a column has one form, and what no cell of it tells is asked."""

from typing import Final

import polars as pl

from deminimis.edi.lists.ways import DAY_FIRST, MONTH_FIRST, Question

# An hour says nothing of the day but where it is one of another place than the port's: with Z or +08:00 it may be.
_HOUR: Final = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)?$"
_ORDERED: Final = r"^\s*(\d{1,2})\s*[/\-]\s*(\d{1,2})\s*[/\-]\s*(\d{4}|\d{2})" + _HOUR
_DOTTED: Final = r"^\s*(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})" + _HOUR
_YEAR_FIRST: Final = r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?" + _HOUR
_RUN: Final = r"^(20\d{2})(\d{2})(\d{2})$"
_MONTH: Final = r"(jui[nl]|\p{L}{3})\p{L}*\.?"
_WEEKDAYS: Final = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag "
    "lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche "
    "lunes martes mié miércoles jue jueves vie viernes sáb sábado dom domingo "
    "lunedì martedì mercoledì gio giovedì venerdì sab sabato domenica "
    "ma maandag dinsdag wo woensdag donderdag vr vrijdag za zaterdag zo zondag "
    "seg segunda-feira ter terça-feira qua quarta-feira qui quinta-feira sex sexta-feira"
)
# Any other word may say that it is not that day: from, after, before.
_WEEKDAY: Final = rf"(?i)^(?:(?:{'|'.join(_WEEKDAYS.split())})\.?,? )?"
_DAY_NAMED: Final = (
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?[ \-/]+(?:de )?{_MONTH},?[ \-/]+(?:de )?(\d{{4}}|\d{{2}})$"
)
_MONTH_NAMED: Final = rf"{_WEEKDAY}{_MONTH} +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}})$"
_EARLIEST: Final = "19"  # a year of two digits before type 86 came is none: in 26/12/01 it stands first
_SERIAL: Final = r"^(\d{5})(?:\.\d+)?$"  # of Excel: days from 1899-12-30
_SERIALS: Final = (36526, 73050)  # 2000 to 2099
# Months in English, German, French, Spanish, Italian, Dutch, Portuguese by the letters that are theirs alone.
_MONTHS: Final = {
    letters: str(month)
    for month, names in enumerate(
        ("jan ene gen", "feb fev fév", "mar mär mrt", "apr avr abr", "may mai mag mei", "jun juin giu", "jul juil lug",
         "aug ago aou aoû", "sep set", "oct okt ott out", "nov", "dec dez dic déc"), 1)
    for letters in names.split()
}  # fmt: skip


def order(cells: pl.Series) -> str:
    """Whether days or months stand first in 3/4/2026, from cells that tell: DAY_FIRST, MONTH_FIRST, blank where none
    tells, or `both` where they contradict each other."""
    parts = cells.drop_nulls().unique().str.extract_groups(_ORDERED).struct.unnest()
    if not parts.width:
        return ""
    one, two = (parts.to_series(n).cast(pl.Int32, strict=False) for n in (0, 1))
    day_first, month_first = bool((one > 12).any()), bool((two > 12).any())
    return "both" if day_first and month_first else DAY_FIRST if day_first else MONTH_FIRST if month_first else ""


def question(name: str, cells: pl.Series) -> Question | None:
    """Asked where cells could be two days, and no cell tells which."""
    parts = cells.drop_nulls().unique(maintain_order=True)
    matched = parts.filter(parts.str.contains(_ORDERED))
    groups = matched.str.extract_groups(_ORDERED).struct.unnest()
    two = (
        groups.filter(groups.to_series(0).str.zfill(2) != groups.to_series(1).str.zfill(2)) if matched.len() else groups
    )
    if not two.height or order(cells):
        return None
    text = f"{name}: is {matched[0]} a day and a month, or a month and a day? No cell of the column tells."
    return Question(text, f"--dates {DAY_FIRST} or --dates {MONTH_FIRST}")


def iso(cell: pl.Expr, first: str, *, serials: bool) -> pl.Expr:
    """The day of a cell as 2026-12-01; null where it cannot be told. first: DAY_FIRST or MONTH_FIRST, of 3/4/2026.

    serials: numbers are days of Excel.
    """
    ordered, dotted = cell.str.extract_groups(_ORDERED), cell.str.extract_groups(_DOTTED)
    begun, run = cell.str.extract_groups(_YEAR_FIRST), cell.str.extract_groups(_RUN)
    day_named, month_named = cell.str.extract_groups(_DAY_NAMED), cell.str.extract_groups(_MONTH_NAMED)

    def part(groups: pl.Expr, number: int) -> pl.Expr:
        return groups.struct.field(str(number))

    def month(text: pl.Expr) -> pl.Expr:
        return text.str.to_lowercase().replace_strict(_MONTHS, default=None, return_dtype=pl.String)

    day, mid = (1, 2) if first == DAY_FIRST else (2, 1)
    forms = [
        _day(part(begun, 1), part(begun, 2), part(begun, 3)), _day(part(run, 1), part(run, 2), part(run, 3)),
        _day(part(dotted, 3), part(dotted, 2), part(dotted, 1)),
        _day(part(day_named, 3), month(part(day_named, 2)), part(day_named, 1)),
        _day(part(month_named, 3), month(part(month_named, 1)), part(month_named, 2)),
    ]  # fmt: skip
    same = pl.when(part(ordered, 1).str.zfill(2) == part(ordered, 2).str.zfill(2))  # 3/3/2026 is one day either way
    forms.append(same.then(_day(part(ordered, 3), part(ordered, 1), part(ordered, 2))))
    if first in (DAY_FIRST, MONTH_FIRST):
        forms.append(_day(part(ordered, 3), part(ordered, mid), part(ordered, day)))
    if serials:
        number = cell.str.extract(_SERIAL).cast(pl.Int32, strict=False)
        known = pl.when(number.is_between(*_SERIALS)).then(number)
        forms.append((pl.lit("1899-12-30").str.to_date() + pl.duration(days=known)).cast(pl.String))
    return pl.coalesce(*forms)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    this = pl.when(year >= _EARLIEST).then(pl.concat_str(pl.lit("20"), year))
    whole = pl.when(year.str.len_chars() == 2).then(this).otherwise(year)
    text = pl.concat_str(whole, month.str.zfill(2), day.str.zfill(2), separator="-")
    return pl.when(text.str.to_date("%Y-%m-%d", strict=False).is_not_null()).then(text)
