"""Which encoder reads which text: English by its weights, the rest by what was fitted, or hashed.

How each of them reads is in its own file; nothing here compares vectors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from heed.errors import NotFound, StoreError
from heed.models.encoder import minilm
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.lsa import Lsa, read_lsa
from heed.models.encoder.minilm import MAX_TOKENS, Attended, MiniLM, load_minilm
from heed.models.encoder.weights import find_weights
from heed.models.encoder.wordrows import meant, spelled
from heed.types import Embedder, Matrix

ENOUGH_ENGLISH = 0.8
ENOUGH_FITTED = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """What one encoder read: vectors[i] is of text number rows[i]. Compare only within one id."""

    embedder_id: str
    rows: npt.NDArray[np.intp]
    vectors: Matrix


@dataclass(frozen=True, slots=True)
class Reads:
    """One encoder in words: its id, the languages it reads ("*": all), and what it is bad at."""

    embedder_id: str
    languages: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The English encoder cannot be used; the sentence says why and what to do."""

    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Routes each text to one encoder; `english` reads its weights at the first need of them."""

    english: Callable[[], MiniLM | Missing]
    fitted: Lsa | None
    hashed: Hashed

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> list[Encoded]:
        """Vectors of every text with words, one entry for each encoder used.

        languages: one tag a text ("en", "zh-CN"), "" where unknown.
        """
        routed: dict[str, tuple[Embedder, list[int]]] = {}
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            reader = self._reader(text, language)
            if reader is not None:
                routed.setdefault(reader.id, (reader, []))[1].append(row)
        return [
            Encoded(name, np.array(rows, dtype=np.intp), reader.encode([texts[i] for i in rows]))
            for name, (reader, rows) in routed.items()
        ]

    def _reader(self, text: str, language: str) -> Embedder | None:
        if not self.hashed.coverage(text):
            return None
        if _may_be_english(language):
            english = self.english()
            if isinstance(english, MiniLM) and english.coverage(text) >= ENOUGH_ENGLISH:
                return english
        if self.fitted is not None and self.fitted.coverage(text) >= ENOUGH_FITTED:
            return self.fitted
        return self.hashed

    def word_rows(self, text: str, language: str) -> Callable[[Sequence[str]], Matrix]:
        """What gives single words their vectors beside `text`: by meaning where it is English."""
        reader = self._reader(text, language)
        return partial(meant, reader) if isinstance(reader, MiniLM) else spelled

    def in_context(self, texts: Sequence[str], language: str) -> list[Matrix] | None:
        """Unit rows of every text's word pieces as they stand in it; none of what is not English.

        None where the first text is not, so that nothing can be compared with it.
        """
        readers = [self._reader(text, language) for text in texts]
        if not isinstance(readers[0], MiniLM):
            return None
        rows = [row for row, one in enumerate(readers) if isinstance(one, MiniLM)]
        found = [np.zeros((0, readers[0].dim), dtype=np.float32)] * len(texts)
        for row, one in zip(rows, readers[0].in_context([texts[r] for r in rows]), strict=True):
            found[row] = one
        return found

    def attend(self, text: str) -> Attended:
        """Where every head of the English encoder looks in `text`.

        Raises NotFound with the reason where there is no English encoder.
        """
        english = self.english()
        if isinstance(english, Missing):
            raise NotFound(english.sentence)
        return english.attend(text)

    def describe(self) -> tuple[Reads, ...]:
        """What reads what and what it is bad at, best first; a missing English encoder says why."""
        english = self.english()
        first = _unread(english) if isinstance(english, Missing) else _english(english)
        fitted = () if self.fitted is None else (_fitted(self.fitted),)
        return (first, *fitted, _hashed(self.hashed))


def load_encoder(lsa: bytes | None = None, *, weights: Path | None = None) -> Encoder:
    """This machine's encoder; lsa: what `fit_lsa` kept, weights: another folder than found.

    Returns at once: weights are verified and read (about 0.3 s) when a text first needs them.
    Raises StoreError where `lsa` is not what `fit_lsa` makes.
    """
    fitted = None if lsa is None else read_lsa(lsa)
    return Encoder(cache(partial(_read_english, weights)), fitted, Hashed())


def is_english(embedder_id: str) -> bool:
    """Whether these vectors are the English encoder's."""
    return embedder_id.startswith(f"{minilm.NAME}-")


def _read_english(folder: Path | None) -> MiniLM | Missing:
    try:
        return load_minilm(find_weights() if folder is None else folder)
    except (NotFound, StoreError) as error:
        return Missing(str(error))


def _may_be_english(language: str) -> bool:
    return language.lower().replace("_", "-").split("-")[0] in ("", "en")


def _english(reader: MiniLM) -> Reads:
    return Reads(
        reader.id,
        ("en",),
        "Reads English by meaning: two pieces that share no word can still be close. It stops "
        f"after about {MAX_TOKENS * 3 // 4} words, and reads no other language well enough.",
    )


def _unread(missing: Missing) -> Reads:
    return Reads("", ("en",), f"English is not read by meaning. {missing.sentence}")


def _fitted(reader: Lsa) -> Reads:
    return Reads(
        reader.id,
        ("*",),
        "Reads every other language by the words your own sources use together. "
        "It is bad at words it has not met yet, and does not connect two languages.",
    )


def _hashed(reader: Hashed) -> Reads:
    return Reads(
        reader.id,
        ("*",),
        "Reads by spelling alone, until there is enough of yours to learn from. It notices that "
        "two pieces tell the same story; it does not see that two words mean the same.",
    )
