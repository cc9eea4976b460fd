"""Plugins of our own and a package that offers them, as an installed one would."""

from collections.abc import Sequence
from pathlib import Path

from heed.types import SAMPLES_PER_S, Matrix

MARK = "ours"
"""A folder that holds a file of this name is one of ours."""


class Backwards:
    """Translates into words from right to left."""

    def __init__(self, folder: Path) -> None:
        assert self.reads(folder)

    @staticmethod
    def reads(folder: Path) -> bool:
        return (folder / MARK).exists()

    def translate(self, texts: Sequence[str]) -> list[str]:
        return [" ".join(reversed(text.split())) for text in texts]


class Stopwatch(Backwards):
    """Hears nothing but how long it lasts."""

    def transcribe(self, samples: Matrix) -> str:
        return f"{len(samples) / SAMPLES_PER_S:g} seconds <of sound>"


class Lacking(Backwards):
    """Misses a library of its own."""

    @staticmethod
    def lacks() -> str:
        return "Models need a library that is not installed: pip install ours"


def offer(site: Path, translator: type[Backwards] = Backwards) -> str:
    """Write the package's entry points into a folder of packages; gives back what to import from.

    No other package may stand beside it on the path for these groups.
    """
    folder = site / "ours-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(
        f"[heed.translators]\nours = fakes.models:{translator.__name__}\n"
        "[heed.transcribers]\nours = fakes.models:Stopwatch\n"
    )
    return str(site)


def model_folder(parent: Path) -> Path:
    folder = parent / "model"
    folder.mkdir()
    (folder / MARK).touch()
    return folder
