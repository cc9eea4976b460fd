"""Editions: issued once, read ever after. No function here changes one."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Table, func, select

from heed.errors import NotFound
from heed.store.columntypes import record
from heed.store.database import AnyRow, AnySelect, Tx
from heed.store.schema import drafted, edition, left_out, question, rule_price, slot
from heed.types import Drafted, Edition, LeftOut, Question, Rule, RulePrice, Slot

_PARTS = ("slots", "left_out", "rules", "questions", "drafted")
_HEAD = tuple(edition.c[field.name] for field in fields(Edition) if field.name not in _PARTS)
_SLOT = tuple(slot.c[field.name] for field in fields(Slot))
_LEFT_OUT = tuple(left_out.c[field.name] for field in fields(LeftOut))
_QUESTION = tuple(question.c[field.name] for field in fields(Question))
_DRAFTED = tuple(drafted.c[field.name] for field in fields(Drafted))


class Issued(NamedTuple):
    """One line of the list of editions."""

    id: int
    day: date
    granted_s: int
    planned_s: int
    price: float


class Expected(NamedTuple):
    """What a piece was expected to be worth a minute on the morning of a day."""

    day: date
    item_id: int
    worth: float
    sd: float


def save(tx: Tx, made: Edition) -> Edition:
    """Issue an edition (id 0) and return it with its id.

    Raises ValueError where it already has an id.
    """
    if made.id != 0:
        raise ValueError(f"Edition {made.id} was issued already; an edition never changes.")
    head = {column.name: getattr(made, column.name) for column in _HEAD if column.name != "id"}
    issued = replace(made, id=tx.write(edition.insert().returning(edition.c.id), head).scalar_one())
    _add(tx, slot, issued.id, [record(one) for one in made.slots])
    _add(tx, left_out, issued.id, [record(one) for one in made.left_out])
    _add(tx, rule_price, issued.id, [_rule_row(one) for one in made.rules])
    _add(tx, question, issued.id, [record(one) for one in made.questions])
    _add(tx, drafted, issued.id, [record(one) for one in made.drafted])
    return issued


def get(tx: Tx, id: int) -> Edition:
    """The edition with this id, equal to what was issued. Raises NotFound."""
    found = _first(tx, select(*_HEAD).where(edition.c.id == id))
    if found is None:
        raise NotFound(f"There is no edition {id} in this home.")
    return found


def latest(tx: Tx, day: date | None = None) -> Edition | None:
    """The last edition issued, of `day` or at all."""
    wanted = select(*_HEAD).order_by(edition.c.id.desc())
    return _first(tx, wanted if day is None else wanted.where(edition.c.day == day))


def before(tx: Tx, day: date) -> Edition | None:
    """The last edition issued of a day before `day`."""
    return _first(tx, select(*_HEAD).where(edition.c.day < day).order_by(edition.c.id.desc()))


def find(tx: Tx, day: date, granted_s: int) -> Edition | None:
    """The last edition issued for this day and budget, or None."""
    wanted = select(*_HEAD).where(edition.c.day == day, edition.c.granted_s == granted_s)
    return _first(tx, wanted.order_by(edition.c.id.desc()))


def all_days(tx: Tx) -> list[Issued]:
    """Every edition in one line, newest day first."""
    planned = func.coalesce(func.sum(slot.c.seconds), 0)
    wanted = (
        select(edition.c.id, edition.c.day, edition.c.granted_s, planned, edition.c.price)
        .select_from(edition)
        .join(slot, slot.c.edition_id == edition.c.id, isouter=True)
        .group_by(edition.c.id)
        .order_by(edition.c.day.desc(), edition.c.id.desc())
    )
    return [Issued(*row) for row in tx.rows(wanted)]


def rule_prices(tx: Tx, since: date) -> list[RulePrice]:
    """What every rule cost in the last edition of each day since then."""
    last = select(func.max(edition.c.id)).where(edition.c.day >= since).group_by(edition.c.day)
    wanted = select(*rule_price.c).where(rule_price.c.edition_id.in_(last))
    rows = tx.rows(wanted.order_by(rule_price.c.edition_id, rule_price.c.place))
    return [_rule_price(row) for row in rows]


def asked(tx: Tx, item_id: int) -> float | None:
    """The chance with which an edition drew the piece to be asked about; None: none did."""
    wanted = select(question.c.chance).where(question.c.item_id == item_id)
    found: float | None = tx.value(wanted.order_by(question.c.edition_id).limit(1))
    return found


def expected(tx: Tx) -> list[Expected]:
    """What every place of every edition was expected to be worth, the first issued first."""
    wanted = (
        select(edition.c.day, slot.c.item_id, slot.c.worth, slot.c.sd)
        .select_from(slot)
        .join(edition, edition.c.id == slot.c.edition_id)
        .order_by(edition.c.id, slot.c.place)
    )
    return [Expected(*row) for row in tx.rows(wanted)]


def all_drafted(tx: Tx) -> list[tuple[Drafted, ...]]:
    """What two rankings shared, an edition at a time, the first issued first."""
    rows = tx.rows(
        select(drafted.c.edition_id, *_DRAFTED).order_by(drafted.c.edition_id, drafted.c.place)
    )
    return [
        tuple(Drafted(*row[1:]) for row in group)
        for _, group in groupby(rows, key=lambda row: row.edition_id)
    ]


def _first(tx: Tx, wanted: AnySelect) -> Edition | None:
    row = tx.row(wanted.limit(1))
    if row is None:
        return None
    slots = tuple(Slot(*one) for one in _parts(tx, slot, _SLOT, row.id))
    others = tuple(LeftOut(*one) for one in _parts(tx, left_out, _LEFT_OUT, row.id))
    rules = tuple(_rule_price(one) for one in _parts(tx, rule_price, rule_price.c, row.id))
    asked = tuple(Question(*one) for one in _parts(tx, question, _QUESTION, row.id))
    shared = tuple(Drafted(*one) for one in _parts(tx, drafted, _DRAFTED, row.id))
    return Edition(
        **row._mapping,
        slots=slots,
        left_out=others,
        rules=rules,
        questions=asked,
        drafted=shared,
    )


def _parts(tx: Tx, table: Table[Any], columns: Any, id: int) -> Sequence[AnyRow]:
    return tx.rows(select(*columns).where(table.c.edition_id == id).order_by(table.c.place))


def _add(tx: Tx, table: Table[Any], id: int, rows: Sequence[dict[str, Any]]) -> None:
    tx.insert(table, [{"edition_id": id, "place": n} | row for n, row in enumerate(rows)])


def _rule_row(priced: RulePrice) -> dict[str, Any]:
    row = record(priced.rule)
    return row | {"rule_id": row.pop("id"), "price": priced.price, "met": priced.met}


def _rule_price(row: AnyRow) -> RulePrice:
    rule = Rule(row.rule_id, row.scope, row.subject, row.bound, row.seconds)
    return RulePrice(rule, row.price, row.met)
