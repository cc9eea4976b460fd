"""What goes into the Lab page's file: numbers of the real sets, pictures of those made here."""

from datetime import date

import pytest

pytest.importorskip("torch")
from heed.lab.applications import find
from heed.lab.bundle import bundle
from heed.lab.report import Result
from heed.lab.task import Run

DRAWN, PHOTOGRAPH = "<svg><rect/></svg>", "<svg><image/></svg>"


def result(*pictures: str) -> Result:
    """An application with two nets, under two seeds, and a rival."""
    runs = [
        Run("answer", net, seed, (1.0, 0.0, right), pictures=pictures if not seed else ())
        for seed in range(2)
        for net, right in (("attention", 1.0), ("mean", 0.0), ("baseline", 0.0))
    ]
    return Result(find("answer"), tuple(runs))


def test_pictures_come_from_the_sets_made_here_alone() -> None:
    real, tiny = result("<svg>words of others</svg>"), result(PHOTOGRAPH, DRAWN, DRAWN, DRAWN)
    (one,) = bundle([real], day=date(2026, 11, 20), tiny=[tiny])["applications"]
    assert one["pictures"] == [DRAWN, DRAWN]
    (bare,) = bundle([real], day=date(2026, 11, 20))["applications"]
    assert bare["pictures"] == []
    assert {key: value for key, value in one.items() if key != "pictures"} == {
        key: value for key, value in bare.items() if key != "pictures"
    }
