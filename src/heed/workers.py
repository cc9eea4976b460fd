"""How slow steps are spread: the map handed to them. Decides nothing about the work itself."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def threads(work: Callable[[T], R], things: Sequence[T], *, count: int) -> Iterator[tuple[T, R]]:
    """Run `work` on every thing in at most `count` threads; yield (thing, result) as each ends.

    An exception of `work` is raised at the moment its result would have been yielded.
    """
    with ThreadPoolExecutor(max_workers=max(1, count)) as pool:
        running = {pool.submit(work, thing): thing for thing in things}
        for future in as_completed(running):
            yield running[future], future.result()
