"""What the lab's eyes and ears are shown, and how their maps are judged."""

from itertools import product

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from heed.lab.digits import drawn
from heed.lab.maps import centres, judged_maps, overlap
from heed.lab.moments import judged_moments
from heed.lab.moving import CANVAS, FASTEST, FRAMES, Films, drifts, moving
from heed.lab.neighbours import Neighbours
from heed.lab.patches import ink, patches, touches
from heed.lab.spoken import FIRST, cut, digits, frames, joined, lengths


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
    flat = judged_maps(np.ones((12, FRAMES, 10, 10)), films)
    assert flat["box IoU"] == pytest.approx(flat["box in the middle"])
    assert flat["mask IoU"] == flat["mask by chance"] == flat["mask of all ink"]


def test_a_box_beside_the_digit_does_not_overlap(films: Films) -> None:
    away = films.corners + films.size / 2 + [films.size, 0]
    assert (overlap(away, films) == 0).all()
    corner = np.zeros((1, 1, 4, 4))
    corner[..., 3, 0] = 1
    assert centres(corner)[0, 0].tolist() == [3.5, 0.5]


def test_strings_of_digits_know_where_each_was_said() -> None:
    rng = np.random.default_rng(2)
    whole = [(rng.standard_normal(n), k, k % 2) for k, n in enumerate((2560, 3840, 5120, 1280))]
    strings = joined(whole, 20, rng)
    counts, real = lengths(strings), frames(strings)
    assert set(counts) <= {2, 3, 4}
    for row, (count, span) in enumerate(zip(counts, strings.known, strict=True)):
        said = strings.target[row, :count].numpy() - FIRST
        assert (span[:count, 1] - span[:count, 0]).tolist() == [(20, 30, 40, 10)[k] for k in said]
        assert len(set(said % 2)) == 1, "one voice a string"
        assert abs(span[count - 1, 1] - real[row]) <= 1
    assert len(digits(strings)) == counts.sum() == len(cut(strings, counts))
    few = strings.rows(torch.tensor([int(counts.argmin())]))
    assert few.target.shape[1] == counts.min() + 1
    assert few.inputs[0].shape[1] == real[counts.argmin()]


def test_looks_at_the_right_moments_find_digits_boundaries_and_key_frames() -> None:
    spans = np.array([[0.0, 8.0], [8.0, 24.0]])
    good, bad = np.zeros((2, 6)), np.zeros((2, 6))
    good[[0, 1], [1, 3]] = 1  # frames 4 and 12
    bad[:, 5] = 1  # frame 20 for both
    found = judged_moments([good], [spans], 4)
    assert found == {
        "in its digit": 1, "by chance": 0.5, "boundary off": 0, "equal parts off": 4,
        "key frames": 1, "evenly spaced": 1,
    }  # fmt: skip
    assert judged_moments([bad], [spans], 4)["in its digit"] == 0.5
    assert judged_moments([bad], [spans], 4)["boundary off"] == 12


def test_a_picture_comes_back_from_its_patches() -> None:
    black = np.random.default_rng(3).random((5, 14, 14)) < 0.4
    assert (ink(patches(black)) == black).all()


def test_what_touches_a_patch_was_drawn_before_it() -> None:
    near = touches()
    assert near[0].sum() == 0, "nothing is there yet"
    assert near[24].sum() == 4
    assert {n - 1 for n in near[24].nonzero()[0].tolist()} == {16, 17, 18, 23}


def test_a_rule_of_neighbours_is_found_by_counting() -> None:
    rng = np.random.default_rng(4)
    field = rng.integers(4, size=(300, 5, 5))
    for down, right in product(range(1, 5), repeat=2):
        field[:, down, right] = (field[:, down, right - 1] + field[:, down - 1, right]) % 4
    rows = field.reshape(300, 25)
    known = Neighbours(rows[:200], rows[200:250], kinds=4)
    by_rule = known.nats(rows[250:]).mean()
    noise = Neighbours(rng.permuted(rows[:200], axis=1), rows[200:250], kinds=4)
    assert by_rule < noise.nats(rows[250:]).mean() - 5
    free = 9 * np.log(4)  # the first line and the first column
    assert free < by_rule < free + 12
