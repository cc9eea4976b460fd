import numpy as np
import pytest
from assist_nouns import piece, question

from heed.assist.search import CLOSE, fuse, nearest, search
from heed.models.encoder.wordrows import spelled

PIECES = (
    piece(1, "Cranes", "The harbour turned its cranes off. The port slept."),
    piece(2, "Two cities", "One has a harbour. Far away the other has cranes."),
    piece(3, "Bread", "Flour rises. It has a crust."),
)


def test_words_and_meaning_add_up() -> None:
    fused = fuse({1: 4.0, 2: 2.0}, {2: 0.9, 3: CLOSE, 4: CLOSE - 0.01})
    assert list(fused) == [2, 1, 3]
    assert fused == pytest.approx({2: 0.66, 1: 0.6, 3: 0.4 * CLOSE})


def test_nothing_brought_up_fuses_to_nothing() -> None:
    assert fuse({}, {}) == {}
    assert nearest(np.ones(4, np.float32), [], np.zeros((0, 0), np.float32), 5) == {}


def test_the_nearest_come_with_their_cosine() -> None:
    rows = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    found = nearest(np.array([0, 1], np.float32), [7, 8, 9], rows, 2)
    assert found == pytest.approx({8: 1.0, 9: 0.8})
    assert list(found) == [8, 9]


def test_words_in_one_sentence_beat_words_far_apart() -> None:
    fused = {one.id: 0.5 for one in PIECES}
    found = search(question("harbour cranes").wanted, PIECES, fused, spelled)
    assert [one.item.title for one in found] == ["Cranes", "Two cities", "Bread"]
    assert found[0].passage.text == "The harbour turned its cranes off."
    assert [one.asked for one in found[0].passage.matches] == ["harbour", "cranes"]
    assert found[2].passage.matches == ()


def test_the_weights_of_the_words_are_the_passages_score() -> None:
    [one] = search(question("harbour cranes off").wanted, PIECES[:1], {PIECES[0].id: 0}, spelled)
    total = sum(match.weight for match in one.passage.matches)
    assert total == pytest.approx(one.passage.score, abs=0.01)
    assert one.score == pytest.approx(one.passage.score)


def test_a_piece_without_a_word_is_no_finding() -> None:
    blank = piece(9, "", " ")
    assert search(question("harbour").wanted, [blank], {blank.id: 0.5}, spelled) == ()
