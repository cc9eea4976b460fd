"""Members of the team this home hosts: named, not logged in. What they offer and say they want."""

from collections.abc import Sequence
from dataclasses import replace

from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.store import members
from heed.team import Member

LONGEST_NAME, LONGEST_INTEREST, MOST_INTERESTS = 60, 300, 20


def add(diet: Diet, name: str, minutes: float = 0) -> Member:
    """A new member, who offers so many minutes a day. Raises BadInput."""
    clean = " ".join(name.split())
    if not 0 < len(clean) <= LONGEST_NAME:
        raise BadInput(f"A member needs a name of at most {LONGEST_NAME} characters.")
    offer_s = _offer_s(minutes)
    with diet.db.write() as tx:
        if any(one.name.casefold() == clean.casefold() for one in members.all(tx)):
            raise BadInput(f"{clean} is a member already; give the other one another name.")
        return members.add(tx, name=clean, offer_s=offer_s, at=diet.clock())


def offer(diet: Diet, member_id: int, minutes: float) -> Member:
    """How many minutes a day a member gives the team, from the next market day on."""
    return _change(diet, member_id, offer_s=_offer_s(minutes))


def want(diet: Diet, member_id: int, interests: Sequence[str], skills: Sequence[str]) -> Member:
    """What a member says she wants, and what she can read. Raises BadInput, NotFound."""
    wanted, able = _words(interests), _words(skills)
    if len(wanted) > MOST_INTERESTS or any(len(one) > LONGEST_INTEREST for one in wanted):
        raise BadInput(
            f"What a member wants fits into {MOST_INTERESTS} lines of {LONGEST_INTEREST} "
            "characters each; say it shorter."
        )
    return _change(diet, member_id, interests=wanted, skills=able)


def leave(diet: Diet, member_id: int) -> None:
    """A member leaves; what she read for the team keeps her name. Raises NotFound."""
    with diet.db.write() as tx:
        members.remove(tx, member_id)


def named(diet: Diet, name: str) -> Member:
    """The member with this name or number. Raises NotFound."""
    with diet.db.read() as tx:
        held = members.all(tx)
    for one in held:
        if name.strip().casefold() == one.name.casefold() or name == str(one.id):
            return one
    known = ", ".join(one.name for one in held) or "none yet"
    raise NotFound(f"Nobody in the team is called {name}. Members: {known}.")


def _change(diet: Diet, member_id: int, **values: object) -> Member:
    with diet.db.write() as tx:
        member = next((one for one in members.all(tx) if one.id == member_id), None)
        if member is None:
            raise NotFound(f"There is no member {member_id} in this home's team.")
        changed = replace(member, **values)  # type: ignore[arg-type]
        members.update(tx, changed)
    return changed


def _offer_s(minutes: float) -> int:
    if not 0 <= minutes <= 1440:
        raise BadInput(f"An offer of {minutes:g} minutes cannot hold; a day has 0 to 1440.")
    return round(minutes * 60)


def _words(lines: Sequence[str]) -> tuple[str, ...]:
    """Each line once, without the empty ones."""
    return tuple(dict.fromkeys(" ".join(one.split()) for one in lines if one.strip()))
