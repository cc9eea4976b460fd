"""An owner, members and guests of a team: who may do what."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.homes import Clock
from fakes.teams import team_home
from heed.actions import people, roles
from heed.diet import Diet
from heed.errors import Denied, NotFound

WORD = "a long enough word"


@pytest.fixture
def diet(tmp_path: Path) -> Iterator[Diet]:
    """Members Ada, Ben and Chen; nobody has to enter."""
    with team_home(tmp_path, Clock()) as opened:
        yield opened


def test_whoever_opens_a_home_that_asks_nobody_owns_it(diet: Diet) -> None:
    assert roles.role_of(diet, "") == "owner"
    roles.owns(diet, "")
    roles.acts_for(diet, "", "Ben")


def test_the_first_person_owns_the_team_and_the_others_are_members_or_guests(diet: Diet) -> None:
    for name in ("zoe", "ben", "dan"):
        people.add(diet, name, WORD)

    told = [("zoe", "owner"), ("Ada", "member"), ("Ben", "member"), ("Chen", "member")]
    assert roles.everybody(diet) == [*told, ("dan", "guest")]
    assert roles.role_of(diet, "Ben") == "member"
    with pytest.raises(NotFound):
        roles.role_of(diet, "nobody")


def test_a_member_acts_for_herself_and_a_guest_for_nobody(diet: Diet) -> None:
    for name in ("zoe", "ben", "dan"):
        people.add(diet, name, WORD)

    roles.acts_for(diet, "zoe", "Ada")
    roles.acts_for(diet, "ben", "Ada", "Ben")
    with pytest.raises(Denied, match="yourself"):
        roles.acts_for(diet, "ben", "Ada")
    with pytest.raises(Denied, match="guest"):
        roles.acts_for(diet, "dan", "dan")
    for name in ("ben", "dan"):
        with pytest.raises(Denied, match="Only the owner"):
            roles.owns(diet, name)
