"""What the lab's eyes and ears are shown, and how their maps are judged."""

import numpy as np
import pytest

pytest.importorskip("torch")
from heed.lab.digits import drawn
from heed.lab.maps import centres, judged_maps, overlap
from heed.lab.moving import CANVAS, FASTEST, Films, drifts, moving


@pytest.fixture
def films() -> Films:
    """Twelve films of a pocket calculator's digits."""
    rng = np.random.default_rng(5)
    return moving(drawn(30, rng), 12, rng)


def test_a_digit_drifts_at_its_pace_and_stays_on_the_canvas(films: Films) -> None:
    paths = drifts(500, films.size, np.random.default_rng(1))
    assert paths.min() >= 0
    assert paths.max() <= CANVAS - films.size
    assert np.abs(np.diff(paths, axis=1)).max() <= FASTEST
    assert (films.alone[~films.inside] == 0).all(), "its ink lies in its box"
    assert (films.frames >= films.alone).all(), "clutter never darkens it"


def test_a_map_that_lies_on_the_digit_points_at_it_boxes_it_and_masks_it(films: Films) -> None:
    whole = judged_maps(films.inside.astype(float), films)
    assert whole["points at it"] == 1
    assert whole["box IoU"] == pytest.approx(1)
    assert whole["mask IoU"] > whole["mask of all ink"] > 0


def test_a_map_without_a_choice_is_worth_what_chance_is(films: Films) -> None:
    flat = judged_maps(np.ones((12, 4, 10, 10)), films)
    assert flat["box IoU"] == pytest.approx(flat["box in the middle"])
    assert flat["mask IoU"] == flat["mask by chance"] == flat["mask of all ink"]


def test_a_box_beside_the_digit_does_not_overlap(films: Films) -> None:
    away = films.corners + films.size / 2 + [films.size, 0]
    assert (overlap(away, films) == 0).all()
    corner = np.zeros((1, 1, 4, 4))
    corner[..., 3, 0] = 1
    assert centres(corner)[0, 0].tolist() == [3.5, 0.5]
