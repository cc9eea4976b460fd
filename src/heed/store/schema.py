"""The tables of a home, typed. How old homes become new ones is in migrations, not here.

Column order follows the noun's fields where a row becomes that noun. In `item` the long texts come
last, so that SQLite reads the short columns without touching overflow pages.
"""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)
from sqlalchemy.types import BigInteger

from heed.store.columntypes import (
    Entities,
    Moment,
    Numbers,
    Reasons,
    RowId,
    Sightings,
    Signals,
    Tags,
    Tones,
    WholeNumber,
    Words,
)
from heed.types import Entity, Reason, Sighting, Signal, Tone

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class SourceColumns(TypedColumns):
    """`removed`: the source is gone, but something the reader did still speaks of it."""

    id: Column[int] = Column(RowId, primary_key=True)
    url: Column[str] = Column(Words, nullable=False, unique=True)
    kind: Column[str] = Column(Text, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    site_url: Column[str] = Column(Words, nullable=False)
    topic: Column[str] = Column(Words, nullable=False)
    language: Column[str] = Column(Words, nullable=False)
    muted: Column[bool] = Column(Boolean, nullable=False)
    removed: Column[bool] = Column(Boolean, nullable=False)


class VisitColumns(TypedColumns):
    """One row a source, the last visit only."""

    source_id: Column[int] = Column(
        RowId, ForeignKey("source.id", ondelete="CASCADE"), primary_key=True
    )
    checked_at: Column[datetime | None] = Column(Moment)
    next_at: Column[datetime | None] = Column(Moment)
    etag: Column[str] = Column(Words, nullable=False)
    modified: Column[str] = Column(Words, nullable=False)
    body_sha: Column[str] = Column(Words, nullable=False)
    failures: Column[int] = Column(BigInteger, nullable=False)
    trouble: Column[str] = Column(Words, nullable=False)
    gone: Column[bool] = Column(Boolean, nullable=False)


class ItemColumns(TypedColumns):
    """`story_id` 0: not grouped yet, the item is a story of its own."""

    id: Column[int] = Column(RowId, primary_key=True, autoincrement=False)
    source_id: Column[int] = Column(RowId, ForeignKey("source.id"), nullable=False)
    key: Column[str] = Column(Words, nullable=False)
    seen_at: Column[datetime] = Column(Moment, nullable=False)
    published_at: Column[datetime] = Column(Moment, nullable=False)
    updated_at: Column[datetime | None] = Column(Moment)
    story_id: Column[int] = Column(RowId, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    language: Column[str] = Column(Words, nullable=False)
    fingerprint: Column[str] = Column(Words, nullable=False)
    url: Column[str] = Column(Words, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    author: Column[str] = Column(Words, nullable=False)
    signals: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    lead: Column[str] = Column(Words, nullable=False)
    text: Column[str] = Column(Words, nullable=False)
    html: Column[str] = Column(Words, nullable=False)


class VectorColumns(TypedColumns):
    """`data`: float16, little-endian."""

    item_id: Column[int] = Column(
        RowId, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    embedder_id: Column[str] = Column(Text, nullable=False)
    data: Column[bytes] = Column(LargeBinary, nullable=False)


class EditionColumns(TypedColumns):
    """One row an issued edition."""

    id: Column[int] = Column(RowId, primary_key=True)
    day: Column[date] = Column(Date, nullable=False)
    made_at: Column[datetime] = Column(Moment, nullable=False)
    granted_s: Column[int] = Column(BigInteger, nullable=False)
    price: Column[float] = Column(Double, nullable=False)
    bound: Column[float] = Column(Double, nullable=False)
    gap: Column[float] = Column(Double, nullable=False)
    reservation_rate: Column[float] = Column(Double, nullable=False)
    seed: Column[int] = Column(WholeNumber, nullable=False)


class SlotColumns(TypedColumns):
    """The places of an edition, in order; they name items without holding on to them."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False, index=True)
    story_id: Column[int] = Column(RowId, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    source: Column[str] = Column(Words, nullable=False)
    url: Column[str] = Column(Words, nullable=False)
    kind: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    worth: Column[float] = Column(Double, nullable=False)
    sd: Column[float] = Column(Double, nullable=False)
    propensity: Column[float] = Column(Double, nullable=False)
    reasons: Column[tuple[Reason, ...]] = Column(Reasons, nullable=False)
    outlets: Column[int] = Column(BigInteger, nullable=False)


class LeftOutColumns(TypedColumns):
    """What an edition did not take, in order."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False)
    story_id: Column[int] = Column(RowId, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    source: Column[str] = Column(Words, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    worth: Column[float] = Column(Double, nullable=False)
    enters_at_s: Column[int | None] = Column(BigInteger)
    reasons: Column[tuple[Reason, ...]] = Column(Reasons, nullable=False)


class RulePriceColumns(TypedColumns):
    """The rules of an edition's day as they stood then, and what each cost."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    rule_id: Column[int] = Column(RowId, nullable=False)
    scope: Column[str] = Column(Text, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    bound: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    price: Column[float] = Column(Double, nullable=False)
    met: Column[bool] = Column(Boolean, nullable=False)


class QuestionColumns(TypedColumns):
    """Which pieces of an edition were drawn to be asked about, in order."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False, index=True)
    chance: Column[float] = Column(Double, nullable=False)


class DraftedColumns(TypedColumns):
    """Whose piece was whose in an edition that two rankings shared, in order."""

    edition_id: Column[int] = Column(RowId, ForeignKey("edition.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False)
    team: Column[str] = Column(Text, nullable=False)
    round: Column[int] = Column(BigInteger, nullable=False)
    first: Column[str] = Column(Text, nullable=False)
    second: Column[str] = Column(Text, nullable=False)


class ReadingColumns(TypedColumns):
    """Append-only."""

    id: Column[int] = Column(RowId, primary_key=True)
    item_id: Column[int] = Column(RowId, ForeignKey("item.id"), nullable=False, index=True)
    started_at: Column[datetime] = Column(Moment, nullable=False, index=True)
    active_s: Column[int] = Column(BigInteger, nullable=False)
    via: Column[str] = Column(Text, nullable=False)
    edition_id: Column[int | None] = Column(RowId, ForeignKey("edition.id"))


class VerdictColumns(TypedColumns):
    """Append-only; the row with the greatest id is the item's answer."""

    id: Column[int] = Column(RowId, primary_key=True)
    item_id: Column[int] = Column(RowId, ForeignKey("item.id"), nullable=False, index=True)
    answer: Column[str] = Column(Text, nullable=False)
    at: Column[datetime] = Column(Moment, nullable=False)
    asked: Column[str] = Column(Text, nullable=False)
    propensity: Column[float] = Column(Double, nullable=False)


class EntryColumns(TypedColumns):
    """Append-only ledger lines; items and sources are named without holding on to them."""

    id: Column[int] = Column(RowId, primary_key=True)
    tx: Column[int] = Column(RowId, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False, index=True)
    account: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    edition_id: Column[int | None] = Column(RowId, ForeignKey("edition.id"))
    item_id: Column[int | None] = Column(RowId)
    source_id: Column[int | None] = Column(RowId, index=True)


class RuleColumns(TypedColumns):
    """The declared diet: one row a scope, subject and bound."""

    id: Column[int] = Column(RowId, primary_key=True)
    scope: Column[str] = Column(Text, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    bound: Column[str] = Column(Text, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)


class MemberColumns(TypedColumns):
    """`gone`: she left, but market days still speak of her."""

    id: Column[int] = Column(RowId, primary_key=True)
    name: Column[str] = Column(Words, nullable=False)
    offer_s: Column[int] = Column(BigInteger, nullable=False)
    joined_at: Column[datetime] = Column(Moment, nullable=False)
    interests: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    skills: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    gone: Column[bool] = Column(Boolean, nullable=False)


class NeedColumns(TypedColumns):
    """Which pieces the team has read, and by how many."""

    id: Column[int] = Column(RowId, primary_key=True)
    scope: Column[str] = Column(Text, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    least: Column[int] = Column(BigInteger, nullable=False)
    most: Column[int] = Column(BigInteger, nullable=False)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    until: Column[date | None] = Column(Date)
    skills: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    barred: Column[tuple[int, ...]] = Column(Numbers, nullable=False)


class MarketDayColumns(TypedColumns):
    """One row a clearing."""

    id: Column[int] = Column(RowId, primary_key=True)
    day: Column[date] = Column(Date, nullable=False)
    at: Column[datetime] = Column(Moment, nullable=False)
    mode: Column[str] = Column(Text, nullable=False)
    seed: Column[int] = Column(WholeNumber, nullable=False)


class SeatColumns(TypedColumns):
    """Who offered what on a market day, in order; members are named without holding on to them."""

    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    member_id: Column[int] = Column(RowId, nullable=False)
    name: Column[str] = Column(Words, nullable=False)
    offer_s: Column[int] = Column(BigInteger, nullable=False)
    influence: Column[float] = Column(Double, nullable=False)
    price: Column[float | None] = Column(Double)


class WantedColumns(TypedColumns):
    """The pieces of a market day, in order; they name items without holding on to them."""

    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    item_id: Column[int] = Column(RowId, nullable=False)
    title: Column[str] = Column(Words, nullable=False)
    source: Column[str] = Column(Words, nullable=False)
    seconds: Column[int] = Column(BigInteger, nullable=False)
    least: Column[int] = Column(BigInteger, nullable=False)
    most: Column[int] = Column(BigInteger, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    until: Column[date | None] = Column(Date)
    barred: Column[tuple[int, ...]] = Column(Numbers, nullable=False)
    price: Column[float | None] = Column(Double)
    credit: Column[float | None] = Column(Double)


class TeamAuditColumns(TypedColumns):
    """How good and fair a market day was, by one rule a row, in order."""

    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), primary_key=True)
    place: Column[int] = Column(BigInteger, primary_key=True)
    rule: Column[str] = Column(Text, nullable=False)
    pieces: Column[int] = Column(BigInteger, nullable=False)
    twice_s: Column[int] = Column(BigInteger, nullable=False)
    unmet: Column[int] = Column(BigInteger, nullable=False)
    over_s: Column[float] = Column(Double, nullable=False)
    extra_readers: Column[int] = Column(BigInteger, nullable=False)
    value: Column[float | None] = Column(Double)
    bound: Column[float | None] = Column(Double)
    worst_rate: Column[float | None] = Column(Double)
    envy_pairs: Column[int | None] = Column(BigInteger)
    ef1_violations: Column[int | None] = Column(BigInteger)


class AssignmentColumns(TypedColumns):
    """Who is asked to read what; settled once, when it is read, passed on or exchanged."""

    id: Column[int] = Column(RowId, primary_key=True)
    market_id: Column[int] = Column(RowId, ForeignKey("market_day.id"), nullable=False, index=True)
    member_id: Column[int] = Column(RowId, nullable=False)
    item_id: Column[int] = Column(RowId, nullable=False)
    given_at: Column[datetime] = Column(Moment, nullable=False)
    must: Column[bool] = Column(Boolean, nullable=False)
    credit: Column[float] = Column(Double, nullable=False)
    worth: Column[float | None] = Column(Double)
    reasons: Column[tuple[Reason, ...]] = Column(Reasons, nullable=False)
    state: Column[str] = Column(Text, nullable=False)
    settled_at: Column[datetime | None] = Column(Moment)
    note: Column[str] = Column(Words, nullable=False)


class PersonColumns(TypedColumns):
    """People who may enter; the password only as its argon2 hash."""

    name: Column[str] = Column(Text, primary_key=True)
    owner: Column[bool] = Column(Boolean, nullable=False)
    joined_at: Column[datetime] = Column(Moment, nullable=False)
    password: Column[str] = Column(Text, nullable=False)


class AccessColumns(TypedColumns):
    """Sessions, tokens and invitations; the secret only as its SHA-256."""

    id: Column[int] = Column(RowId, primary_key=True)
    person: Column[str] = Column(Text, nullable=False)
    kind: Column[str] = Column(Text, nullable=False)
    label: Column[str] = Column(Words, nullable=False)
    made_at: Column[datetime] = Column(Moment, nullable=False)
    ends_at: Column[datetime | None] = Column(Moment)
    secret: Column[bytes] = Column(LargeBinary, nullable=False, unique=True)


class MeterColumns(TypedColumns):
    """What a day's work of one kind cost for one tenant."""

    day: Column[date] = Column(Date, primary_key=True)
    kind: Column[str] = Column(Text, primary_key=True)
    tenant: Column[str] = Column(Words, primary_key=True)
    runs: Column[int] = Column(BigInteger, nullable=False)
    count: Column[int] = Column(BigInteger, nullable=False)
    cpu_s: Column[float] = Column(Double, nullable=False)
    wall_s: Column[float] = Column(Double, nullable=False)
    peak_mb: Column[float] = Column(Double, nullable=False)


class ShareColumns(TypedColumns):
    """Who holds which share of the machine: kinds of work, and tenants."""

    of: Column[str] = Column(Text, primary_key=True)
    name: Column[str] = Column(Words, primary_key=True)
    share: Column[float] = Column(Double, nullable=False)


class FlowColumns(TypedColumns):
    """What work of one kind for one tenant was owed when it last had a turn."""

    kind: Column[str] = Column(Text, primary_key=True)
    tenant: Column[str] = Column(Words, primary_key=True)
    deficit_s: Column[float] = Column(Double, nullable=False)


class JobColumns(TypedColumns):
    """Work that waits, is under way or is over; at most one of a kind, tenant and subject waits."""

    id: Column[int] = Column(RowId, primary_key=True)
    kind: Column[str] = Column(Text, nullable=False)
    tenant: Column[str] = Column(Words, nullable=False)
    subject: Column[str] = Column(Words, nullable=False)
    state: Column[str] = Column(Text, nullable=False, index=True)
    queued_at: Column[datetime] = Column(Moment, nullable=False)
    tries: Column[int] = Column(BigInteger, nullable=False)
    taken_until: Column[datetime | None] = Column(Moment)
    cpu_s: Column[float] = Column(Double, nullable=False)
    trouble: Column[str] = Column(Words, nullable=False)


class TradeLegColumns(TypedColumns):
    """Append-only: both legs of every trade."""

    id: Column[int] = Column(RowId, primary_key=True)
    tx: Column[int] = Column(RowId, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False)
    party: Column[str] = Column(Words, nullable=False)
    kind: Column[str] = Column(Text, nullable=False)
    amount: Column[float] = Column(Double, nullable=False)
    known: Column[str] = Column(Text, nullable=False)


class StateColumns(TypedColumns):
    """Named bytes: fitted models and small facts."""

    name: Column[str] = Column(Text, primary_key=True)
    data: Column[bytes] = Column(LargeBinary, nullable=False)


class CounterColumns(TypedColumns):
    """The last number given out under a name."""

    name: Column[str] = Column(Text, primary_key=True)
    last: Column[int] = Column(RowId, nullable=False)


class WatchColumns(TypedColumns):
    """What the reader keeps an eye on."""

    id: Column[int] = Column(RowId, primary_key=True)
    name: Column[str] = Column(Words, nullable=False, unique=True)
    added_at: Column[datetime] = Column(Moment, nullable=False)
    words: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    examples: Column[tuple[str, ...]] = Column(Tags, nullable=False)
    entities: Column[tuple[Entity, ...]] = Column(Entities, nullable=False)
    urgent: Column[bool] = Column(Boolean, nullable=False)
    muted: Column[bool] = Column(Boolean, nullable=False)


class ToningColumns(TypedColumns):
    """Tones that took an encoder to read, kept so that they are read once."""

    watch_id: Column[int] = Column(
        RowId, ForeignKey("watch.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    item_id: Column[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    digest: Column[str] = Column(Words, nullable=False)
    tones: Column[tuple[Tone, ...]] = Column(Tones, nullable=False)


class AlertColumns(TypedColumns):
    """Append-only while the watch is kept; the pieces are kept as they were then."""

    id: Column[int] = Column(RowId, primary_key=True)
    watch_id: Column[int] = Column(
        RowId, ForeignKey("watch.id", ondelete="CASCADE"), nullable=False, index=True
    )
    day: Column[date] = Column(Date, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False)
    signals: Column[tuple[Signal, ...]] = Column(Signals, nullable=False)
    evidence: Column[tuple[Sighting, ...]] = Column(Sightings, nullable=False)


source = Table("source", metadata, SourceColumns)
visit = Table("visit", metadata, VisitColumns)
item = Table(
    "item",
    metadata,
    ItemColumns,
    UniqueConstraint("source_id", "key"),
    Index("ix_item_seen_at", "seen_at"),
    Index("ix_item_published_at", "published_at", "id"),
    Index("ix_item_source_id_published_at", "source_id", "published_at", "id"),
    Index("ix_item_story_id", "story_id"),
)
vector = Table("vector", metadata, VectorColumns)
edition = Table(
    "edition",
    metadata,
    EditionColumns,
)
slot = Table("slot", metadata, SlotColumns)
left_out = Table("left_out", metadata, LeftOutColumns)
rule_price = Table("rule_price", metadata, RulePriceColumns)
question = Table("question", metadata, QuestionColumns)
drafted = Table("drafted", metadata, DraftedColumns)
reading = Table("reading", metadata, ReadingColumns)
verdict = Table("verdict", metadata, VerdictColumns)
entry = Table("entry", metadata, EntryColumns)
rule = Table(
    "rule",
    metadata,
    RuleColumns,
    UniqueConstraint("scope", "subject", "bound"),
)
member = Table("member", metadata, MemberColumns)
need = Table("need", metadata, NeedColumns)
market_day = Table("market_day", metadata, MarketDayColumns)
seat = Table("seat", metadata, SeatColumns)
wanted = Table("wanted", metadata, WantedColumns)
team_audit = Table("team_audit", metadata, TeamAuditColumns)
assignment = Table("assignment", metadata, AssignmentColumns)
person = Table("person", metadata, PersonColumns)
access = Table("access", metadata, AccessColumns)
meter = Table("meter", metadata, MeterColumns)
share = Table("share", metadata, ShareColumns)
flow = Table("flow", metadata, FlowColumns)
job = Table("job", metadata, JobColumns)
trade_leg = Table("trade_leg", metadata, TradeLegColumns)
state = Table("state", metadata, StateColumns)
counter = Table("counter", metadata, CounterColumns)
watch = Table("watch", metadata, WatchColumns)
toning = Table("toning", metadata, ToningColumns)
alert = Table("alert", metadata, AlertColumns)
