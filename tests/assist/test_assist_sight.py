"""What a watch sees: by word, by entity, by meaning, and nothing else."""

from datetime import UTC, datetime

import numpy as np
import pytest

from heed.assist.watch import alike, sightings
from heed.types import Entity, Item, Watch

NOW = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)
WATCH = Watch(1, "Chips", NOW, words=("半导体", "wafer"), entities=(Entity("Arvo", ("ARV",)),))


def piece(id: int, title: str, lead: str = "") -> Item:
    return Item(id, 1, str(id), "", title, lead, "", "", "en", NOW, NOW, 60, "")


@pytest.mark.parametrize(
    ("title", "by"),
    [
        ("Wafer prices rise", ("wafer",)),
        ("国产半导体走强", ("半导体",)),
        ("ARV gains on wafer demand", ("wafer", "Arvo")),
        ("Arvo's profit", ("Arvo",)),
        ("中国ARV公司大涨", ("Arvo",)),
    ],
)
def test_a_piece_is_seen_by_its_words_and_entities(title: str, by: tuple[str, ...]) -> None:
    (seen,) = sightings(WATCH, [piece(7, title)], {})
    assert (seen.item_id, seen.by) == (7, by)


def test_parts_of_words_are_not_seen() -> None:
    assert sightings(WATCH, [piece(1, "Larvs and wafers of Marvo")], {}) == []


def test_a_lead_is_read_too() -> None:
    (seen,) = sightings(WATCH, [piece(1, "A quiet day", "Only Arvo slumped.")], {})
    assert seen.tone is not None
    assert seen.tone < -0.3


def test_a_watch_without_entities_asks_for_the_tone_of_its_words() -> None:
    watch = Watch(1, "Grain", NOW, words=("wheat",))
    (near, far) = sightings(
        watch, [piece(1, "Wheat plunges"), piece(2, "A weak harvest")], {2: "x"}
    )
    assert [one.entity for one in (*near.tones, *far.tones)] == ["Grain", ""]
    assert all(one.tone is not None and one.tone < 0 for one in (near, far))


def test_an_entity_that_is_not_named_leaves_a_piece_without_tone() -> None:
    (seen,) = sightings(WATCH, [piece(1, "Wafer prices collapse")], {})
    assert seen.tone is None


def test_a_piece_close_to_an_example_is_seen_and_others_are_not() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(200, 64))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    wanted = rows[5].astype(np.float32)
    vectors = {n: ("e", row.astype(np.float32)) for n, row in enumerate(rows)}
    assert alike(vectors, {"so": ("e", wanted)}) == {5: "so"}
    assert alike(vectors, {"so": ("another", wanted)}) == {}
    assert alike({}, {"so": ("e", wanted)}) == {}
