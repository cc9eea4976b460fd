"""How quality grows with the examples learned from."""

from collections.abc import Iterator

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.stress.labels import few

SHARES = (16, 4)  # one example in so many


def rows(bench: Bench) -> Iterator[Stressed]:
    """One in 16, one in 4, and all."""
    yield bench.plain()
    for one_in in SHARES:
        yield few(bench, one_in)[0]
