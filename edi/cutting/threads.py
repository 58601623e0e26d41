"""Work on as many threads as there are cores, its results in order: what comes out is the same as from one.

Polars lets go of Python's lock while it works, so one thread can prepare what the other will need.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

import polars as pl

from deminimis.edi.cutting.source import Block

MOST: Final = 4  # what must be done in order is a quarter of reading: more threads would wait for it, and hold blocks
Item = TypeVar("Item")
Made = TypeVar("Made")


def threads() -> int:
    """How many of Polars' threads there are, at most MOST: as the process may use cores, or POLARS_MAX_THREADS says."""
    return min(pl.thread_pool_size(), MOST)


def ahead(found: Iterator[Block]) -> Iterator[Block]:
    """The same blocks: the next one is cut into records while the one before it is read."""
    first = next(found, None)
    if first is None or first.last:  # most files are one block
        yield from () if first is None else (first,)
        return
    with ThreadPoolExecutor(1) as pool:
        block: Block | None = first
        while block is not None:
            coming = pool.submit(next, found, None)
            yield block
            block = coming.result()


def side_by_side(work: Callable[[Item], Made], items: Iterable[Item], at_once: int | None = None) -> list[Made]:
    """`work` of each item, in the order of the items. at_once: items that are worked on; None: `threads()`."""
    with ThreadPoolExecutor(at_once or threads()) as pool:
        return list(pool.map(work, items))


def in_turn(
    work: Callable[[Item], Made], items: Iterator[Item], alone: Callable[[Item], bool], at_once: int | None = None
) -> Iterator[tuple[Item, Made]]:
    """Each item with `work` of it, in the order of the items; the next one is made meanwhile.

    What is `alone` needs no threads. at_once: items that are worked on; one more waits. None: `threads()`. Where
    `items` raises, what was made before comes first, as from one thread.
    """
    first = next(items, None)
    if first is not None and alone(first):
        yield first, work(first)
        first = next(items, None)
    if first is None:
        return
    failure: Exception | None = None
    at_once = at_once or threads()
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[tuple[Item, Future[Made]]] = deque()
        item: Item | None = first
        while item is not None:
            waiting.append((item, pool.submit(work, item)))
            if len(waiting) > at_once:
                done, made = waiting.popleft()
                yield done, made.result()
            try:
                item = next(items, None)
            except Exception as error:  # raised below, behind what came before it
                item, failure = None, error
        for done, made in waiting:
            yield done, made.result()
    if failure:
        raise failure
