import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.assist.matching import asked, likeness, look
from heed.assist.words import words
from heed.models.encoder.wordrows import spelled

TERM = st.sampled_from(["harbour", "harbours", "crane", "1745", "1746", "利率", "率", "x"])


def test_a_rare_word_is_a_larger_share_of_the_question() -> None:
    wanted = asked(("tide", "the"), (1, 90), 100)
    assert wanted.shares.sum() == pytest.approx(1)
    assert wanted.shares[0] > wanted.shares[1]


def test_a_sentence_with_every_word_holds_the_whole_question() -> None:
    wanted = asked(("harbour", "cranes"), (3, 5), 100)
    texts = [words("The harbour has no cranes."), words("The harbour sleeps."), words("Nothing.")]
    both, one, none = look(wanted, texts, spelled).found @ wanted.shares
    assert both == pytest.approx(1, abs=1e-3)
    assert 0.3 < one < 0.8
    assert none == 0


@given(st.lists(TERM, min_size=1, max_size=4, unique=True), st.lists(TERM, max_size=12))
def test_the_parts_of_the_words_sum_to_what_was_found(query: list[str], terms: list[str]) -> None:
    wanted = asked(query, [1] * len(query), 10)
    texts = [words(" ".join(terms)), words(" ".join(reversed(terms))), []]
    seen = look(wanted, texts, spelled)
    assert ((seen.found >= 0) & (seen.found <= 1 + 1e-5)).all()
    for found, parts, text in zip(seen.found, seen.parts, texts, strict=True):
        assert parts.shape == (len(query), len(text))
        np.testing.assert_allclose(parts.sum(axis=1), found, atol=1e-5)


def test_years_are_the_same_or_strangers() -> None:
    table = likeness(("1745", "harbour"), ("1746", "1745", "harbours", "crane"), spelled)
    assert table[0].tolist() == [0, 1, 0, 0]
    assert 0.3 < table[1, 2] < 1
    assert table[1, 3] == 0


def test_a_lone_chinese_character_is_found_in_its_words() -> None:
    wanted = asked(("桥",), (1,), 10)
    assert look(wanted, [words("大桥通车"), words("大路通车")], spelled).found[:, 0] == (
        pytest.approx([1, 0], abs=1e-3)
    )
