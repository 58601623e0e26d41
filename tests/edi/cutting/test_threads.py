"""Several threads give what a plain loop gives: results in the same order, and the same failure in the same place."""

from collections.abc import Callable, Iterable, Iterator
from time import sleep

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deminimis.edi.cutting.source import Block
from deminimis.edi.cutting.threads import MOST, ahead, in_turn, side_by_side, threads

MANY = settings(deadline=None, max_examples=40)
ITEMS = st.lists(st.integers(0, 3), max_size=8)
AT_ONCE = st.integers(1, 6)  # whatever this machine has


class Torn(Exception):
    """What the source of the items, or the work, breaks with."""


def slowly(item: int) -> tuple[str, int]:
    """The greater the item, the later it is done: results would come in another order if they were not sorted."""
    sleep((3 - item) / 5000)
    return "done", item


def torn(items: Iterable[int], breaks: bool) -> Iterator[int]:
    yield from items
    if breaks:
        raise Torn


def seen(found: Callable[[], Iterable[object]]) -> tuple[list[object], bool]:
    """What came out, and whether it broke then."""
    came: list[object] = []
    try:
        for each in found():
            came.append(each)  # what came before a failure counts
    except Torn:
        return came, True
    return came, False


@MANY
@given(ITEMS, AT_ONCE)
def test_side_by_side_is_a_loop(items: list[int], at_once: int) -> None:
    assert side_by_side(slowly, items, at_once) == [slowly(item) for item in items]


@MANY
@given(ITEMS, st.sets(st.integers(0, 3)), st.booleans(), AT_ONCE)
def test_in_turn_is_a_loop(items: list[int], alone: set[int], breaks: bool, at_once: int) -> None:
    plain = seen(lambda: ((item, slowly(item)) for item in torn(items, breaks)))
    assert seen(lambda: in_turn(slowly, torn(items, breaks), alone.__contains__, at_once)) == plain


@MANY
@given(ITEMS.filter(bool), st.integers(0, 3), AT_ONCE)
def test_work_that_fails_does_so_behind_what_was_done_before_it(items: list[int], bad: int, at_once: int) -> None:
    def work(item: int) -> int:
        if item == bad:
            raise Torn
        return item

    plain = seen(lambda: ((item, work(item)) for item in items))
    assert seen(lambda: in_turn(work, iter(items), lambda _: False, at_once)) == plain


@pytest.mark.parametrize("at_once", [1, 4])
def test_no_more_are_held_than_are_worked_on(at_once: int) -> None:
    """What a block takes is what bounds the memory: one more than are worked on, and the one that is handed out."""
    made: list[int] = []

    def items() -> Iterator[int]:
        while len(made) < 50:
            made.append(len(made))
            yield made[-1]

    for done, _ in in_turn(lambda item: item, items(), lambda _: False, at_once):
        assert made[-1] <= done + at_once


def test_there_are_as_many_threads_as_polars_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= threads() <= MOST
    for cores, wanted in ((1, 1), (3, 3), (64, MOST)):
        monkeypatch.setattr(pl, "thread_pool_size", lambda cores=cores: cores)
        assert threads() == wanted


@MANY
@given(st.integers(0, 5), st.booleans())
def test_blocks_cut_ahead_are_the_blocks(count: int, breaks: bool) -> None:
    blocks = [Block(pl.DataFrame({"at": [at]}), last=at == count - 1 and not breaks) for at in range(count)]

    def source() -> Iterator[Block]:
        yield from blocks
        if breaks:
            raise Torn

    found, broke = seen(lambda: (block.rows.item() for block in ahead(source())))
    assert (found, broke) == (list(range(count)), breaks)
