"""Laws of n-grams and of the two encoders made of them."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.models.encoder.grams import grams, plain
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.lsa import BUCKETS, DIM, fit_lsa, read_lsa
from heed.types import Matrix

texts = st.lists(st.text(max_size=40), min_size=1, max_size=8)


def test_inside_words_two_to_four_characters_with_edges() -> None:
    assert grams(["Abc"]).hashes.size == len(
        {" a", "ab", "bc", "c ", " ab", "abc", "bc ", " abc", "abc "}
    )


def test_no_gram_spans_two_words() -> None:
    together, apart = grams(["ab cd"]), grams(["ab", "cd"])

    assert sorted(together.hashes) == sorted(apart.hashes)


def test_chinese_is_taken_by_one_and_two_characters() -> None:
    assert (
        grams(["央行利率"]).hashes.size == len({"央", "行", "利", "率", "央行", "行利", "利率"}) + 2
    )


def test_width_case_and_punctuation_do_not_count() -> None:
    assert plain("Ｒｕｓｔ, 1.90!") == " rust 1 90 "
    np.testing.assert_array_equal(grams(["ＡＢＣ?"]).hashes, grams(["abc"]).hashes)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_a_text_has_the_same_grams_alone_and_among_others(many: list[str]) -> None:
    together = grams(many, buckets=BUCKETS)

    for row, text in enumerate(many):
        alone = grams([text], buckets=BUCKETS)
        mine = together.rows == row
        np.testing.assert_array_equal(together.hashes[mine], alone.hashes)
        np.testing.assert_array_equal(together.counts[mine], alone.counts)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_hashed_rows_are_unit_or_nothing(many: list[str]) -> None:
    reader = Hashed()
    length = np.linalg.norm(reader.encode(many), axis=1)

    for text, one in zip(many, length, strict=True):
        assert one == pytest.approx(1, abs=1e-5) or not reader.coverage(text)


def test_hashed_vectors_never_change_between_machines_or_runs() -> None:
    vector = Hashed().encode(["heed"])[0]

    assert np.flatnonzero(vector)[:6].tolist() == PINNED_PLACES


def test_spelling_alone_finds_the_same_story() -> None:
    first, again, other = Hashed().encode(
        [
            "Central bank leaves interest rates unchanged at 4 percent",
            "Interest rates left unchanged by the central bank",
            "A dog learns to swim in the harbour",
        ]
    )

    assert first @ again > 0.5 > 0.3 > first @ other


def documents() -> list[str]:
    rng = np.random.default_rng(3)
    subjects = (
        ["央行", "利率", "通胀", "银行", "贷款", "债券"],
        ["球队", "决赛", "进球", "教练", "球员", "联赛"],
        ["芯片", "手机", "系统", "软件", "电脑", "网络"],
    )
    return ["，".join(rng.permutation(subjects[i % 3])[:3]) for i in range(300)]


def test_the_fit_brings_together_words_that_share_company() -> None:
    reader = read_lsa(fit_lsa(documents(), seed=0, dim=3))
    rates, bonds, coach = reader.encode(["利率，通胀", "债券，贷款", "教练，球员"])

    assert rates @ bonds > 0.5 > 0.2 > rates @ coach
    hashed = Hashed().encode(["利率，通胀", "债券，贷款"])
    assert hashed[0] @ hashed[1] < 0.3


def test_the_same_texts_and_seed_give_the_same_fit_and_another_seed_another_id() -> None:
    first, again = (read_lsa(fit_lsa(documents(), seed=1, dim=8)) for _ in range(2))
    fewer = read_lsa(fit_lsa(documents()[:250], seed=1, dim=8))

    assert first.id == again.id
    assert first.id != fewer.id


def test_axes_are_orthonormal_and_capture_what_an_exact_svd_does() -> None:
    many = documents()
    reader = read_lsa(fit_lsa(many, seed=0, dim=16))
    table = _weighted(many, reader.idf)
    exact = np.linalg.svd(table, compute_uv=False)
    kept = np.linalg.norm(table @ reader.axes, axis=0)

    np.testing.assert_allclose(reader.axes.T @ reader.axes, np.eye(reader.dim), atol=1e-4)
    np.testing.assert_allclose(kept[:10], exact[:10], rtol=1e-3)


def _weighted(many: list[str], idf: Matrix) -> Matrix:
    found = grams(many, buckets=BUCKETS)
    table = np.zeros((len(many), BUCKETS))
    table[found.rows, found.hashes.astype(int)] = (1 + np.log(found.counts)) * idf[
        found.hashes.astype(int)
    ]
    return table / np.linalg.norm(table, axis=1, keepdims=True)


def test_a_text_without_words_among_others_is_a_row_of_zeros() -> None:
    reader = read_lsa(fit_lsa([*documents(), "...", ""], seed=0, dim=8))

    lengths = np.linalg.norm(reader.encode(["利率", "!!!", ""]), axis=1)
    np.testing.assert_allclose(lengths, [1, 0, 0], atol=1e-5)


def test_too_few_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 50"):
        fit_lsa(["a"] * 49, seed=0)


@pytest.mark.data
@pytest.mark.slow
def test_a_fit_on_own_titles_finds_the_subject_far_better_than_spelling(data: Path) -> None:
    titles, labels = _thucnews(data, 2500)
    reader = read_lsa(fit_lsa(titles[:2000], seed=0))

    fitted = _same_subject(reader.encode, titles, labels)
    hashed = _same_subject(Hashed().encode, titles, labels)
    assert fitted > hashed + 0.05
    assert reader.dim == DIM


def _thucnews(data: Path, count: int) -> tuple[list[str], list[str]]:
    path = data / "zh_thucnews_titles" / "dev10k.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][:count]
    return [row[0] for row in rows], [row[1] for row in rows]


def _same_subject(
    encode: Callable[[list[str]], Matrix], titles: list[str], labels: list[str]
) -> float:
    """How often the five nearest of the first 2,000 share the subject of each later title."""
    known, asked = encode(titles[:2000]), encode(titles[2000:])
    nearest = np.argsort(-(asked @ known.T), axis=1)[:, :5]
    subject = np.array(labels)
    return float((subject[nearest] == subject[2000:, None]).mean())


PINNED_PLACES = [3, 6, 7, 13, 24, 45]
