"""Which pieces a watch sees, and the tone of each: by a word, by an entity, by meaning. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from heed.assist.watch.tone import overall, places
from heed.assist.watch.trained import Asked, by_words
from heed.types import Entity, Item, Sighting, Tone, Watch

Vectors = Mapping[int, tuple[str, npt.NDArray[np.float32]]]
"""Embedder id and unit vector of pieces, by item id."""
Reader: TypeAlias = Callable[[Sequence[Asked]], Sequence[tuple[Tone, ...]]]

CLOSE = 0.45
"""Cosine from which two texts are about the same."""
STANDING_OUT = 6.0
"""And so many robust standard deviations above what any two of the home's texts have."""
ENOUGH_TO_COMPARE = 20
MAD_TO_SD = 1.4826


def sightings(
    watch: Watch, pieces: Sequence[Item], alike: Mapping[int, str], read: Reader = by_words
) -> list[Sighting]:
    """The pieces a watch sees, in their order, with the tones `read` finds.

    alike: item id to the example it is close to.
    """
    seen = [
        (piece, by)
        for piece in pieces
        if (by := _given_away(watch, piece, alike.get(piece.id, "")))
    ]
    entities = watch.entities or (Entity(watch.name, watch.words),)
    asked = [Asked(one.id, one.language, read_of(one), entities) for one, _ in seen]
    made = zip(seen, asked, read(asked), strict=True)
    return [_sighting(watch, piece, by, one.text, told) for (piece, by), one, told in made]


def read_of(piece: Item) -> str:
    """What a watch reads of a piece: its title, a line of its own, and its lead."""
    return f"{piece.title}\n{piece.lead}"


def _given_away(watch: Watch, piece: Item, example: str) -> tuple[str, ...]:
    """The words, names and examples a piece is seen by; () where it is not."""
    text = read_of(piece)
    wanted = [*(Entity(word) for word in watch.words), *watch.entities]
    by = [one.name for one in wanted if places(text, one)]
    return tuple(dict.fromkeys([*by, example] if example else by))


def _sighting(
    watch: Watch, piece: Item, by: tuple[str, ...], text: str, told: tuple[Tone, ...]
) -> Sighting:
    if not told and not watch.entities:
        told = (overall(text),)  # seen by its meaning: it is about the watch, whatever it names
    story = piece.story_id or piece.id
    return Sighting(piece.id, story, piece.source_id, piece.published_at, text, by, told)


def alike(
    vectors: Vectors, examples: Mapping[str, tuple[str, npt.NDArray[np.float32]]]
) -> dict[int, str]:
    """Item id to the example sentence it is closest to, where it is close.

    A cosine means another thing for every embedder, so it must also stand out from what the home's
    pieces have with that sentence.
    """
    best: dict[int, tuple[float, str]] = {}
    for sentence, (embedder, wanted) in examples.items():
        ids = [id for id, (name, _) in vectors.items() if name == embedder]
        if len(ids) < ENOUGH_TO_COMPARE:
            continue
        cosines = np.stack([vectors[id][1] for id in ids]) @ wanted
        for n in np.flatnonzero(cosines >= _threshold(cosines)):
            best[ids[n]] = max(best.get(ids[n], (0.0, "")), (float(cosines[n]), sentence))
    return {id: sentence for id, (_, sentence) in best.items()}


def _threshold(cosines: npt.NDArray[np.float32]) -> float:
    middle = float(np.median(cosines))
    sd = MAD_TO_SD * float(np.median(np.abs(cosines - middle)))
    return max(CLOSE, middle + STANDING_OUT * sd)
