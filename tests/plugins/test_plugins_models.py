"""A model of one's own: found by its entry point, run where it is whole, and said where it is not.

The models here are tiny and drawn at random: what they say means nothing, that they say it is real.
"""

import json
import os
import shutil
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from heed.actions import plugins
from heed.assist.sound import read_wav
from heed.errors import BadInput, NotFound
from heed.plugins.folder import kind
from heed.plugins.marian import Marian
from heed.plugins.whisper import Whisper

WORDS = ["<pad>", "</s>", "<unk>", "<|endoftext|>", "the", "bridge", "is", "closed", ".", "old"]


def saved_tokenizer(folder: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    plain = Tokenizer(models.WordLevel({w: n for n, w in enumerate(WORDS)}, unk_token="<unk>"))
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=plain, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("marian")
    config = transformers.MarianConfig(
        vocab_size=len(WORDS), d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16,
        decoder_ffn_dim=16, max_position_embeddings=300, pad_token_id=0, eos_token_id=1,
        decoder_start_token_id=0, forced_eos_token_id=1,
    )  # fmt: skip
    transformers.MarianMTModel(config).save_pretrained(folder)
    saved_tokenizer(folder)
    return folder


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("whisper")
    config = transformers.WhisperConfig(
        vocab_size=len(WORDS), d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16,
        decoder_ffn_dim=16, num_mel_bins=80, max_target_positions=300, pad_token_id=0,
        bos_token_id=1, eos_token_id=1, decoder_start_token_id=3, begin_suppress_tokens=None,
    )  # fmt: skip
    transformers.WhisperForConditionalGeneration(config).save_pretrained(folder)
    transformers.WhisperFeatureExtractor(feature_size=80).save_pretrained(folder)
    saved_tokenizer(folder)
    return folder


def wav(samples: np.ndarray, *, rate: int = 8000, channels: int = 1) -> bytes:
    import io

    body = io.BytesIO()
    with wave.open(body, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return body.getvalue()


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that offers both adapters, as an installed one would."""
    folder = tmp_path / "site" / "offered-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(
        "[heed.translators]\nmarian = heed.plugins.marian:Marian\n"
        "[heed.transcribers]\nwhisper = heed.plugins.whisper:Whisper\n"
    )
    monkeypatch.setattr(sys, "path", [str(folder.parent), *sys.path])


@pytest.mark.torch
def test_a_marian_folder_translates_every_sentence(marian: Path, offered: None) -> None:
    assert Marian.reads(marian)
    made = plugins.translated("the bridge is closed.\n\nthe old bridge.", marian)
    assert made.count("\n\n") == 1
    texts = ["the bridge is closed .", "old", "the old bridge"]
    model = Marian(marian)
    assert len(model.translate(texts)) == 3
    assert model.translate(texts)[0] == model.translate(texts[:1])[0]


@pytest.mark.torch
def test_a_whisper_folder_writes_down_a_wav_file(
    whisper: Path, offered: None, tmp_path: Path
) -> None:
    assert Whisper.reads(whisper)
    path = tmp_path / "said.wav"
    path.write_bytes(wav(np.sin(np.arange(8000) / 20)))
    told = plugins.transcribed(path, whisper)
    assert set(told.split()) <= set(WORDS)


@pytest.mark.torch
def test_the_last_model_is_held_until_its_folder_changes(
    marian: Path, offered: None, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(marian, tmp_path / "model"))
    plugins.translated("the old bridge.", folder)
    before = plugins._loaded.cache_info()
    plugins.translated("the bridge is closed.", folder)
    assert plugins._loaded.cache_info().hits == before.hits + 1
    os.utime(folder / "config.json", (2e9, 2e9))
    plugins.translated("the old bridge.", folder)
    assert plugins._loaded.cache_info().misses == before.misses + 1


def test_nothing_is_lacking_where_the_library_is_there(marian: Path, offered: None) -> None:
    assert plugins.lacks(plugins.TRANSLATORS, str(marian)) == ""
    assert "set transcribe_model" in plugins.lacks(plugins.TRANSCRIBERS, "")


@pytest.mark.torch
def test_a_folder_that_is_not_whole_is_one_sentence(tmp_path: Path, offered: None) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "marian"}))
    with pytest.raises(BadInput, match="is not whole; download its folder again"):
        plugins.translated("the bridge.", tmp_path)


def test_a_folder_no_plugin_reads_names_those_there_are(tmp_path: Path, offered: None) -> None:
    with pytest.raises(BadInput, match=r"No installed plugin can use the model in .*: .*marian"):
        plugins.translated("the bridge.", tmp_path)
    assert kind(tmp_path) == ""


def test_without_a_plugin_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [path for path in sys.path if "-packages" not in path]
    monkeypatch.setattr(sys, "path", own)
    with pytest.raises(NotFound, match=r"pip install 'heed-reader\[models\]'"):
        plugins.translated("the bridge.", tmp_path)


def test_no_folder_and_no_text_are_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        plugins.translated("the bridge.", tmp_path / "none")
    with pytest.raises(BadInput, match="There is no text"):
        plugins.translated(" ", tmp_path)


def test_a_wav_file_becomes_one_channel_of_sixteen_thousand_a_second() -> None:
    both = np.repeat(np.array([0.5, -0.5, 0.25, 0.25]), 2)
    sound = read_wav(wav(both, rate=8000, channels=2))
    assert sound.shape == (8,)
    np.testing.assert_allclose(sound[::2], [0.5, -0.5, 0.25, 0.25], atol=1e-4)


@pytest.mark.parametrize("body", [b"", b"RIFF", b"ID3 an mp3", wav(np.zeros(0))])
def test_what_is_no_sound_is_one_sentence(body: bytes) -> None:
    with pytest.raises(BadInput, match=r"WAV|no sound"):
        read_wav(body)
