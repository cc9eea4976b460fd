"""The help desk over a home: its files taken in, trained, asked. Who answers the rest: deskwork.py.

One `Desk` a process: it keeps the trained desk in memory and looks whether the home has a newer one
before each answer.
"""

import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from heed.assist import deskfile, handover
from heed.assist import helpdesk as room
from heed.diet import Diet
from heed.errors import BadInput, StoreError
from heed.models.encoder import Encoder
from heed.sample import faq
from heed.store import Tx, counters, deskagents, deskentries, deskexamples, deskturns, states
from heed.types import DeskAnswer, DeskEntry, DeskExample, DeskTrained, DeskTurn, Matrix

LONGEST = 4_000
"""Characters a message may have."""
_TALK = re.compile(r"[A-Za-z0-9_-]{1,64}")
VERSION = "desk_version"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought."""

    added: int
    changed: int


class Desk:
    """One home's help desk. Threads may share it."""

    def __init__(self, diet: Diet) -> None:
        self.diet = diet
        self._training, self._handing = threading.Lock(), threading.Lock()
        self._kept: tuple[bytes, room.Helpdesk] | None = None

    # -- taken in --------------------------------------------------------------------------------

    def take_faq(self, data: bytes, name: str) -> Taken:
        """Questions with answers; a question that is here already takes the new answer.

        Raises BadInput naming the line; then nothing was changed.
        """
        return self._take(deskfile.read_faq(data, name))

    def take_sample(self) -> Taken:
        """The bundled shop's questions and answers."""
        return self._take(
            [
                deskfile.Asked(one.question, one.intent, one.language, line, one.answer)
                for line, one in enumerate(faq(), 2)
            ]
        )

    def take_messages(self, data: bytes, name: str) -> int:
        """Known messages with their intents; returns how many were new. Raises BadInput."""
        read = deskfile.read_messages(data, name)
        now = self.diet.clock()
        with self.diet.db.write() as tx:
            held = {(one.text, one.intent) for one in deskexamples.all(tx)}
            fresh = {(one.text, one.intent): one for one in read}
            made = [
                DeskExample(0, one.text, one.intent, one.language, "labelled", now)
                for key, one in fresh.items()
                if key not in held
            ]
            deskexamples.add(tx, made)
            renew(tx)
        return len(made)

    def _take(self, read: Sequence[deskfile.Asked]) -> Taken:
        last = {" ".join(one.text.casefold().split()): one for one in read}
        with self.diet.db.write() as tx:
            held = {" ".join(one.question.casefold().split()): one for one in deskentries.all(tx)}
            fresh = [one for key, one in last.items() if key not in held]
            changed = [(held[key], one) for key, one in last.items() if key in held]
            add_entries(tx, [_entry(one) for one in fresh], self)
            for before, after in changed:
                deskentries.update(tx, replace(_entry(after), id=before.id))
                deskexamples.remove_of_entry(tx, before.id)
                deskexamples.add(tx, [question(replace(_entry(after), id=before.id), self)])
            renew(tx)
        return Taken(len(fresh), len(changed))

    # -- trained ---------------------------------------------------------------------------------

    def train(self) -> DeskTrained:
        """Read what is new and fit; what a desk knows and how well it foretells it.

        Raises BadInput where the desk has nothing to answer with.
        """
        desk = self.current()
        if not desk.entries:
            raise BadInput("This desk has no answers yet; give it a file: heed desk init FAQ.csv")
        return room.trained(desk)

    def current(self) -> room.Helpdesk:
        """The trained desk as the home stands; trained where it is not yet."""
        with self.diet.db.read() as tx:
            version = states.get(tx, VERSION) or b""
        kept = self._kept
        if kept is not None and kept[0] == version:
            return kept[1]
        with self._training:
            if self._kept is None or self._kept[0] != version:
                self._kept = (version, self._fit())
            return self._kept[1]

    def _fit(self) -> room.Helpdesk:
        with self.diet.db.read() as tx:
            entries, examples = deskentries.all(tx), deskexamples.all(tx)
            read = deskexamples.read(tx)
        unread = [one for one in examples if one.id not in read]
        found = self.encode([one.text for one in unread], [one.language for one in unread])
        fresh = {unread[row].id: (part, vector) for row, (part, vector) in enumerate(found)}
        if fresh:
            with self.diet.db.write() as tx:
                for part in {part for part, _ in fresh.values()}:
                    ids = [id for id, (other, _) in fresh.items() if other == part]
                    deskexamples.put(tx, part, ids, np.stack([fresh[id][1] for id in ids]))
        return room.helpdesk(entries, self._lanes(examples, {**read, **fresh}))

    def _lanes(
        self, examples: Sequence[DeskExample], read: dict[int, tuple[str, Matrix]]
    ) -> list[room.Lane]:
        by_part: dict[str, list[DeskExample]] = {}
        for one in examples:
            if one.id in read and read[one.id][1].any():
                by_part.setdefault(read[one.id][0], []).append(one)
        names = sorted({one.intent for one in examples if one.intent})
        said = self.encode([one.replace("_", " ") for one in names], [""] * len(names))
        lanes = []
        for part, some in by_part.items():
            rows = np.stack([read[one.id][1] for one in some])
            own = {one.intent for one in some}
            kept = [n for n, name in enumerate(names) if name in own and said[n][0] == part]
            hints = np.stack([said[n][1] for n in kept]) if kept else rows[:0]
            lanes.append(room.lane(part, some, rows, ([names[n] for n in kept], hints)))
        return lanes

    @property
    def encoder(self) -> Encoder:
        """The home's, without what was fitted to the reader's own pieces: that changes at night."""
        return replace(self.diet.encoder, fitted=None)

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> list[tuple[str, Matrix]]:
        """Each text's encoder and row; "" and an empty row where it has no words."""
        found: list[tuple[str, Matrix]] = [("", np.zeros(1, dtype=np.float32))] * len(texts)
        for part in self.encoder.encode(texts, languages):
            for row, vector in zip(part.rows.tolist(), part.vectors, strict=True):
                found[row] = (part.embedder_id, vector)
        return found

    # -- asked -----------------------------------------------------------------------------------

    def look(self, asked: str) -> DeskAnswer:
        """What the desk makes of a message. Writes nothing. Raises BadInput."""
        text = checked(asked)
        desk = self.current()
        language = deskfile.language_of(text)
        [(part, row)] = self.encode([text], [language])
        rows = self.encoder.word_rows(text, language)
        return room.answer(desk, room.Message(text, language, part, row, rows))

    def ask(self, asked: str, *, talk: str = "") -> tuple[DeskTurn, DeskAnswer]:
        """Answer a message, or hand it over to whoever is free; it is kept either way.

        talk: the conversation it goes on, "" for a new one. Raises BadInput.
        """
        named(talk)
        found = self.look(asked)
        now = self.diet.clock()
        made = DeskTurn(
            id=0,
            talk=talk or secrets.token_hex(12),
            asked_at=now,
            asked=found.asked,
            language=deskfile.language_of(found.asked),
            intent=found.intent,
            confidence=found.confidence,
            state="answered" if found.entry else "waiting",
            entry_id=found.entry.id if found.entry else None,
            answer=found.entry.answer if found.entry else "",
            settled_at=now if found.entry else None,
        )
        with self.diet.db.write() as tx:
            kept = deskturns.add(tx, made)
        return (self._handed(kept) if kept.state == "waiting" else kept), found

    def _handed(self, kept: DeskTurn) -> DeskTurn:
        """Kept first and handed over after: in a crowd the first must not wait for the second.

        Where the home is too busy it goes on waiting; the next hand-over takes it along.
        """
        try:
            with self._handing, self.diet.db.write() as tx:
                hand_out(tx, self.each_s)
                return deskturns.get(tx, kept.id)
        except StoreError:
            return kept

    @property
    def each_s(self) -> int:
        """Seconds a person takes for a message."""
        return round(self.diet.settings.desk_minutes * 60)


