"""Laws of summaries: a text's own sentences, no longer than asked, heavy ones first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.assist.outlets import compare
from heed.assist.summary import Pace, choose, importance, received_attention, summarise
from heed.models.encoder import Encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing

ENCODER = Encoder(lambda: Missing("not here"), None, Hashed())
PACE = Pace(240, 400)
TEXT = (
    "The harbour council voted on Monday to close the old swing bridge for a year. "
    "The bridge carries four thousand cars a day between the two halves of the town. "
    "Engineers found that the bridge's main bearing had worn through after a century. "
    "A bakery nearby sells buns with poppy seeds. "
    "The council will run a free ferry while the bridge is closed for repairs."
)


def short(text: str, seconds: float = 12.0):
    return summarise(text, seconds, ENCODER, PACE)


def test_a_summary_is_the_texts_own_sentences_in_their_order() -> None:
    found = short(TEXT)
    assert found.chosen
    for one in found.sentences:
        assert TEXT[one.start : one.end] == one.text
    starts = [one.start for one in found.chosen]
    assert starts == sorted(starts)


@given(st.floats(1, 60))
def test_it_is_no_longer_than_asked_unless_one_sentence_is(seconds: float) -> None:
    found = short(TEXT, seconds)
    assert found.seconds <= seconds or len(found.chosen) == 1


def test_weights_sum_to_one_and_what_nothing_is_near_to_weighs_little() -> None:
    found = short(TEXT)
    assert sum(one.weight for one in found.sentences) == pytest.approx(1)
    lightest = min(found.sentences, key=lambda one: one.weight)
    assert "bakery" in lightest.text


@given(st.text())
def test_any_text_is_summarised_or_empty(text: str) -> None:
    found = short(text)
    assert bool(found.chosen) == bool(found.sentences)


def test_chinese_is_summarised_and_timed_by_characters() -> None:
    found = short(
        "港口委员会周一投票关闭旧桥一年。这座桥每天通过四千辆汽车。工程师发现轴承磨损。", 3
    )
    assert 1 <= len(found.chosen) < 3
    assert found.sentences[0].seconds == pytest.approx(60 * 15 / 400, rel=0.1)


def test_a_sentence_never_attends_to_itself() -> None:
    rows = np.eye(4, dtype=np.float32)
    np.testing.assert_allclose(received_attention(rows, 5.0), np.ones(4), rtol=1e-6)
    rows = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert received_attention(rows, 5.0)[2] < 0.2


def test_the_same_said_twice_is_not_chosen_twice() -> None:
    rows = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    chosen = choose(np.array([0.4, 0.35, 0.25]), np.ones(3), 2.0, rows)
    assert chosen.tolist() == [True, False, True]


def test_a_heading_or_a_row_of_a_table_weighs_a_tenth() -> None:
    told = [
        "A heading",
        "one two three four five.",
        "one two three four six 5 7 8",
        "一二三四五六。",
    ]
    weights = importance(np.ones((4, 1), dtype=np.float32), told)
    assert weights[0] < weights[1] / 3
    assert weights[2] < weights[1] / 3
    assert weights[3] > weights[1] / 3


def test_headings_and_rows_of_a_table_are_not_told_while_there_is_a_sentence() -> None:
    text = (
        "Harbour news\n5 % 6.3 % 98.63 % 91.8 %\nThe council voted to close the old swing bridge."
    )
    found = summarise(text, 60, ENCODER, Pace(200, 400))
    assert [one.text for one in found.sentences if one.chosen] == [
        "The council voted to close the old swing bridge."
    ]
    found = summarise("Harbour news\nHarbour bridge", 60, ENCODER, Pace(200, 400))
    assert any(one.chosen for one in found.sentences)


def test_what_two_outlets_say_and_what_one_says_are_told_apart() -> None:
    other = (
        "On Monday the harbour council voted to close the old swing bridge for one year. "
        "Fishermen expect smaller herring catches every spring."
    )
    found = compare([TEXT, other], ENCODER)
    assert any("voted" in one.text and one.outlets == (0, 1) for one in found.shared)
    assert any("herring" in one.text and one.outlet == 1 for one in found.alone)
    assert not any("voted" in one.text for one in found.alone)


def test_one_outlet_alone_is_not_compared() -> None:
    assert compare([TEXT], ENCODER).shared == ()
    assert compare([TEXT, ""], ENCODER).alone == ()
