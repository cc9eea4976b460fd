"""Laws of off-policy estimates: right on average where the truth is known, silent where unsure."""

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heed.learn.offpolicy import (
    Estimate,
    Log,
    doubly_robust,
    effective_rows,
    ips,
    snips,
    with_best_baseline,
)

KINDS, ACTIONS, ROWS, TIMES = 3, 4, 600, 400
WORLD = np.random.default_rng(5)
WORTH = 0.6 + 1.2 * WORLD.random((KINDS, ACTIONS))
"""What each piece is worth to each kind of reader, on average; one answer strays by NOISE."""
NOISE = 0.3
LOGGING = WORLD.dirichlet(np.full(ACTIONS, 4.0), KINDS)
OTHER = WORLD.dirichlet(np.full(ACTIONS, 2.0), KINDS)
TRUTH = float((OTHER * WORTH).sum(1).mean())


def draw(rng: np.random.Generator, rows: int = ROWS) -> tuple[Log, np.ndarray, np.ndarray]:
    """A log of the logging ranking, and which kind and piece each row was."""
    kind = rng.integers(KINDS, size=rows)
    piece = (rng.random(rows)[:, None] > LOGGING[kind].cumsum(1)).sum(1).clip(max=ACTIONS - 1)
    reward = WORTH[kind, piece] + NOISE * rng.standard_normal(rows)
    return Log(reward, LOGGING[kind, piece], OTHER[kind, piece]), kind, piece


def modelled(log: Log, kind: np.ndarray, piece: np.ndarray, model: np.ndarray) -> Estimate:
    expected = (OTHER * model).sum(1)[kind]
    return doubly_robust(log, shown=model[kind, piece], expected=expected)


@pytest.fixture(scope="module")
def repeated() -> dict[str, list[Estimate]]:
    """Every estimator on many logs of the same world."""
    rng = np.random.default_rng(11)
    found: dict[str, list[Estimate]] = {"ips": [], "snips": [], "dr": [], "off": [], "beta": []}
    for _ in range(TIMES):
        log, kind, piece = draw(rng)
        found["ips"].append(ips(log))
        found["snips"].append(snips(log))
        found["dr"].append(modelled(log, kind, piece, WORTH))
        found["off"].append(modelled(log, kind, piece, 1.5 - WORTH / 2))
        found["beta"].append(with_best_baseline(log))
    return found


def values(estimates: list[Estimate]) -> np.ndarray:
    return np.array([one.value for one in estimates])


@pytest.mark.parametrize("name", ["ips", "snips", "dr", "off", "beta"])
def test_an_estimate_is_right_on_average(name: str, repeated: dict[str, list[Estimate]]) -> None:
    found = values(repeated[name])

    assert abs(found.mean() - TRUTH) < 3.5 * found.std() / np.sqrt(TIMES)


@pytest.mark.parametrize("name", ["snips", "dr", "beta"])
def test_it_varies_less_than_plain_weighing(name: str, repeated: dict[str, list[Estimate]]) -> None:
    assert values(repeated[name]).var() < 0.7 * values(repeated["ips"]).var()


def test_the_spread_of_plain_weighing_is_the_one_in_closed_form(
    repeated: dict[str, list[Estimate]],
) -> None:
    square = (OTHER**2 / LOGGING * (WORTH**2 + NOISE**2)).sum(1).mean()
    spread = (square - TRUTH**2) / ROWS
    widths = np.array([one.high - one.low for one in repeated["ips"]])

    assert values(repeated["ips"]).var() == pytest.approx(spread, rel=0.2)
    assert np.median(widths / 2 / 1.96) ** 2 == pytest.approx(spread, rel=0.1)


@pytest.mark.parametrize("name", ["ips", "snips", "dr", "off", "beta"])
def test_its_interval_holds_the_truth_as_often_as_it_says(
    name: str, repeated: dict[str, list[Estimate]]
) -> None:
    held = np.mean([one.low <= TRUTH <= one.high for one in repeated[name]])

    assert 0.92 <= held <= 0.98


def test_hardly_a_good_log_is_refused(repeated: dict[str, list[Estimate]]) -> None:
    assert np.mean([one.verdict == "tells" for one in repeated["ips"]]) > 0.98


def test_effective_rows_are_the_square_of_the_sum_over_the_sum_of_squares() -> None:
    assert effective_rows(np.ones(7)) == 7
    assert effective_rows(np.array([1.0, 0.0, 0.0])) == 1
    assert effective_rows(np.array([3.0, 1.0])) == pytest.approx(16 / 10)
    assert effective_rows(np.zeros(3)) == 0


