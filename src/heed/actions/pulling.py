"""Taking from another home of one's own what this one lacks: nothing is fetched or embedded twice.

What came is kept batch by batch, and what is here is asked for no more: a pull that broke off goes
on where it stopped when it is made again.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from heed import exchange, filter, intake
from heed.actions.giving import LETTERS, MOST_BYTES, OFFER, PARCELS, secret
from heed.diet import Diet
from heed.errors import BadInput, Unreachable, Unreadable
from heed.exchange import parcels, sealing
from heed.intake import Progress, quiet
from heed.store import Tx, items, sources, vectors, verdicts, visits
from heed.types import ANSWERS, Item, Offered, Part, PartKind, Pulled, Source, Visit

PIECES_AT_ONCE = 100
FEWEST_BYTES = 4096
ENVELOPE_BYTES = 256
"""What a message adds to what it carries, and a little room."""
ASK_BYTES = 512
"""What a request is long besides its parts."""
PART_BYTES = 24
"""What naming one piece adds to a request."""
_LETTER = {kind: letter for letter, kind in LETTERS.items()}


@dataclass(slots=True)
class _Line:
    """The way to another home, and the bytes that went over it: addresses asked, bodies answered.

    HTTP's own headers are not counted.
    """

    diet: Diet
    base: str
    secret: bytes
    most_bytes: int
    took_bytes: int = 0

    @property
    def left(self) -> int:
        """Bytes that may still pass."""
        return self.most_bytes - self.took_bytes

    def ask(self, path: str, wish: Mapping[str, str]) -> Any:
        """A signed question and what the signed answer says. Raises Unreachable, Unreadable."""
        nonce = secrets.token_hex(8)
        query, signed = sealing.asked(self.secret, path, wish, at=self.diet.clock(), nonce=nonce)
        url = f"{self.base}{path}?{query}"
        self.took_bytes += len(url)
        answer = self.diet.web.get(url)
        self.took_bytes += len(answer.body)
        return sealing.read_answered(self.secret, signed, answer.body)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What another home has: its pieces, and when it asked its sources; whole: nothing was cut."""

    offered: tuple[Offered, ...]
    visits: Mapping[str, Visit]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Mine:
    """What this home has of one of its sources, by key."""

    source: Source
    items: Mapping[str, Item] = field(default_factory=dict)
    encoded: frozenset[int] = frozenset()


def look(diet: Diet, url: str, *, most_bytes: int | None = None) -> tuple[int, exchange.Chosen]:
    """How many pieces another home offers, and what a pull under `most_bytes` would take."""
    line = _line(diet, url, most_bytes)
    seen = _seen(line)
    return len(seen.offered), _chosen(line, seen)


def pull(
    diet: Diet, url: str, *, most_bytes: int | None = None, progress: Progress = quiet
) -> Pulled:
    """Take what is worth most within `most_bytes`, and make it ready for an edition.

    Raises Unreachable or Unreadable where the other home cannot be asked at all; a line that breaks
    later is a value, and what came stays. Raises BadInput, NotFound.
    """
    line = _line(diet, url, most_bytes)
    with intake.metered(diet.db, "exchange", at=diet.clock()) as meter:
        seen = _seen(line)
        chosen = _chosen(line, seen)
        pulled = Pulled(left=chosen.left, price=chosen.price)
        pulled = _take(line, seen, chosen, pulled, progress)
        meter.count = pulled.items + pulled.texts + pulled.vectors
        if seen.whole and not pulled.left and not pulled.trouble:
            _spare_visits(diet, seen)
    diet.prepare(progress)
    return replace(pulled, took_bytes=line.took_bytes)


def _line(diet: Diet, url: str, most_bytes: int | None) -> _Line:
    if most_bytes is not None and most_bytes < FEWEST_BYTES:
        raise BadInput(f"{most_bytes} bytes are too few; an exchange needs {FEWEST_BYTES}.")
    base = url.strip().rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise BadInput(f"{url} is not another home's address, such as http://localhost:8422")
    return _Line(diet, base, secret(diet), 2**50 if most_bytes is None else most_bytes)


