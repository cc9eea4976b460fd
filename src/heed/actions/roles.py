"""Who may do what in the team: its owner, its members, and guests, who read along.

The owner of the home closes the offers, declares needs and says who is a member; a member offers,
passes on, exchanges and notes for herself; a guest may enter the home and is called like no member:
she sees the day and the notes. Where nobody has to enter, whoever opens the home is its owner.
"""

from typing import Literal

from heed.diet import Diet
from heed.errors import Denied, NotFound
from heed.store import members, people

Role = Literal["owner", "member", "guest"]


def role_of(diet: Diet, name: str) -> Role:
    """The role of somebody by the name she enters by; "" is whoever opens a home that asks nobody.

    Raises NotFound where nobody of this name may enter and none is a member.
    """
    called = name.strip().casefold()
    with diet.db.read() as tx:
        asked, person = people.any(tx), people.find(tx, called)
        member = any(one.name.casefold() == called for one in members.all(tx))
    if not called or (person and person.owner):
        return "owner"
    if member:
        return "member"
    if asked and person:
        return "guest"
    raise NotFound(f"Nobody called {name} may enter this home or is in its team.")


def owns(diet: Diet, name: str) -> None:
    """Raises Denied for all but the owner."""
    if role_of(diet, name) != "owner":
        raise Denied("Only the owner of this home does this for the team.")


def acts_for(diet: Diet, name: str, *others: str) -> None:
    """Raises Denied unless she is the owner, or a member and one of these is her own name."""
    role, called = role_of(diet, name), name.strip().casefold()
    if role == "guest":
        raise Denied("A guest reads what the team notes; its owner says who is a member.")
    if role == "member" and called not in {one.strip().casefold() for one in others}:
        raise Denied(
            "You act for yourself only: for the member who is called as the name you enter by."
        )


def everybody(diet: Diet) -> list[tuple[str, Role]]:
    """Whoever has a role in the team: the owner, the members, then guests."""
    with diet.db.read() as tx:
        joined, entering = members.all(tx), people.all(tx)
    called = {one.name.casefold() for one in joined}
    owners = [one.name for one in entering if one.owner]
    rows: list[tuple[str, Role]] = [(one, "owner") for one in owners]
    rows += [(one.name, "member") for one in joined if one.name.casefold() not in owners]
    return rows + [
        (one.name, "guest") for one in entering if not one.owner and one.name not in called
    ]