def test_the_log_under_its_own_ranking_is_its_mean() -> None:
    log, _, _ = draw(np.random.default_rng(0))
    same = replace(log, target=log.logged)

    for estimate in (ips(same), snips(same), with_best_baseline(same)):
        assert estimate.value == pytest.approx(log.reward.mean())
        assert estimate.ess == pytest.approx(ROWS)
        assert estimate.verdict == "tells"


def test_adding_to_every_reward_moves_a_normalised_estimate_by_as_much() -> None:
    log, _, _ = draw(np.random.default_rng(1))
    more = replace(log, reward=log.reward + 5)

    assert snips(more).value == pytest.approx(snips(log).value + 5)
    assert with_best_baseline(more).value == pytest.approx(with_best_baseline(log).value + 5)


def test_few_effective_rows_tell_nothing() -> None:
    log, _, _ = draw(np.random.default_rng(2), rows=150)

    assert (ips(log).verdict, ips(log).lack) == ("cannot tell", "rows")


def test_many_rows_with_heavy_weights_are_few() -> None:
    rng = np.random.default_rng(3)
    hit = rng.random(5000) < 0.01
    log = Log(rng.random(5000), np.where(hit, 0.01, 0.99), np.where(hit, 0.99, 0.01))

    assert ips(log).ess < 200
    assert ips(log).lack == "rows"


def test_a_ranking_the_log_could_not_show_is_refused() -> None:
    log, _, _ = draw(np.random.default_rng(4), rows=5000)
    unseen = replace(log, target=0.7 * log.target)  # three tenths go to pieces never shown

    assert (snips(unseen).verdict, snips(unseen).lack) == ("cannot tell", "overlap")


def test_a_small_missing_part_is_found_once_the_log_is_long() -> None:
    log, _, _ = draw(np.random.default_rng(4), rows=50_000)

    assert ips(replace(log, target=0.93 * log.target)).lack == "overlap"


def test_wrong_propensities_are_noticed() -> None:
    log, _, _ = draw(np.random.default_rng(4), rows=5000)

    assert ips(replace(log, logged=0.6 * log.logged)).lack == "overlap"


def test_one_reward_throughout_gives_no_interval_to_believe() -> None:
    log, _, _ = draw(np.random.default_rng(6))

    assert snips(replace(log, reward=np.zeros(ROWS))).lack == "variety"


def test_rows_of_one_unit_count_as_one_witness() -> None:
    log, _, _ = draw(np.random.default_rng(7))
    reward, logged, target = (np.repeat(one, 9) for one in (log.reward, log.logged, log.target))
    copied = Log(reward, logged, target)
    told = replace(copied, unit=np.repeat(np.arange(ROWS), 9))

    assert ips(told).high - ips(told).low == pytest.approx(ips(log).high - ips(log).low)
    assert ips(copied).high - ips(copied).low < 0.4 * (ips(log).high - ips(log).low)


def test_a_handful_of_readers_is_too_few_however_much_they_read() -> None:
    log, _, _ = draw(np.random.default_rng(8))

    assert ips(replace(log, unit=np.arange(ROWS) % 20)).lack == "rows"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reward": np.full(3, np.nan)}, "reward"),
        ({"logged": np.array([0.0, 0.5, 0.5])}, "logged"),
        ({"target": np.array([0.5, 1.5, 0.5])}, "target"),
        ({"unit": np.zeros(2, dtype=np.int64)}, "unit"),
    ],
)
def test_a_bad_row_is_named(changed: dict[str, np.ndarray], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(Log(np.ones(3), np.full(3, 0.5), np.full(3, 0.5)), **changed)


def test_a_model_of_another_length_is_named() -> None:
    log, _, _ = draw(np.random.default_rng(9))

    with pytest.raises(ValueError, match="expected"):
        doubly_robust(log, shown=log.reward, expected=np.ones(3))


@pytest.mark.data
def test_a_shop_that_drew_evenly_tells_what_a_learned_choice_earned(data: Path) -> None:
    even, chosen = (
        shown(data / "rank_openbandit" / f"{name}.men.csv.gz") for name in ("random", "bts")
    )
    share = np.bincount(chosen[0], minlength=34) / len(chosen[0])
    forth = snips(Log(even[2], even[1], share[even[0]]))
    back = ips(Log(chosen[2], chosen[1], np.full(len(chosen[0]), 1 / 34)))

    assert forth.verdict == "tells"
    assert forth.low < chosen[2].mean() < forth.high
    assert back.ess < forth.ess


def shown(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Item, logged propensity and click of each row."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return (
        np.array([int(row["item_id"]) for row in rows]),
        np.array([float(row["propensity_score"]) for row in rows]),
        np.array([float(row["click"]) for row in rows]),
    )