def _seen(line: _Line) -> _Seen:
    """The other home's offer; where bytes are short, its newest part in a quarter of them."""
    names = ",".join(one.embedder_id for one in line.diet.encoder.describe() if one.embedder_id)
    offered: list[Offered] = []
    asked: list[tuple[str, Visit]] = []
    room = line.left // 4
    more = True
    before = 0
    while more and room >= FEWEST_BYTES // 4:
        most = min(room, MOST_BYTES)
        wish = {"before": str(before), "most": str(most), "embedders": names}
        answer = line.ask(OFFER, wish)
        lines, told, more = _read_offer(answer)
        offered += [parcels.read_listed(one) for one in lines]
        asked += [parcels.read_visited(one, now=line.diet.clock()) for one in told]
        room -= len(sealing.canonical(answer))
        if not lines:
            break
        before = offered[-1].id
    return _Seen(tuple(offered), dict(asked), not more)


def _read_offer(answer: Any) -> tuple[list[Any], list[Any], bool]:
    match answer:
        case {"items": list(lines), "visits": list(told), "more": bool(more)}:
            return lines, told, more
    raise Unreadable("The other home's answer is no message heed knows.")


def _chosen(line: _Line, seen: _Seen) -> exchange.Chosen:
    """Parts this home lacks, the best for the bytes left."""
    diet = line.diet
    with diet.db.read() as tx:
        mine = _mine(tx, {one.source_url for one in seen.offered})
        worth = _worth(tx)
    parts = [
        part
        for one in seen.offered
        if one.source_url in mine
        for part in _lacking(diet, one, mine[one.source_url], seen, worth)
    ]
    messages = 1 + len(parts) // PIECES_AT_ONCE + sum(p.size_bytes for p in parts) // MOST_BYTES
    around = messages * (ENVELOPE_BYTES + ASK_BYTES + len(line.base))
    return exchange.choose(parts, max(0, line.left - around))


def _mine(tx: Tx, urls: set[str]) -> dict[str, _Mine]:
    found = {}
    for url in urls:
        source = sources.find_by_url(tx, url)
        if source is not None:
            known = items.many(tx, [one.id for one in items.known(tx, source.id)])
            encoded = frozenset(vectors.load(tx, known))
            found[url] = _Mine(source, {one.key: one for one in known.values()}, encoded)
    return found


def _worth(tx: Tx) -> Mapping[int, float]:
    """Worth a minute of each source by this reader's own answers, as if one more had said 1."""
    told = verdicts.told(tx)
    held = items.many(tx, list(told))
    sums: dict[int, list[float]] = {}
    for id, verdict in told.items():
        if id in held:
            sums.setdefault(held[id].source_id, [1.0]).append(ANSWERS[verdict.answer])
    return {source_id: sum(given) / len(given) for source_id, given in sums.items()}


def _lacking(
    diet: Diet, one: Offered, mine: _Mine, seen: _Seen, worth: Mapping[int, float]
) -> list[Part]:
    """The parts of an offered piece that this home lacks, with what they are worth."""
    own = mine.items.get(one.key)
    kinds: dict[PartKind, int] = {"card": one.card_bytes, "text": one.text_bytes}
    if one.vector_bytes:
        kinds["vector"] = one.vector_bytes
    if own is not None:
        if own.fingerprint != one.fingerprint and not _later(diet, mine.source, seen):
            return []
        if own.fingerprint == one.fingerprint:
            del kinds["card"]
            if one.text_characters <= len(own.text):
                del kinds["text"]
            if own.id in mine.encoded:
                kinds.pop("vector", None)
    each = worth.get(mine.source.id, 1.0)
    return [
        Part(
            one.id,
            kind,
            size + PART_BYTES,
            exchange.part_value(one, kind, worth=each, now=diet.clock()),
        )
        for kind, size in kinds.items()
    ]


def _later(diet: Diet, source: Source, seen: _Seen) -> bool:
    """Whether the other home asked this source after this one did."""
    theirs = seen.visits.get(source.url)
    with diet.db.read() as tx:
        own = visits.get(tx, source.id)
    if theirs is None or theirs.checked_at is None:
        return False
    return own.checked_at is None or theirs.checked_at > own.checked_at


