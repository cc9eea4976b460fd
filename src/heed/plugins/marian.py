"""Translation by a Marian model (Helsinki-NLP's opus-mt folders) through transformers."""

from collections.abc import Sequence
from pathlib import Path

from heed.plugins import folder as folders
from heed.plugins.folder import kind, opened

AT_ONCE = 8
LONGEST = 256
"""Tokens of a sentence, in and out."""


class Marian:
    """A `heed.types.Translator`."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._model = opened(folder, "AutoTokenizer", "MarianMTModel")

    @staticmethod
    def reads(folder: Path) -> bool:
        """Whether the folder says it holds a Marian model."""
        return kind(folder) == "marian"

    @staticmethod
    def lacks() -> str:
        """What is not installed, as one sentence; "" for nothing."""
        return folders.lacks()

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Each text in the model's other language, eight at a time, greedily."""
        told: list[str] = []
        for start in range(0, len(texts), AT_ONCE):
            given = self._tokenizer(
                list(texts[start : start + AT_ONCE]),
                return_tensors="pt",
                padding=True,
                truncation=True,
                max_length=LONGEST,
            )
            made = self._model.generate(
                input_ids=given["input_ids"],
                attention_mask=given["attention_mask"],
                max_new_tokens=LONGEST,
                num_beams=1,
                do_sample=False,
            )
            told += self._tokenizer.batch_decode(made, skip_special_tokens=True)
        return told
