"""Needs of the team: which pieces are to be read, by how many, until when, by whom not."""

from collections.abc import Sequence
from datetime import date

from heed.actions import members, watches
from heed.actions import sources as source_actions
from heed.actions.rules import spelled
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.store import items, needs, sources
from heed.team import Need, NeedScope

MOST_READERS = 50
LONGEST_SUBJECT = 300


def add(
    diet: Diet,
    scope: NeedScope,
    subject: str,
    *,
    least: int = 1,
    most: int | None = None,
    until: date | None = None,
    skills: Sequence[str] = (),
    barred: Sequence[str] = (),
) -> Need:
    """Declare what must be read (least 1 or more) or may be read for the team (least 0).

    subject: a source's number, address or title; a topic; words; a watch's number or name; a
    piece's number or address.
    most: as many as least where not given. barred: members who must not read it, by name.
    Raises BadInput, NotFound.
    """
    highest = max(least, 1) if most is None else most
    if not 0 <= least <= highest <= MOST_READERS or highest < 1:
        raise BadInput(
            f"{least} to {highest} readers cannot hold; the most is 1 to {MOST_READERS}, "
            "and no fewer than the least."
        )
    if until and until < diet.today():
        raise BadInput(f"{until} is over; a need's last day is today or later.")
    named = _subject(diet, scope, subject.strip())
    not_by = tuple(members.named(diet, one).id for one in barred if one.strip())
    able = tuple(one.strip() for one in skills if one.strip())
    with diet.db.write() as tx:
        return needs.add(
            tx,
            scope=scope,
            subject=named,
            least=least,
            most=highest,
            at=diet.clock(),
            until=until,
            skills=able,
            barred=not_by,
        )


def remove(diet: Diet, need_id: int) -> None:
    """Take a need back; market days cleared already keep it. Raises NotFound."""
    with diet.db.write() as tx:
        needs.remove(tx, need_id)


def _subject(diet: Diet, scope: NeedScope, subject: str) -> str:
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise BadInput(f"A need says what is to be read, in at most {LONGEST_SUBJECT} characters.")
    if scope == "source":
        return str(source_actions.named(diet, subject).id)
    if scope == "piece":
        return str(_piece(diet, subject))
    if scope == "words":
        return subject
    if scope == "watch":
        return watches.named(diet, subject).name
    with diet.db.read() as tx:
        return spelled({one.topic for one in sources.all(tx) if one.topic}, subject)


def _piece(diet: Diet, subject: str) -> int:
    """The number of the piece a link or a number names."""
    number = subject.rstrip("/").rsplit("/", 1)[-1] if "/story/" in subject else subject
    with diet.db.read() as tx:
        if number.isdecimal():
            return items.get(tx, int(number)).id
        found = items.at_address(tx, subject)
    if found is None:
        raise NotFound(
            f"No piece of this home has the address {subject}; follow its source or add the page "
            "first."
        )
    return found.id
