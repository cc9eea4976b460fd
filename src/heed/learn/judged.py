"""An evaluation as bytes to keep, under the key it was found by. Nothing here touches the store."""

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from heed.types import Evaluation

JUDGED = "judged"
"""Under this name the last whole evaluation is kept; it holds until the next answer."""


@dataclass(frozen=True)
class _Kept:
    key: str
    found: Evaluation


_KEPT = TypeAdapter(_Kept)


def judged_bytes(found: Evaluation, key: str) -> bytes:
    """The evaluation and what it was made from."""
    return _KEPT.dump_json(_Kept(key, found))


def judged(kept: bytes | None, key: str) -> Evaluation | None:
    """What is kept, where it was made from the same; None: it has to be found anew."""
    if kept is None:
        return None
    try:
        told = _KEPT.validate_json(kept)
    except ValidationError:  # another version of heed told other things
        return None
    return told.found if told.key == key else None
