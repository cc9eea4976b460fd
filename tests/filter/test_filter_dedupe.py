"""MinHash signatures and near-duplicate pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from heed.filter.dedupe import EMPTY, PLACES, jaccard, near_pairs, shingles, signatures

WORDS = [f"word{n}" for n in range(400)]


def true_jaccard(left: str, right: str) -> float:
    a, b = set(shingles(left).tolist()), set(shingles(right).tolist())
    return len(a & b) / len(a | b)


@given(st.integers(20, 200), st.integers(0, 200), st.integers(0, 10**6))
def test_agreeing_places_estimate_jaccard(shared: int, own: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    common = list(rng.choice(WORDS, shared))
    left = " ".join([*common, *rng.choice(WORDS, own)])
    right = " ".join([*common, *rng.choice(WORDS, own)])

    signed = signatures([left, right])

    error = abs(float(jaccard(signed[0], signed[1])) - true_jaccard(left, right))
    assert error <= 5 * 0.5 / PLACES**0.5  # five standard errors of the estimate


def test_a_text_is_its_own_duplicate_and_signatures_do_not_change() -> None:
    text = " ".join(WORDS[:50])

    signed = signatures([text, text.upper(), text + "!"])

    assert (signed == signed[0]).all()
    assert list(near_pairs(signed)) == [(0, 1), (0, 2), (1, 2)]
    assert int(signed[0, 0]) == 101_297_243


def test_an_edited_copy_is_found_and_another_text_is_not() -> None:
    text = WORDS[:100]
    edited = [word for n, word in enumerate(text) if n % 20]
    other = WORDS[200:300]

    found = list(near_pairs(signatures([" ".join(words) for words in (text, edited, other)])))

    assert found == [(0, 1)]


def test_an_edited_chinese_copy_is_found() -> None:
    text = "".join(chr(0x4E00 + 7 * n) for n in range(120))
    other = "".join(chr(0x4E00 + 7 * n) for n in range(200, 320))

    found = list(near_pairs(signatures([text, text[:50] + "又" + text[50:], other])))

    assert found == [(0, 1)]


def test_texts_of_a_few_words_are_duplicates_of_nothing() -> None:
    signed = signatures(["", "Photo of the day", "Photo of the day", "…", "照片"])

    assert (signed == EMPTY).all()
    assert list(near_pairs(signed)) == []


def test_no_text_at_all_is_no_trouble() -> None:
    assert signatures([]).shape == (0, PLACES)
    assert list(near_pairs(signatures([]))) == []
