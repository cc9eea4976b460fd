"""What is sent under so many bytes: value a byte, cards first, never too much."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.homes import MORNING
from heed.budget import bound
from heed.errors import Unreadable
from heed.exchange import choose, parcels, part_value
from heed.types import Item, Offered, Part

pieces = st.lists(
    st.tuples(
        st.integers(1, 400),
        st.floats(0.01, 9),
        st.one_of(st.none(), st.tuples(st.integers(1, 9000), st.floats(0.01, 9))),
        st.one_of(st.none(), st.tuples(st.integers(1, 1000), st.floats(0.01, 9))),
    ),
    max_size=20,
)


def parts(drawn):
    made = []
    for id, (size, worth, text, vector) in enumerate(drawn):
        made.append(Part(id, "card", size, worth))
        made += [Part(id, kind, *one) for kind, one in (("text", text), ("vector", vector)) if one]
    return made


@given(pieces, st.integers(0, 20_000))
def test_the_budget_holds_and_nothing_comes_without_its_card(drawn, budget):
    chosen = choose(parts(drawn), budget)
    assert sum(part.size_bytes for part in chosen.parts) == chosen.size_bytes <= budget
    seen = set()
    for part in chosen.parts:
        assert part.kind == "card" or part.item_id in seen
        seen.add(part.item_id)
    assert len(chosen.parts) + chosen.left == len(parts(drawn))


@given(pieces)
def test_a_budget_for_everything_takes_everything(drawn):
    chosen = choose(parts(drawn), 10**7)
    assert (chosen.left, chosen.price) == (0, 0)


def test_a_tight_budget_loses_little_of_the_best_choice():
    draw = np.random.default_rng(2)
    made = []
    for id in range(300):
        made.append(Part(id, "card", int(draw.integers(300, 900)), float(draw.lognormal())))
        made.append(Part(id, "text", int(draw.integers(500, 9000)), float(draw.lognormal() / 2)))
    chosen = choose(made, 100_000)
    worth = sum(part.value for part in chosen.parts)
    most = bound([p.value for p in made], [p.size_bytes for p in made], 100_000).value
    assert worth >= 0.97 * most
    assert chosen.price > 0


def test_a_dear_card_comes_for_the_text_behind_it():
    made = [Part(1, "card", 100, 0.1), Part(1, "text", 100, 9.0), Part(2, "card", 100, 1.0)]
    assert [part.item_id for part in choose(made, 200).parts] == [1, 1]


def test_new_long_and_liked_pieces_are_worth_more():
    one = Offered(1, "u", "k", "f", MORNING, 120, 900, 1, 1, 1)
    plain = part_value(one, "card", worth=1.0, now=MORNING)
    assert plain == 2
    assert part_value(one, "card", worth=1.5, now=MORNING) == 3
    assert part_value(one, "card", worth=1.0, now=MORNING + timedelta(days=3)) == 1
    assert part_value(replace(one, seconds=60), "card", worth=1.0, now=MORNING) == 1
    assert part_value(one, "vector", worth=1.0, now=MORNING) < plain


def item():
    return Item(
        id=0,
        source_id=3,
        key="k",
        url="https://a.example/x",
        title="利率",
        lead="Lead.",
        text="Lead.",
        html="",
        language="en",
        seen_at=MORNING,
        published_at=MORNING - timedelta(days=40_000),
        seconds=60,
        fingerprint="f",
        signals=("loud",),
    )


def test_a_piece_comes_back_as_it_was_sent():
    sent = replace(item(), published_at=MORNING - timedelta(days=4))
    assert parcels.read_card(parcels.card(sent), source_id=3, now=MORNING) == sent
    whole = replace(sent, text="All of it.", html="<p>All of it.</p>", seconds=90)
    assert parcels.read_body(parcels.body(whole), sent) == whole


def test_a_piece_from_the_future_was_seen_now_and_runs_no_script():
    told = parcels.card(item()) | {"url": "javascript:alert(1)"}
    told["seen_at"] = parcels.stamp(MORNING + timedelta(days=9))
    read = parcels.read_card(told, source_id=3, now=MORNING)
    assert (read.url, read.seen_at) == ("", MORNING)


def test_a_vector_comes_back_only_for_an_encoder_both_have():
    data = np.array([0.5, -0.25], dtype="<f2").tobytes()
    sent = parcels.vector("hash-1", data)
    name, vector = parcels.read_vector(sent, frozenset({"hash-1"}))
    assert (name, vector.tolist()) == ("hash-1", [0.5, -0.25])
    broken = [
        sent | {"data": "%%"},
        sent | {"data": ""},
        parcels.vector("hash-1", np.array([np.inf], dtype="<f2").tobytes()),
        {},
        [],
    ]
    for wrong in broken:
        with pytest.raises(Unreadable):
            parcels.read_vector(wrong, frozenset({"hash-1"}))
    with pytest.raises(Unreadable):
        parcels.read_vector(sent, frozenset({"hash-2"}))


@pytest.mark.parametrize("name", list(parcels.card(item())))
def test_a_card_with_a_strange_field_is_refused(name):
    for wrong in (None, -1, 0.5, {}):
        with pytest.raises(Unreadable):
            parcels.read_card(parcels.card(item()) | {name: wrong}, source_id=3, now=MORNING)


def test_a_line_of_an_offer_comes_back_or_is_refused():
    one = Offered(7, "u", "k", "f", MORNING, 120, 900, 1, 2, 3)
    line = parcels.listed(one)
    assert parcels.read_listed(line) == one
    for wrong in (line[:-1], [*line[:-1], True], [*line[:-1], -1], [7.0, *line[1:]], "line"):
        with pytest.raises(Unreadable):
            parcels.read_listed(wrong)
