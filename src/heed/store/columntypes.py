"""How values become columns: moments, words, reasons, alerts. No table is described here."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer, Text, TypeDecorator

from heed.types import Cue, Entity, Reason, Sighting, Signal, Tone

RowId = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit key; SQLite makes it the rowid only where it is spelt INTEGER."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def record(noun: Any) -> dict[str, Any]:
    """A noun's fields as they are; dataclasses.asdict would copy every text and reason."""
    return {field.name: getattr(noun, field.name) for field in fields(noun)}


def storable(text: str) -> str:
    """`text` without what UTF-8 columns cannot hold: NUL goes, lone surrogates become "?"."""
    clean = text.replace("\0", "") if "\0" in text else text
    return clean if clean.isascii() else clean.encode("utf-8", "replace").decode("utf-8")


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970. Raises ValueError where `moment` has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone; heed's times are UTC and aware.")
    return (moment - _EPOCH) // _TICK


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, kept as whole microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware time to microseconds."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Microseconds to aware UTC time."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text from outside, made storable on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Drop what no UTF-8 column can hold."""
        return None if value is None else storable(value)


class Tags(TypeDecorator[tuple[str, ...]]):
    """A few words, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> list[str] | None:
        """Tuple to list."""
        return None if value is None else [storable(word) for word in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """List to tuple."""
        return None if value is None else tuple(value)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A few whole numbers, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> list[int] | None:
        """Tuple to list."""
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...] | None:
        """List to tuple."""
        return None if value is None else tuple(value)


class Reasons(TypeDecorator[tuple[Reason, ...]]):
    """The additive parts of a score, kept as JSON rows of kind, weight, subject, item id."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Sequence[Reason] | None, dialect: Dialect
    ) -> list[list[Any]] | None:
        """Reasons to rows."""
        if value is None:
            return None
        return [[r.kind, r.weight, storable(r.subject), r.item_id] for r in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Reason, ...] | None:
        """Rows to reasons."""
        return None if value is None else tuple(Reason(*row) for row in value)


class WholeNumber(TypeDecorator[int]):
    """An integer of any size, kept as its decimal digits: seeds may exceed 64 bits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """Integer to digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        """Digits to integer."""
        return None if value is None else int(value)


class Entities(TypeDecorator[tuple[Entity, ...]]):
    """Entities, kept as JSON rows of name, aliases."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Sequence[Entity] | None, dialect: Dialect
    ) -> list[list[Any]] | None:
        """Entities to rows."""
        if value is None:
            return None
        return [[storable(one.name), [storable(name) for name in one.aliases]] for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Entity, ...] | None:
        """Rows to entities."""
        return None if value is None else tuple(Entity(name, tuple(to)) for name, to in value)


class Signals(TypeDecorator[tuple[Signal, ...]]):
    """What an alert rests on, kept as JSON rows of a signal's fields."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Sequence[Signal] | None, dialect: Dialect
    ) -> list[list[Any]] | None:
        """Signals to rows."""
        return None if value is None else [list(record(one).values()) for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Signal, ...] | None:
        """Rows to signals."""
        return None if value is None else tuple(Signal(*row) for row in value)


class Sightings(TypeDecorator[tuple[Sighting, ...]]):
    """The pieces behind an alert, kept as JSON rows with their tones and cues."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Sequence[Sighting] | None, dialect: Dialect
    ) -> list[list[Any]] | None:
        """Sightings to rows."""
        return None if value is None else [_sighting_row(one) for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Sighting, ...] | None:
        """Rows to sightings."""
        return None if value is None else tuple(_sighting(row) for row in value)


class Tones(TypeDecorator[tuple[Tone, ...]]):
    """What was said of whom in a text kept elsewhere, as JSON rows with their cues."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Sequence[Tone] | None, dialect: Dialect
    ) -> list[list[Any]] | None:
        """Tones to rows."""
        return None if value is None else [_worded_row(one) for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Tone, ...] | None:
        """Rows to tones."""
        if value is None:
            return None
        return tuple(
            Tone(entity, told, tuple(Cue(*cue) for cue in cues)) for entity, told, cues in value
        )


def _worded_row(tone: Tone) -> list[Any]:
    cues = [[storable(cue.word), *list(record(cue).values())[1:]] for cue in tone.cues]
    return [storable(tone.entity), tone.value, cues]


def _sighting_row(one: Sighting) -> list[Any]:
    # A surrogate becomes "?", so cues keep their places; NUL never gets into a text this far.
    by = [storable(name) for name in one.by]
    ids = one.item_id, one.story_id, one.source_id, microseconds(one.at)
    return [*ids, storable(one.text), by, [_tone_row(tone) for tone in one.tones]]


def _tone_row(tone: Tone) -> list[Any]:
    cues = [[cue.start, cue.end, cue.polarity, cue.share] for cue in tone.cues]
    return [storable(tone.entity), tone.value, cues]


def _sighting(row: list[Any]) -> Sighting:
    item_id, story_id, source_id, at, text, by, told = row
    tones = tuple(_tone(text, *one) for one in told)
    return Sighting(item_id, story_id, source_id, _EPOCH + at * _TICK, text, tuple(by), tones)


def _tone(text: str, entity: str, value: float, cues: list[list[Any]]) -> Tone:
    return Tone(entity, value, tuple(Cue(text[cue[0] : cue[1]], *cue) for cue in cues))
