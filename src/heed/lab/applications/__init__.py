"""The applications, one a file: `APPLICATION` is what the lab runs. A new one needs a line here."""

from collections.abc import Mapping
from importlib import import_module

from heed.lab.task import Application

NAMES = (
    "answer", "classify", "classify_zh", "clickbait", "decide", "difficulty", "fuse", "generate",
    "graph", "intent", "intent_clinc150", "listen", "phrasebank", "predict", "same_zh", "search",
    "see", "summarise", "tone", "tone_zh", "topics_zh", "translate",
)  # fmt: skip


def find(name: str) -> Application:
    """The application of this name. Raises KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    found: Application = import_module(f"{__name__}.{name}").APPLICATION
    return found


def everything() -> Mapping[str, Application]:
    """All of them by name."""
    return {name: find(name) for name in NAMES}
