"""Messages and headlines whose neighbouring words changed places, encoded anew."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from heed.lab.applications import intent, tone
from heed.lab.task import Examples, Task
from heed.lab.texts import Frozen

SWAPPED = 0.25


def swapped(words: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Each word changes places with the one after it, with a chance of a quarter."""
    found, at = list(words), 0
    while at < len(found) - 1:
        if rng.random() < SWAPPED:
            found[at], found[at + 1] = found[at + 1], found[at]
            at += 1
        at += 1
    return found


def _swapped_messages(task: Task, rng: np.random.Generator) -> Examples:
    texts = [" ".join(swapped(text.split(), rng)) for text in task.test.known]
    frozen = Frozen() if task.width == intent.ENCODED else None
    return intent.examples(texts, task.test.target.tolist(), frozen)


def _swapped_headlines(task: Task, rng: np.random.Generator) -> Examples:
    """Before and after the company asked about, whose name stays where it is."""
    some = []
    for one in task.test.known:
        before, after = (
            " ".join(swapped(text.split(), rng))
            for text in (one.text[: one.start], one.text[one.end :])
        )
        start = len(before) + bool(before)
        name = one.text[one.start : one.end]
        text = " ".join(part for part in (before, name, after) if part)
        some.append(tone.Headline(text, start, start + len(name), one.tone))
    frozen = Frozen() if task.width == tone.ENCODED else None
    return tone.examples(some, frozen)


BY_NAME: Mapping[str, Callable[[Task, np.random.Generator], Examples]] = {
    "intent": _swapped_messages,
    "tone": _swapped_headlines,
}
"""How the test messages of an application are swapped, where they are words."""
