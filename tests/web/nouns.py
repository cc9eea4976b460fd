"""Hand-made nouns for tests of pages: a small edition with every kind of slot and reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from heed.types import (
    Edition,
    Item,
    LeftOut,
    Reason,
    Rule,
    RulePrice,
    Slot,
    SlotKind,
    Source,
    Visit,
)

NOW = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)
FIRST = 1_000_000_000_000_000

TITLES = (
    ("The harbour that turned its cranes off at night", "Quayside Daily", 9, "core", 3),
    ("A compiler learns to say what it does not know", "Plain Machines", 6, "core", 1),
    ("央行维持利率不变，房贷暂时不动", "河畔晚报", 5, "core", 2),
    ("Why the ferry timetable is a linear program", "Small Proofs", 3, "core", 1),
    ("Seed banks after the flood", "Field Notes Weekly", 3, "must", 1),
    ("How lighthouses were priced", "Old Works", 4, "explore", 1),
)

LEADS = (
    "Since spring the port stops for six hours. Freight did not fall, and the herring came back.",
    "Error messages now carry a probability, and a way to disagree with it.",
    "委员会表示，通胀放缓的速度快于预期，下次会议在一月。",
    "Forty boats, nine piers, one tide table: the dual prices tell where a tenth pier would pay.",
    "Two vaults, one freezer and a list of people who can be phoned at night.",
    "Ships paid by the ton, and the ones that sank paid nothing. It worked for two centuries.",
)

REASONS = (
    Reason("liked", 0.42, "Rust 1.90 ships", FIRST + 90),
    Reason("source", 0.21, "Plain Machines"),
    Reason("recency", 0.12),
    Reason("quality", -0.1, "clickbait title"),
    Reason("prior", 0.9),
)


def reasons_for(kind: SlotKind) -> tuple[Reason, ...]:
    label = {"explore": (Reason("explore", 0.0),), "must": (Reason("rule", 0.0, "Science"),)}
    return (*label.get(kind, ()), *REASONS)


def slot(number: int) -> Slot:
    title, source, minutes, kind, outlets = TITLES[number]
    return Slot(
        item_id=FIRST + number,
        story_id=FIRST + number,
        title=title,
        source=source,
        url=f"https://example.org/{number}",
        kind=kind,  # type: ignore[arg-type]
        seconds=minutes * 60 - 10,
        worth=1.7 - number / 10,
        sd=0.3,
        propensity=1.0,
        reasons=reasons_for(kind),  # type: ignore[arg-type]
        outlets=outlets,
    )


def item(number: int) -> Item:
    title, _, minutes, _, _ = TITLES[number]
    text = " ".join([LEADS[number]] * 6)
    return Item(
        id=FIRST + number,
        source_id=number + 1,
        key=f"k{number}",
        url=f"https://example.org/{number}",
        title=title,
        lead=LEADS[number],
        text=text,
        html="".join(f"<p>{text}</p>" for _ in range(3)),
        language="zh" if number == 2 else "en",
        seen_at=NOW - timedelta(hours=2),
        published_at=NOW - timedelta(hours=3 + number),
        seconds=minutes * 60 - 10,
        fingerprint="f",
        story_id=FIRST + number,
    )


def items() -> dict[int, Item]:
    return {one.id: one for one in map(item, range(len(TITLES)))}


def left_out(number: int, enters: int | None) -> LeftOut:
    return LeftOut(
        item_id=FIRST + 100 + number,
        story_id=FIRST + 100 + number,
        title=f"A piece that had to wait, number {number}",
        source="Quayside Daily",
        seconds=240,
        worth=1.2 - number / 20,
        enters_at_s=enters,
        reasons=REASONS,
    )


def edition(**changes: object) -> Edition:
    made = Edition(
        id=1,
        day=date(2026, 11, 20),
        made_at=NOW,
        granted_s=1800,
        price=1.4,
        bound=46.0,
        gap=0.012,
        reservation_rate=1.0,
        seed=20261120,
        slots=tuple(map(slot, range(len(TITLES)))),
        left_out=(left_out(1, 2040), left_out(2, 2280), left_out(3, 4000), left_out(4, None)),
        rules=(RulePrice(Rule(1, "topic", "Science", "floor", 300), 0.3),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def source(number: int = 0, **changes: object) -> Source:
    made = Source(
        id=number + 1,
        url=f"https://example.org/feed/{number}",
        kind="feed",
        title=TITLES[number][1],
        added_at=NOW - timedelta(days=9),
        topic="Science",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def visit(number: int = 0, **changes: object) -> Visit:
    made = Visit(
        source_id=number + 1,
        checked_at=NOW - timedelta(minutes=25),
        next_at=NOW + timedelta(minutes=35),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
