"""Speech by a Whisper model through transformers, in pieces of thirty seconds."""

from pathlib import Path

from heed.plugins import folder as folders
from heed.plugins.folder import kind, opened
from heed.types import SAMPLES_PER_S, Matrix

PIECE_S = 30
_MOST_TOKENS = 220


class Whisper:
    """A `heed.types.Transcriber`."""

    def __init__(self, folder: Path) -> None:
        self._features, self._tokenizer, self._model = opened(
            folder, "AutoFeatureExtractor", "AutoTokenizer", "WhisperForConditionalGeneration"
        )

    @staticmethod
    def reads(folder: Path) -> bool:
        """Whether the folder says it holds a Whisper model."""
        return kind(folder) == "whisper"

    @staticmethod
    def lacks() -> str:
        """What is not installed, as one sentence; "" for nothing."""
        return folders.lacks()

    def transcribe(self, samples: Matrix) -> str:
        """What is said, piece after piece; a word on a border may be cut."""
        piece = PIECE_S * SAMPLES_PER_S
        parts = [samples[start : start + piece] for start in range(0, len(samples), piece)]
        return " ".join(told for part in parts if (told := self._piece(part)))

    def _piece(self, samples: Matrix) -> str:
        given = self._features(samples, sampling_rate=SAMPLES_PER_S, return_tensors="pt")
        made = self._model.generate(
            input_features=given["input_features"], max_new_tokens=_MOST_TOKENS, do_sample=False
        )
        told: list[str] = self._tokenizer.batch_decode(made, skip_special_tokens=True)
        return told[0].strip()
