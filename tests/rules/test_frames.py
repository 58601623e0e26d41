"""The frames between the steps: one name, one dtype; and a step that takes or gives something else is told so."""

from typing import NamedTuple

import polars as pl
import pytest

from deminimis.rules.base import contract, frames
from deminimis.rules.base.contract import ContractError, checked, differences

DECLARED = {name: value for name, value in vars(frames).items() if isinstance(value, pl.Schema)}
SOME = pl.DataFrame(schema=frames.NOTES)


class _Made(NamedTuple):
    count: int
    notes: frames.Notes


_Made.__module__ = "deminimis.rules.made_here"


@checked
def _step(notes: frames.Notes, *, drop: str = "", cast: bool = False) -> frames.Notes:
    made = notes.drop(drop) if drop else notes
    return made.cast({"row": pl.Int64}) if cast else made


def test_one_name_has_one_dtype_in_all_frames() -> None:
    dtypes: dict[str, set[pl.DataType]] = {}
    for schema in DECLARED.values():
        for name, dtype in schema.items():
            dtypes.setdefault(name, set()).add(dtype)
    assert {name: found for name, found in dtypes.items() if len(found) > 1} == {}


def test_every_frame_has_a_name_for_signatures() -> None:
    inner = {"SIDE", "ADDRESS_TEXTS"}  # part of another frame; held packed
    for name in DECLARED.keys() - inner:
        alias = getattr(frames, name.title().replace("_", ""))
        assert alias.__metadata__[0] is DECLARED[name], name
    assert len(DECLARED) >= 23


def test_a_step_is_told_what_differs() -> None:
    assert _step(SOME).equals(SOME)
    assert _step(SOME.select("related", "row", "code")).height == 0, "in any order"
    with pytest.raises(ContractError, match=r"_step\(notes\): code is missing"):
        _step(SOME.drop("code"))
    with pytest.raises(ContractError, match="gives: row is missing"):
        _step(SOME, drop="row")
    with pytest.raises(ContractError, match="gives: row is Int64, declared UInt32"):
        _step(SOME, cast=True)
    with pytest.raises(ContractError, match="more is not declared"):
        _step(SOME.with_columns(more=1))


def test_frames_in_a_class_and_in_a_pair_are_looked_at() -> None:
    @checked
    def both(made: _Made) -> tuple[int, frames.Notes]:
        return made.count, made.notes

    assert both(_Made(1, SOME))[0] == 1
    with pytest.raises(ContractError, match=r"both\(made\)\.notes"):
        both(_Made(1, SOME.drop("row")))


def test_nothing_is_checked_where_it_is_switched_off() -> None:
    contract.switch(on=False)
    try:
        assert _step(SOME.drop("code")).columns == ["row", "related"]
    finally:
        contract.switch(on=True)


def test_differences_name_each_column() -> None:
    assert differences(frames.NOTES, frames.NOTES) == []
    assert len(differences(frames.NOTES, pl.Schema({"row": pl.Int8(), "x": pl.Int8()}))) == 4