def _take(
    line: _Line, seen: _Seen, chosen: exchange.Chosen, pulled: Pulled, progress: Progress
) -> Pulled:
    """Ask for the chosen parts batch by batch and keep each batch as it comes."""
    offered = {one.id: one for one in seen.offered}
    left = list(chosen.parts)
    while left:
        progress("exchange", len(chosen.parts) - len(left), len(chosen.parts))
        batch, left = _batch(left)
        names: dict[int, str] = {}
        for part in batch:
            names[part.item_id] = names.get(part.item_id, "") + _LETTER[part.kind]
        asked = ".".join(f"{id}-{letters}" for id, letters in names.items())
        most = sum(part.size_bytes - PART_BYTES for part in batch) + ENVELOPE_BYTES
        try:
            answer = line.ask(PARCELS, {"parts": asked, "most": str(most)})
            came = _keep(line.diet, answer, offered, names)
        except (Unreachable, Unreadable) as error:
            lost = len(batch) + len(left)
            return replace(pulled, left=pulled.left + lost, trouble=str(error))
        counts = [a + b for a, b in zip(_counts(pulled), _counts(came), strict=True)]
        missing = len(batch) - sum(_counts(came))
        pulled = replace(
            pulled,
            items=counts[0],
            texts=counts[1],
            vectors=counts[2],
            left=pulled.left + missing,
        )
    return pulled


def _counts(pulled: Pulled) -> tuple[int, int, int]:
    return pulled.items, pulled.texts, pulled.vectors


def _batch(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """The parts of the next message, and the rest."""
    size, end = 0, 0
    while end < min(len(parts), PIECES_AT_ONCE):
        size += parts[end].size_bytes
        if end and size > MOST_BYTES:
            break
        end += 1
    return list(parts[:end]), list(parts[end:])


def _keep(
    diet: Diet, answer: Any, offered: Mapping[int, Offered], asked: Mapping[int, str]
) -> Pulled:
    """Write down one batch, whole or not at all."""
    match answer:
        case {"items": list(given)}:
            pass
        case _:
            raise Unreadable("The other home's answer is no message heed knows.")
    embedders = frozenset(one.embedder_id for one in diet.encoder.describe())
    came = Pulled()
    with diet.db.write() as tx:
        for one in given:
            id = one.get("id") if isinstance(one, dict) else None
            if type(id) is not int or id not in asked:
                raise Unreadable("The other home's answer is no message heed knows.")
            kinds = [LETTERS[letter] for letter in asked[id]]
            wanted = {kind: one[kind] for kind in kinds if kind in one}
            came = _keep_piece(tx, diet, offered[id], wanted, embedders, came)
    return came


def _keep_piece(
    tx: Tx,
    diet: Diet,
    offered: Offered,
    parts: Mapping[str, Any],
    embedders: frozenset[str],
    came: Pulled,
) -> Pulled:
    """Write down what came of one piece; a source removed meanwhile takes nothing."""
    source = sources.find_by_url(tx, offered.source_url)
    if source is None:
        return came
    own = items.by_key(tx, source.id, offered.key)
    if "card" in parts:
        fresh = parcels.read_card(parts["card"], source_id=source.id, now=diet.clock())
        if fresh.key != offered.key:
            raise Unreadable("The other home's answer is no message heed knows.")
        id = own.id if own else items.next_ids(tx, diet.clock(), 1).start
        (own,) = items.save(tx, [replace(fresh, id=id)])
        vectors.forget(tx, [own.id])
        came = replace(came, items=came.items + 1)
    if own is not None and "text" in parts:
        whole = parcels.read_body(parts["text"], own)
        # The other home cleaned it, but a page runs nothing on another's word.
        html = filter.clean_html(whole.html, own.url)
        items.set_text(tx, own.id, whole.text, html, whole.seconds)
        came = replace(came, texts=came.texts + 1)
    if own is not None and "vector" in parts:
        name, vector = parcels.read_vector(parts["vector"], embedders)
        vectors.save(tx, name, [own.id], vector[np.newaxis])
        came = replace(came, vectors=came.vectors + 1)
    return came


def _spare_visits(diet: Diet, seen: _Seen) -> None:
    """Sources the other home asked later need not be asked again before they are due there."""
    with diet.db.write() as tx:
        for url, theirs in seen.visits.items():
            source = sources.find_by_url(tx, url)
            if source is None:
                continue
            own = visits.get(tx, source.id)
            if own.checked_at is None or (theirs.checked_at and theirs.checked_at > own.checked_at):
                visits.save(tx, replace(theirs, source_id=source.id))
