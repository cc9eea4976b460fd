"""What a team wants read: needs find their pieces, close when enough have read, bar who may not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fakes.teams import FIRST, NOW, an_item, member
from heed import exchange
from heed.team import Assignment, Need
from heed.types import Source, Story

TODAY = date(2026, 11, 20)
SOURCES = {
    1: Source(1, "https://a.example", "feed", "Quay", NOW, topic="News"),
    2: Source(2, "https://b.example", "feed", "Sums", NOW, topic="Science"),
}
PEOPLE = [member(1, skills=("Law",)), member(2)]


def need(scope="topic", subject="News", least=1, most=2, **given):
    return Need(1, scope, subject, least, most, NOW, **given)


def story(*numbers, source_id=1):
    return Story(FIRST + numbers[0], tuple(an_item(n, source_id) for n in numbers))


def found(*needs, stories=None, past=(), holding=None):
    return exchange.wanted(
        stories or [story(0), story(1, source_id=2)],
        needs,
        PEOPLE,
        past,
        sources=SOURCES,
        holding=holding or {},
        today=TODAY,
    )


def settled(member_id, number, state="read"):
    return Assignment(9, 1, member_id, FIRST + number, NOW, True, 1.0, 0.5, (), state, NOW, "Told.")


@pytest.mark.parametrize(
    ("scope", "subject", "number"),
    [
        ("topic", "news", 0),
        ("source", "2", 1),
        ("piece", str(FIRST + 1), 1),
        ("words", "tides", 1),
    ],
)
def test_a_need_finds_its_pieces(scope, subject, number):
    (one,) = found(need(scope, subject), holding={1: {FIRST + 1}})

    assert (one.item_id, one.least, one.most) == (FIRST + number, 1, 2)


def test_without_a_need_nothing_is_wanted():
    assert found() == []


def test_a_need_holds_through_its_last_day():
    assert found(need(until=TODAY))
    assert not found(need(until=TODAY - timedelta(days=1)))


def test_of_several_needs_the_strictest_counts():
    strict = replace(need("piece", str(FIRST), 2, 2, until=TODAY, barred=(2,)), id=2)

    (one,) = found(need(least=0, most=3), strict)

    assert (one.least, one.most, one.until, one.barred) == (2, 3, TODAY, (2,))
    assert one.subject == "Piece 0"


def test_who_lacks_a_skill_or_has_a_conflict_is_barred():
    assert found(need(skills=("law",)))[0].barred == (2,)
    assert found(need(barred=(1,)))[0].barred == (1,)


def test_a_story_told_by_several_outlets_is_wanted_once():
    (one,) = found(need(), stories=[story(0, 1, 2)])

    assert one.item_id in {FIRST, FIRST + 1, FIRST + 2}


def test_a_need_closes_once_enough_have_read_any_piece_of_the_story():
    stories = [story(0, 2)]

    assert found(need(least=2), stories=stories, past=[settled(1, 2)])[0].least == 1
    assert found(need(least=2), stories=stories, past=[settled(1, 2)])[0].barred == (1,)
    assert not found(need(least=2), stories=stories, past=[settled(1, 2), settled(2, 0)])
    assert not found(need(least=0), stories=stories, past=[settled(1, 2)])


def test_who_passed_a_piece_on_is_not_asked_again():
    (one,) = found(need(), past=[settled(2, 0, "passed")])

    assert (one.least, one.barred) == (1, (2,))
