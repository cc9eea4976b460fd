"""Weights that learned on other readers take part in a home's evaluation, and leave it again."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from fakes.homes import Clock, by_spelling
from heed import learn, store, study
from heed.actions import evaluation, sample
from heed.actions.home import create_home, open_home
from heed.diet import Diet
from heed.errors import BadInput
from heed.models.reader import Residual

RNG = np.random.default_rng(8)


@pytest.fixture
def diet(tmp_path: Path) -> Diet:
    create_home(tmp_path)
    diet = open_home(tmp_path, clock=Clock(), load=by_spelling, timezone="UTC")
    sample.lay_out(diet)
    first, second, *_ = diet.edition().slots
    diet.read(first.item_id, answer="more")
    diet.read(second.item_id, answer="none")
    return diet


@pytest.fixture
def weights(diet: Diet) -> bytes:
    read = study.answers(diet.db).evidence[0]
    left, right = (RNG.standard_normal((read.vector.size, 2)).astype("f") for _ in range(2))
    return bytes(Residual(left, right, gain=0.5, card={"encoder": read.embedder_id}))


def test_they_take_part_and_rank_only_where_they_were_chosen(diet: Diet, weights: bytes) -> None:
    usual = judged(diet)
    evaluation.take(diet, weights)
    found = evaluation.evaluate(diet)
    assert "learned" in found.methods
    assert found.in_use == "heed"
    assert judged(diet) == usual

    choose(diet, "learned")
    assert judged(diet) != usual


def test_when_they_are_forgotten_the_reader_model_ranks_again(diet: Diet, weights: bytes) -> None:
    usual = judged(diet)
    evaluation.take(diet, weights)
    choose(diet, "learned")
    evaluation.drop(diet)
    assert "learned" not in evaluation.compare(diet).methods
    assert judged(diet) == usual


def test_a_file_of_something_else_is_refused_and_nothing_kept(diet: Diet) -> None:
    with pytest.raises(BadInput, match="no weights of a reader model; make some with"):
        evaluation.take(diet, b"title,url\n")
    assert "learned" not in study.usable(diet.db)


def choose(diet: Diet, name: str) -> None:
    with diet.db.write() as tx:
        store.states.put(tx, learn.IN_USE, json.dumps({"in_use": name, "answers": 99}).encode())


def judged(diet: Diet) -> list[float]:
    """What each piece of tomorrow's edition would be worth."""
    return [slot.worth for slot in diet.preview(diet.today() + timedelta(days=1)).slots]
