"""Laws of the English encoder: the same numbers as the published model, whatever the batch."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heed.errors import StoreError
from heed.lab.centre import centre_of, sentences
from heed.models.encoder.minilm import MiniLM, load_minilm, read_centre, usual_threads
from heed.models.encoder.weights import find_weights, verify

pytestmark = pytest.mark.weights

TEXTS = (
    "The central bank leaves interest rates unchanged",
    "Rates stay where they are, the bank says after a two-day meeting in which three of nine "
    "members asked for a cut, citing weak exports and a slow summer for shops and restaurants.",
    "A dog learns to swim",
    "Bread",
    "",
)


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    return load_minilm(find_weights())


@pytest.mark.torch
def test_vectors_equal_an_independent_forward_pass_to_a_hundred_thousandth(encoder: MiniLM) -> None:
    ours = encoder.encode_raw(TEXTS)
    reference = np.stack([_reference(encoder.tokenizer.encode(text).ids) for text in TEXTS])

    np.testing.assert_allclose(ours, reference, atol=1e-5)


def test_a_known_sentence_has_its_known_numbers(encoder: MiniLM) -> None:
    vector = encoder.encode_raw([TEXTS[0]])[0]

    np.testing.assert_allclose(vector[:4], PINNED, atol=1e-5)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_a_text_has_one_vector_whatever_is_encoded_beside_it(encoder: MiniLM) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])

    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_one_thread_or_two_give_the_same_vectors(encoder: MiniLM) -> None:
    one, two = replace(encoder, threads=1), replace(encoder, threads=2)

    np.testing.assert_allclose(one.encode(TEXTS * 3), two.encode(TEXTS * 3), atol=1e-6)


def test_two_threads_only_where_blas_has_one() -> None:
    assert usual_threads({"OPENBLAS_NUM_THREADS": "1"}, 8) == 2
    assert usual_threads({"OPENBLAS_NUM_THREADS": "1"}, 1) == 1
    assert usual_threads({}, 8) == 1


def test_a_paraphrase_is_nearer_than_another_subject(encoder: MiniLM) -> None:
    bank, paraphrase, dog = encoder.encode(TEXTS[:3])

    assert bank @ paraphrase > 0.4
    assert bank @ dog < 0.1


def test_coverage_is_the_share_of_words_it_knows(encoder: MiniLM) -> None:
    assert encoder.coverage("The bank cuts rates") == 1
    assert encoder.coverage("深圳鼓励骑行") < 0.8
    assert encoder.coverage("") == 0


def test_attention_rows_sum_to_one_and_received_shares_too(encoder: MiniLM) -> None:
    seen = encoder.attend("Cats sleep all day.")

    assert seen.tokens == ("[CLS]", "cats", "sleep", "all", "day", ".", "[SEP]")
    assert ["Cats sleep all day."[a:b] for a, b in seen.spans[1:-1]] == [
        "Cats", "sleep", "all", "day", ".",
    ]  # fmt: skip
    assert seen.weights.shape == (6, 12, 7, 7)
    np.testing.assert_allclose(seen.weights.sum(axis=-1), 1, atol=1e-5)
    np.testing.assert_allclose(seen.received, seen.weights.mean(axis=(0, 1, 2)), atol=1e-6)
    assert seen.received.sum() == pytest.approx(1, abs=1e-5)


def test_a_long_text_is_read_from_its_beginning(encoder: MiniLM) -> None:
    long = "interest rates " * 200

    assert len(encoder.attend(long).tokens) == 128
    np.testing.assert_allclose(encoder.encode([long]), encoder.encode([long + "dogs"]), atol=1e-6)


def test_weights_are_shown_of_more_words_than_a_vector_is_made_of(encoder: MiniLM) -> None:
    text = "word " * 100
    assert len(encoder.attend(text).tokens) == 102
    assert np.array_equal(encoder.encode([text]), encoder.encode([text + "other " * 20]))


def test_the_kept_centre_is_the_mean_of_the_neutral_sentences(encoder: MiniLM) -> None:
    np.testing.assert_allclose(read_centre(), centre_of(encoder, sentences()), atol=2e-4)


def test_weights_are_held_once_and_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    shutil.copytree(find_weights(), tmp_path, dirs_exist_ok=True)
    first = load_minilm(tmp_path)
    assert load_minilm(tmp_path, max_tokens=32).weights is first.weights
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(StoreError, match="is not the file heed knows"):
        load_minilm(tmp_path)


def test_a_changed_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    shutil.copy(find_weights() / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"other weights")

    with pytest.raises(
        StoreError, match=r"model\.safetensors is not the file heed knows.*pip install"
    ):
        verify(tmp_path)


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"model\.safetensors cannot be read"):
        verify(tmp_path)


def _reference(ids: list[int]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The published architecture once more, one text at a time, in torch and from the raw file."""
    import torch
    from safetensors.torch import load_file
    from torch.nn import functional as F

    w = load_file(find_weights() / "model.safetensors")

    def dense(x: Any, name: str) -> Any:
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    def norm(x: Any, name: str) -> Any:
        return F.layer_norm(x, (384,), w[name + ".weight"], w[name + ".bias"], 1e-12)

    e = "embeddings."
    x = (
        w[e + "word_embeddings.weight"][ids]
        + w[e + "position_embeddings.weight"][: len(ids)]
        + w[e + "token_type_embeddings.weight"][0]
    )
    x = norm(x, e + "LayerNorm")
    for i in range(6):
        p = f"encoder.layer.{i}."
        q, k, v = (
            dense(x, p + "attention.self." + part).view(-1, 12, 32).transpose(0, 1)
            for part in ("query", "key", "value")
        )
        a = torch.softmax(q @ k.transpose(1, 2) / 32**0.5, -1) @ v
        a = a.transpose(0, 1).reshape(-1, 384)
        x = norm(x + dense(a, p + "attention.output.dense"), p + "attention.output.LayerNorm")
        h = dense(F.gelu(dense(x, p + "intermediate.dense")), p + "output.dense")
        x = norm(x + h, p + "output.LayerNorm")
    return np.asarray(F.normalize(x.mean(0), dim=0).numpy())


PINNED = (0.069331, -0.031561, -0.049704, 0.011461)
