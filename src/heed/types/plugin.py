"""What a plugin has to be that brings a model of the user's own: for translation, for speech.

A package offers a class by an entry point of the group `heed.translators` or `heed.transcribers`.
heed opens it with the folder the user names and nothing else.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from heed.types.score import Matrix

SAMPLES_PER_S = 16_000


class Opens(Protocol):
    """What every plugin can say of a folder before anything heavy is loaded."""

    @staticmethod
    def reads(folder: Path) -> bool:
        """Whether this folder holds a model the plugin can use."""


class Translator(Opens, Protocol):
    """A model that translates; made as `Translator(folder)`, which raises NotFound, BadInput."""

    def __init__(self, folder: Path) -> None: ...

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Each text in the other language."""


class Transcriber(Opens, Protocol):
    """A model that writes down speech; made as `Transcriber(folder)`."""

    def __init__(self, folder: Path) -> None: ...

    def transcribe(self, samples: Matrix) -> str:
        """What is said; samples (n,): one channel in [-1, 1], 16,000 a second."""
