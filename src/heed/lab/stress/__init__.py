"""What is left when training or test data are spoiled, or the net is made smaller or sparser.

Each is done to the net with attention and to the one without where it can be, under the same seed,
and scored on the same test examples. Nothing is tuned for any of it. A subject is a file with
`rows`; a new one needs a line here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from heed.lab.stress import (
    classes,
    curve,
    exits,
    masked,
    queried,
    regularised,
    selftaught,
    shifted,
    smaller,
    spoiled,
    starts,
)
from heed.lab.stress.bench import Bench, Stressed, Told
from heed.lab.stress.table import told
from heed.lab.task import Application

NAMES = ("intent", "listen", "see", "tone")
SUBJECTS: Mapping[str, Callable[[Bench], Iterator[Stressed]]] = {
    "spoiled": spoiled.rows,
    "smaller": smaller.rows,
    "starts": starts.rows,
    "curve": curve.rows,
    "regularised": regularised.rows,
    "shifted": shifted.rows,
    "masked": masked.rows,
    "queried": queried.rows,
    "selftaught": selftaught.rows,
    "classes": classes.rows,
    "exits": exits.rows,
}

__all__ = ["NAMES", "SUBJECTS", "Bench", "Stressed", "stress", "told"]


def stress(
    application: Application,
    *,
    data: Path | None,
    seeds: int,
    told: Told,
    only: Iterable[str] = tuple(SUBJECTS),
    test: Path | None = None,
) -> list[Stressed]:
    """Every stress of the subjects `only`, under every seed.

    test: a file of more test examples for the subject "shifted". Raises HeedError where it is not
    one that the application reads.
    """
    found: dict[tuple[str, int], Stressed] = {}
    for seed in range(seeds):
        bench = Bench(application, application.load(data, seed), seed, told, other=test)
        for subject in only:
            found |= {(row.stress, seed): row for row in SUBJECTS[subject](bench)}
    return list(found.values())
