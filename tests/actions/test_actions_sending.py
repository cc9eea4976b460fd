"""The edition goes out at its hour, once a day, and not while the mail server is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.homes import Clock
from fakes.postoffice import PostOffice, post_office
from fakes.teams import team_home
from heed.actions.sending import send_when_due
from heed.diet import Diet
from heed.errors import BadInput, Unreachable
from heed.settings import Settings

TO = "me@home.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with team_home(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def office(diet: Diet) -> Iterator[PostOffice]:
    with post_office() as opened:
        told = {
            "send_at": "7:30",
            "smtp_host": "127.0.0.1",
            "smtp_port": opened.port,
            "smtp_security": "none",
            "mail_from": TO,
            "mail_to": TO,
        }
        diet.settings = diet.settings.model_copy(update=told)
        yield opened


def test_before_its_hour_nothing_leaves(diet: Diet, office: PostOffice, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=7, minute=29)
    assert send_when_due(diet) is None
    assert office.letters == []


def test_from_its_hour_on_it_leaves_once_a_day(
    diet: Diet, office: PostOffice, clock: Clock
) -> None:
    assert [send_when_due(diet) for _ in range(3)] == [TO, None, None]
    clock.next_day()
    assert [send_when_due(diet) for _ in range(2)] == [TO, None]
    assert len(office.letters) == 2


def test_a_server_that_is_away_is_waited_for(diet: Diet, office: PostOffice) -> None:
    there = diet.settings
    diet.settings = there.model_copy(update={"smtp_port": 1})
    assert send_when_due(diet) is None
    diet.settings = there
    assert send_when_due(diet) == TO


def test_what_was_refused_is_not_tried_again_that_day(
    diet: Diet, office: PostOffice, clock: Clock
) -> None:
    office.says["DATA"] = "554 no"
    with pytest.raises(Unreachable, match="refused"):
        send_when_due(diet)
    office.says.clear()
    assert send_when_due(diet) is None
    clock.next_day()
    assert send_when_due(diet) == TO


def test_without_an_hour_nothing_is_ever_sent(diet: Diet, office: PostOffice) -> None:
    diet.settings = diet.settings.model_copy(update={"send_at": ""})
    assert send_when_due(diet) is None


def test_an_hour_without_a_server_is_said_once(diet: Diet) -> None:
    diet.settings = diet.settings.model_copy(update={"send_at": "0:00"})
    with pytest.raises(BadInput, match="mail_from"):
        send_when_due(diet)
    assert send_when_due(diet) is None


@pytest.mark.parametrize("wrong", ["24:00", "7", "7:60", "soon", "07:5"])
def test_what_is_no_hour_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        Settings(home=tmp_path, send_at=wrong)
