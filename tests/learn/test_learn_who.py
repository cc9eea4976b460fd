"""What readers say about themselves holds: forgotten teaches nothing, muted stays out."""

from datetime import UTC, datetime

import numpy as np
import pytest

from heed.learn import Pinning, Who
from heed.models.reader import Attentive, Newest
from heed.types import Candidate, Evidence, Item, Source, Tag

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


def evidence(item_id, angle, answer=1.0):
    vector = np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)
    return Evidence(item_id, f"piece {item_id}", 1, "science", "e", vector, answer, NOW)


def candidate(title="Tides and tables", topic="science", source_id=1):
    vector = np.array([1, 0], dtype=np.float32)
    return Candidate(9, source_id, "The Daily", topic, "e", vector, 0.0, title=title)


def item(title, source_id=1):
    return Item(
        id=1,
        source_id=source_id,
        key="k",
        url="https://example.org/",
        title=title,
        lead="",
        text="",
        html="",
        language="en",
        published_at=NOW,
        seen_at=NOW,
        seconds=60,
        fingerprint=1,
    )


def source(id=1, topic="science"):
    return Source(id=id, kind="feed", url="https://example.org/feed", title="The Daily",
                  added_at=NOW, topic=topic)  # fmt: skip


def test_a_forgotten_piece_moves_a_score_by_exactly_what_it_had_taught():
    known = [evidence(1, 0.0, 2.0), evidence(2, 0.3, 0.0), evidence(3, 1.2)]
    with_it = Pinning(Attentive(), Who()).fit(known, now=NOW).judge([candidate()])[0]
    told = Pinning(Attentive(), Who().forgetting([1])).fit(known, now=NOW).judge([candidate()])[0]
    never = Attentive().fit(known[1:], now=NOW).judge([candidate()])[0]

    assert told == never
    assert told.worth != with_it.worth
    assert 1 in {reason.item_id for reason in with_it.reasons}
    assert 1 not in {reason.item_id for reason in told.reasons}


def test_what_is_remembered_teaches_again():
    who = Who().forgetting([1, 2]).remembering([1])
    assert [one.item_id for one in who.taught([evidence(1, 0.0), evidence(2, 0.0)])] == [1]


@pytest.mark.parametrize("tag", [Tag("word", "TIDES"), Tag("topic", "Science"), Tag("source", "1")])
def test_a_pin_lifts_once_and_says_so(tag):
    who = Who().pinning(tag).pinning(Tag("word", "tables"))
    plain = Newest().judge([candidate()])[0]
    judged = Pinning(Newest(), who).judge([candidate()])[0]

    assert judged.worth == pytest.approx(plain.worth + 0.5)
    assert sum(one.kind == "pinned" for one in judged.reasons) == 1
    assert sum(one.weight for one in judged.reasons) == pytest.approx(judged.worth)


def test_a_mute_keeps_pieces_out_and_leaves_the_others():
    items = [item("Tides"), item("潮汐与表"), item("Else", source_id=2)]
    held = {1: source(), 2: source(2, "sport")}

    assert [one.title for one in Who().muting(Tag("word", "潮汐")).heard(items, held)] == [
        "Tides", "Else",
    ]  # fmt: skip
    assert [one.title for one in Who().muting(Tag("topic", "sport")).heard(items, held)] == [
        "Tides", "潮汐与表",
    ]  # fmt: skip
    assert [one.title for one in Who().muting(Tag("source", "1")).heard(items, held)] == ["Else"]


def test_a_pin_and_a_mute_of_the_same_exclude_each_other():
    tag = Tag("word", "tides")
    assert Who().pinning(tag).muting(tag).pinned == frozenset()
    assert Who().muting(tag).pinning(tag).muted == frozenset()
    assert Who().muting(tag).clearing(tag) == Who()


def test_it_is_kept_and_read_back():
    who = Who(frozenset({3}), frozenset({Tag("topic", "海洋")}), frozenset({Tag("word", "x")}))
    assert Who.read(bytes(who)) == who
    assert Who.read(None) == Who()
