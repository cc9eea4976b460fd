"""Which items become one story."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.filter import stories, story_ids
from heed.types import Item

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
FLOOD = (
    ("Elbe floods Pirna after dam at Lauenstein fails", "Residents of Pirna left their homes."),
    ("Dam failure at Lauenstein: Elbe floods Pirna", "The Elbe reached Pirna at dawn."),
    ("Pirna under water as Lauenstein dam fails", "Hundreds left Pirna as the Elbe rose."),
)
CHESS = (
    ("Koroleva wins chess title in Reykjavik", "Koroleva took the title after eleven games."),
    ("Chess: Koroleva takes Reykjavik title", "Eleven games were enough for Koroleva."),
)
NOISE = tuple(
    (f"Topic{n} act{n} near place{n}", f"Detail{n} and remark{n} on thing{n}.") for n in range(30)
)


def item(id: int, text: tuple[str, str], *, source: int, hours: float = 0.0) -> Item:
    title, lead = text
    at = NOON + timedelta(hours=hours)
    return Item(id, source, str(id), "", title, lead, lead, "", "en", at, at, 60, "")


def a_day() -> list[Item]:
    flood = [item(1 + n, text, source=1 + n, hours=n) for n, text in enumerate(FLOOD)]
    chess = [item(11 + n, text, source=1 + n, hours=n) for n, text in enumerate(CHESS)]
    noise = [item(100 + n, text, source=1 + n % 5, hours=n / 4) for n, text in enumerate(NOISE)]
    return [*flood, *chess, *noise]


def partition(ids: dict[int, int]) -> set[frozenset[int]]:
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for id, story in ids.items():
        groups[story].add(id)
    return {frozenset(group) for group in groups.values()}


def test_outlets_telling_one_event_become_one_story_and_the_rest_stay_apart() -> None:
    found = partition(story_ids(a_day(), [], {}))

    assert {group for group in found if len(group) > 1} == {
        frozenset({1, 2, 3}),
        frozenset({11, 12}),
    }


def test_a_storys_id_is_the_id_of_its_first_item() -> None:
    day = a_day()

    ids = story_ids(day, [], {})

    for group in partition(ids):
        first = min((i for i in day if i.id in group), key=lambda i: (i.published_at, i.id))
        assert {ids[id] for id in group} == {first.id}


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32))
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    day = a_day()
    shuffled = random.Random(seed).sample(day, len(day))

    assert story_ids(shuffled, [], {}) == story_ids(day, [], {})


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 35))
def test_gathering_twice_gives_the_stories_of_gathering_once(split: int) -> None:
    day = sorted(a_day(), key=lambda i: (i.published_at, i.id))
    early = story_ids(day[:split], [], {})
    told = [replace(i, story_id=early[i.id]) for i in day[:split]]

    late = story_ids(day[split:], told, {})

    assert partition({**early, **late}) == partition(story_ids(day, [], {}))


def test_a_new_item_joins_a_story_told_before_and_keeps_its_id() -> None:
    told = [replace(i, story_id=77) for i in a_day() if i.id in (1, 2)]
    noise = [replace(i, story_id=i.id) for i in a_day() if i.id >= 100]

    ids = story_ids([item(3, FLOOD[2], source=3, hours=2)], [*told, *noise], {})

    assert ids == {3: 77}


def test_four_days_later_it_is_another_story() -> None:
    day = [i for i in a_day() if i.id != 3]
    late = item(3, FLOOD[0], source=3, hours=96)

    assert story_ids([late, *day], [], {})[3] == 3


def test_two_reports_of_one_source_stay_two_unless_one_is_a_version_of_the_other() -> None:
    follow_up = ("What insurers pay for a flooded Pirna", "Elbe losses run to millions.")
    edited = (FLOOD[0][0] + " overnight", FLOOD[0][1])
    day = [*a_day(), item(50, follow_up, source=1, hours=3), item(51, edited, source=1, hours=3)]

    ids = story_ids(day, [], {})

    assert ids[51] == ids[1]
    assert ids[50] == 50


def test_a_daily_bulletin_is_a_new_piece_every_day() -> None:
    text = "All the news of the day from our studio, read in ten minutes by our best voices. "
    bulletin = [
        item(n + 1, (f"Evening bulletin, day {n}", text * 3), source=1, hours=24 * n)
        for n in range(3)
    ]

    assert story_ids(bulletin, [], {}) == {1: 1, 2: 2, 3: 3}


def test_a_copy_of_another_outlet_joins_whatever_the_title() -> None:
    text = " ".join(f"word{n}" for n in range(120))
    day = [item(1, ("One", text), source=1), item(2, ("Quite another", text), source=2)]

    assert story_ids(day, [], {}) == {1: 1, 2: 1}


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_vectors_help_where_words_do_not_suffice_but_only_within_one_embedder() -> None:
    words = [("Elbe floods Pirna", "Homes were left."), ("River in Pirna bursts", "Many fled.")]
    pair = [item(n + 1, text, source=n + 1) for n, text in enumerate(words)]
    day = [*pair, *(i for i in a_day() if i.id >= 100)]
    near = {1: ("one", unit(1, 0.1)), 2: ("one", unit(1, 0.2))}
    other = {1: ("one", unit(1, 0.1)), 2: ("other", unit(1, 0.2))}

    assert story_ids(day, [], near)[2] == 1
    assert story_ids(day, [], other)[2] == 2
    assert story_ids(day, [], {})[2] == 2


def test_a_chain_of_small_steps_does_not_swallow_the_day() -> None:
    angles = np.linspace(0, np.pi, 24)
    day = [item(n + 1, NOISE[n], source=n + 1, hours=n / 10) for n in range(24)]
    chain = {n + 1: ("one", unit(np.cos(a), np.sin(a))) for n, a in enumerate(angles)}

    groups = partition(story_ids(day, [], chain))

    assert max(len(group) for group in groups) < 12
    assert len(groups) >= 3


def test_chinese_outlets_telling_one_event_become_one_story() -> None:
    texts = [
        ("易北河决堤，皮尔纳全城疏散", "劳恩施泰因水坝凌晨溃坝，易北河水涌入皮尔纳。"),
        ("劳恩施泰因水坝溃坝，皮尔纳被淹", "易北河水凌晨进城，皮尔纳居民疏散。"),
        ("科罗廖娃在雷克雅未克夺得棋后", "十一盘棋之后，科罗廖娃赢得冠军。"),
    ]
    day = [item(n + 1, text, source=n + 1) for n, text in enumerate(texts)]

    assert story_ids(day, [], {}) == {1: 1, 2: 1, 3: 3}


def test_nothing_new_is_no_trouble() -> None:
    assert story_ids([], [], {}) == {}
    assert story_ids([], a_day(), {}) == {}


def lead_id(items: Sequence[Item]) -> int:
    (story,) = stories([replace(i, story_id=1) for i in items])
    return story.lead.id


def test_the_lead_is_the_longest_real_text_without_signs_of_noise() -> None:
    short = item(1, ("A", "short"), source=1)
    long = item(2, ("B", "a longer text"), source=2, hours=1)
    bait = replace(item(3, ("C", "the longest text of all"), source=3), signals=("all capitals",))

    assert lead_id([short, long, bait]) == 2
    assert lead_id([short, bait]) == 1


def test_of_equal_texts_the_earliest_leads() -> None:
    late, early = item(1, ("A", "same"), source=1, hours=2), item(2, ("A", "same"), source=2)

    assert lead_id([late, early]) == 2


@pytest.mark.parametrize("story_id", [0, 9])
def test_an_item_without_a_story_is_its_own(story_id: int) -> None:
    (story,) = stories([replace(item(9, FLOOD[0], source=1), story_id=story_id)])

    assert story.id == 9
    assert story.outlets == 1
