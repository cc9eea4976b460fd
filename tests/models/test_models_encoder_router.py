"""Laws of routing: who reads what, and what is said when somebody cannot."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from heed.errors import NotFound, StoreError
from heed.models.encoder import Encoder, fit_lsa, load_encoder
from heed.types import Embedder

ENGLISH = "The central bank leaves interest rates unchanged"
CHINESE = "深圳央行维持利率"
GERMAN = "Die Zentralbank lässt die Zinsen unverändert"


@pytest.fixture(scope="module")
def fitted() -> bytes:
    places = ("深圳", "杭州", "成都", "青岛", "西安")
    events = ("央行维持利率", "球队赢得决赛", "新地铁线开通", "博物馆展出古画", "暴雨影响交通")
    months = range(1, 10)
    texts = [f"{place}{event}{n}月" for place in places for event in events for n in months]
    return fit_lsa(texts, seed=0, dim=8)


def ids(encoder: Encoder, texts: list[str], languages: list[str]) -> list[str]:
    found = [""] * len(texts)
    for part in encoder.encode(texts, languages):
        for row in part.rows:
            found[row] = part.embedder_id.split("-")[0]
    return found


@pytest.mark.weights
def test_english_goes_to_the_weights_and_the_rest_to_the_fitted_encoder(fitted: bytes) -> None:
    texts = [ENGLISH, ENGLISH, CHINESE, CHINESE, ENGLISH]
    languages = ["en", "", "zh", "en", "en-GB"]

    assert ids(load_encoder(fitted), texts, languages) == [
        "minilm", "minilm", "lsa", "lsa", "minilm",
    ]  # fmt: skip


@pytest.mark.weights
def test_without_a_fit_other_languages_are_hashed() -> None:
    assert ids(load_encoder(), [CHINESE, GERMAN], ["zh", "de"]) == ["hash", "hash"]


def test_every_row_is_read_once_with_a_unit_vector_of_its_encoder(fitted: bytes) -> None:
    texts = [CHINESE, "...", GERMAN, "", "🙂", CHINESE]
    encoded = load_encoder(fitted, weights=Path("nowhere")).encode(
        texts, ["zh", "", "de", "", "", ""]
    )

    assert sorted(row for part in encoded for row in part.rows) == [0, 2, 5]
    for part in encoded:
        assert part.vectors.dtype == np.float32
        assert part.vectors.shape[0] == len(part.rows)
        np.testing.assert_allclose(np.linalg.norm(part.vectors, axis=1), 1, atol=1e-5)


@pytest.mark.weights
def test_word_pieces_are_read_in_context_only_where_all_is_english() -> None:
    encoder = load_encoder()
    asked, told, foreign = encoder.in_context([ENGLISH, f"{ENGLISH} today", CHINESE], "") or []
    assert asked.shape == (7, 384)
    assert told.shape == (8, 384)
    assert foreign.shape == (0, 384)
    np.testing.assert_allclose(np.linalg.norm(told, axis=1), 1, atol=1e-5)
    alone = (encoder.in_context([ENGLISH], "en") or [])[0]
    np.testing.assert_allclose(alone, asked, atol=1e-5)
    assert encoder.in_context([CHINESE, ENGLISH], "zh") is None


def test_nothing_to_read_is_an_empty_answer() -> None:
    assert load_encoder(weights=Path("nowhere")).encode([], []) == []


def test_a_folder_without_the_weights_is_said_and_worked_around(tmp_path: Path) -> None:
    encoder = load_encoder(weights=tmp_path)

    assert ids(encoder, [ENGLISH], ["en"]) == ["hash"]
    assert "model.safetensors cannot be read" in encoder.describe()[0].sentence
    with pytest.raises(NotFound, match=r"model\.safetensors cannot be read"):
        encoder.attend(ENGLISH)


@pytest.mark.weights
def test_it_says_who_reads_what(fitted: bytes) -> None:
    readers = load_encoder(fitted).describe()

    assert [one.embedder_id.split("-")[0] for one in readers] == ["minilm", "lsa", "hash"]
    assert all(one.sentence.endswith(".") for one in readers)


@pytest.mark.weights
def test_every_encoder_is_an_embedder(fitted: bytes) -> None:
    encoder = load_encoder(fitted)
    readers: list[Embedder] = [encoder.hashed]
    readers += [reader for reader in (encoder.fitted, encoder.english()) if reader]

    for reader in readers:
        assert reader.encode([ENGLISH, CHINESE]).shape == (2, reader.dim)
        assert 0 <= reader.coverage(ENGLISH) <= 1
    assert len(readers) == 3


def test_a_fit_that_is_none_is_refused() -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        load_encoder(b"not a fit")


def test_importing_it_loads_no_tokenizer_no_weights_reader_and_no_torch() -> None:
    code = (
        "import sys, heed.models.encoder, heed.models.reader;"
        "print({'torch', 'tokenizers', 'safetensors', 'scipy'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "set()"
