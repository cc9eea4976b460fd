"""What the reader changes about who heed thinks they are; the next edition follows."""

from heed import study
from heed.actions import sources
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.types import Portrait, Tag, TagKind


def portrait(diet: Diet) -> Portrait:
    """Who heed thinks the reader is, by the model's own numbers."""
    return study.portrait(diet.db, now=diet.clock())


def forget(diet: Diet, item_id: int) -> None:
    """The answer to this piece teaches no more; it stays in the ledger. Raises NotFound."""
    _answered(diet, item_id)
    study.say(diet.db, study.who(diet.db).forgetting([item_id]))


def remember(diet: Diet, item_id: int) -> None:
    """The answer to this piece teaches again. Raises NotFound."""
    _answered(diet, item_id)
    study.say(diet.db, study.who(diet.db).remembering([item_id]))


def pin(diet: Diet, kind: TagKind, name: str) -> Tag:
    """Pieces of this topic or source, or with this word in their title, start higher."""
    tag = _tag(diet, kind, name)
    study.say(diet.db, study.who(diet.db).pinning(tag))
    return tag


def mute(diet: Diet, kind: TagKind, name: str) -> Tag:
    """Nothing of this topic or source, or with this word in its title, enters an edition."""
    tag = _tag(diet, kind, name)
    study.say(diet.db, study.who(diet.db).muting(tag))
    return tag


def clear(diet: Diet, kind: TagKind, name: str) -> Tag:
    """Neither pinned nor muted any more. Raises NotFound where it was neither."""
    tag, said = _tag(diet, kind, name), study.who(diet.db)
    if tag not in said.pinned | said.muted:
        raise NotFound(f"{name} is neither pinned nor muted.")
    study.say(diet.db, said.clearing(tag))
    return tag


def _tag(diet: Diet, kind: TagKind, name: str) -> Tag:
    wanted = name.strip()
    if not wanted:
        raise BadInput("Say which topic, source or word is meant.")
    return Tag(kind, str(sources.named(diet, wanted).id) if kind == "source" else wanted)


def _answered(diet: Diet, item_id: int) -> None:
    if item_id not in study.answers(diet.db).items:
        raise NotFound(f"You have not answered item {item_id}.")