def checked(text: str) -> str:
    """A text of a customer or an agent, bounded. Raises BadInput."""
    if len(text) > LONGEST:
        raise BadInput(
            f"A message has at most {LONGEST} characters and this one has {len(text)}; "
            "make it shorter."
        )
    if not text.strip():
        raise BadInput("This message is empty; write what it is about.")
    return text.replace("\0", " ").strip()


def named(talk: str) -> str:
    """A conversation's name. Raises BadInput where it can be none."""
    if talk and not _TALK.fullmatch(talk):
        raise BadInput("This is no conversation's name; begin a new one.")
    return talk


def hand_out(tx: Tx, each_s: int) -> dict[int, DeskTurn]:
    """Share what waits among those who have room; what changed, by its number."""
    people, turns = deskagents.all(tx), deskturns.waiting(tx)
    given = handover.assign(people, turns, each_s=each_s, seed=len(turns))
    changed = {one.id: replace(one, agent_id=given[one.id]) for one in turns if one.id in given}
    for one in changed.values():
        deskturns.update(tx, one)
    return changed


def add_entries(tx: Tx, made: Sequence[DeskEntry], desk: Desk) -> list[DeskEntry]:
    """Keep entries; each one's question is a known message too."""
    kept = deskentries.add(tx, made)
    deskexamples.add(tx, [question(one, desk) for one in kept])
    return kept


def question(entry: DeskEntry, desk: Desk) -> DeskExample:
    """An entry's question as a known message."""
    at = desk.diet.clock()
    return DeskExample(0, entry.question, entry.intent, entry.language, "faq", at, entry.id)


def renew(tx: Tx) -> None:
    """Say that the desk changed, so that every process trains it anew."""
    states.put(tx, VERSION, str(counters.advance(tx, VERSION)).encode())


def _entry(one: deskfile.Asked) -> DeskEntry:
    return DeskEntry(0, one.text, one.answer, one.intent, one.language)
