"""A team's day in a home: offers close, pieces are passed on and read, the next day remembers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fakes.homes import Clock
from fakes.teams import FIRST, an_item, team_home
from heed import store
from heed.actions import members, needs, team, watches
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.team import Assignment, Wanted

MODES = ("split", "best", "private")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with team_home(tmp_path, clock) as opened:
        yield opened


def both_topics(diet: Diet, least: int = 0, most: int = 1) -> None:
    for topic in ("Tides", "Bread"):
        needs.add(diet, "topic", topic, least=least, most=most)


def titles(diet: Diet, name: str) -> set[str]:
    day = team.current(diet)
    assert day
    called = {one.item_id: one.title for one in day.wanted}
    mine = team.mine(diet, members.named(diet, name).id)
    return {called[one.item_id] for one in mine}


def first(diet: Diet, name: str) -> Assignment:
    return team.mine(diet, members.named(diet, name).id)[0]


def piece(diet: Diet, item_id: int) -> Wanted:
    day = team.current(diet)
    assert day
    return next(one for one in day.wanted if one.item_id == item_id)


@pytest.mark.parametrize("mode", MODES)
def test_everybody_gets_what_fits_what_they_said(diet: Diet, mode: str) -> None:
    both_topics(diet)

    team.clear(diet, mode)  # type: ignore[arg-type]

    assert titles(diet, "Ada") <= {"Piece 0", "Piece 2", "Piece 4"}
    assert titles(diet, "Ben") <= {"Piece 1", "Piece 3", "Piece 5"}
    given = [titles(diet, name) for name in ("Ada", "Ben", "Chen")]
    assert sum(map(len, given)) == len(set().union(*given)) == 6


def test_a_day_is_cleared_once_and_anew_only_while_nobody_has_begun(diet: Diet) -> None:
    both_topics(diet)
    day = team.clear(diet)
    assert team.clear(diet) == day

    anew = team.clear(diet, again=True)
    assert anew.id > day.id
    assert [(one.member_id, one.item_id) for one in team.held(diet, anew)] == [
        (one.member_id, one.item_id) for one in team.held(diet, day)
    ]
    team.note(diet, first(diet, "Ada").id, "New: the moon.")
    with pytest.raises(BadInput, match="begun"):
        team.clear(diet, again=True)


def test_nothing_offered_or_nothing_needed_is_one_sentence(diet: Diet) -> None:
    with pytest.raises(BadInput, match="Nothing is asked to be read"):
        team.clear(diet)
    both_topics(diet)
    for name in ("Ada", "Ben", "Chen"):
        members.offer(diet, members.named(diet, name).id, 0)
    with pytest.raises(BadInput, match="Nobody offers"):
        team.clear(diet)
    assert team.current(diet) is None


def test_a_passed_piece_goes_to_the_next_picker_within_the_hour(diet: Diet, clock: Clock) -> None:
    both_topics(diet, least=1)
    members.offer(diet, members.named(diet, "Chen").id, 30)
    team.clear(diet)
    given = first(diet, "Ada")

    taker = team.pass_on(diet, given.id)

    assert taker
    assert taker.name in ("Ben", "Chen")
    handed = team.mine(diet, taker.member_id)[-1]
    assert (handed.item_id, handed.must) == (given.item_id, True)
    assert [(one.kind, one.subject) for one in handed.reasons][:2] == [
        ("passed", "Ada"),
        ("need", piece(diet, given.item_id).subject),
    ]
    assert piece(diet, given.item_id).title not in titles(diet, "Ada")
    with pytest.raises(NotFound):
        team.pass_on(diet, given.id)
    clock.now += timedelta(minutes=61)
    with pytest.raises(BadInput, match=r"for an hour.*until 08:55"):
        team.pass_on(diet, first(diet, "Ben").id)


def test_where_nobody_is_left_to_take_it_the_piece_is_missing_a_reader(diet: Diet) -> None:
    needs.add(diet, "piece", str(FIRST), least=3, most=3)
    day = team.clear(diet)

    assert team.pass_on(diet, first(diet, "Ben").id) is None
    (one,) = team.coverage(diet, day)
    assert (one.missing, one.waiting) == (1, 2)


def test_a_note_closes_a_need_and_earns_its_credit(diet: Diet, clock: Clock) -> None:
    both_topics(diet, least=1)
    team.clear(diet)
    for name in ("Ada", "Ben", "Chen"):
        for one in team.mine(diet, members.named(diet, name).id):
            team.note(diet, one.id, "  New:  the moon. \n\n So the boats wait. ")
    day = team.current(diet)
    assert day
    read = team.held(diet, day)
    assert {one.note for one in read} == {"New: the moon.\nSo the boats wait."}
    assert all(one.closed for one in team.coverage(diet, day))
    earned = team.balances(diet)
    assert sum(earned.values()) == pytest.approx(sum(one.credit for one in read))

    clock.now += timedelta(days=30)
    assert sum(team.balances(diet).values()) == pytest.approx(sum(earned.values()) / 2)
    with pytest.raises(BadInput, match="Nothing is asked"):
        team.clear(diet)


@pytest.mark.parametrize("text", ["", " \n ", "one\ntwo\nthree", "long " * 80])
def test_a_note_is_one_or_two_lines(diet: Diet, text: str) -> None:
    both_topics(diet)
    team.clear(diet)
    with pytest.raises(BadInput, match="A note to all"):
        team.note(diet, first(diet, "Ada").id, text)


def test_what_was_not_read_is_shared_out_again(diet: Diet, clock: Clock) -> None:
    both_topics(diet, least=1)
    before = team.clear(diet)
    team.note(diet, first(diet, "Ada").id, "Read.")
    clock.next_day()

    after = team.clear(diet)

    assert after.day > before.day
    assert len(after.wanted) == len(before.wanted) - 1


def test_an_exchange_both_want_is_carried_out_once(diet: Diet) -> None:
    both_topics(diet)
    for name, wants in (("Ada", ["Piece 1", "Tides"]), ("Ben", ["Piece 0", "Bread"])):
        members.want(diet, members.named(diet, name).id, wants, [])
    day = team.clear(diet)
    ada, ben = (members.named(diet, name).id for name in ("Ada", "Ben"))
    with diet.db.write() as tx:
        for one in store.assignments.of_market(tx, day.id):
            store.assignments.settle(tx, one.id, "passed", at=diet.clock())
        given = [
            Assignment(0, 0, who, FIRST + number, diet.clock(), False, 0.0, 0.3, ())
            for who, number in ((ada, 0), (ben, 1))
        ]
        other = store.marketdays.save(tx, replace(day, id=0))
        store.assignments.add(tx, given, other.id)
    members.want(diet, ada, ["Bread"], [])
    members.want(diet, ben, ["Tides"], [])
    (found,) = team.exchanges(diet, other)

    team.swap(diet, *found.assignments)

    assert titles(diet, "Ada") == {"Piece 1"}
    assert titles(diet, "Ben") == {"Piece 0"}
    assert first(diet, "Ada").reasons[0].subject == "Ben"
    with pytest.raises(BadInput, match="would not better both"):
        team.swap(diet, *found.assignments)


def test_nobodys_own_reading_changes_what_the_team_asks(diet: Diet) -> None:
    both_topics(diet)
    day = team.clear(diet)
    before = [(one.member_id, one.item_id, one.worth) for one in team.held(diet, day)]
    for number in range(6):
        diet.read(FIRST + number, active_s=60, answer="none" if number % 2 else "more")

    again = team.clear(diet, again=True)

    after = [(one.member_id, one.item_id, one.worth) for one in team.held(diet, again)]
    assert after == before


def test_words_and_links_find_their_pieces(diet: Diet) -> None:
    with diet.db.write() as tx:
        store.items.save(tx, [an_item(7, title="A toll for lorries")])
    needs.add(diet, "words", "toll")
    needs.add(diet, "piece", "https://example.org/3")
    needs.add(diet, "piece", f"http://127.0.0.1:8421/story/{FIRST + 4}")

    asked = {one.title for one in team.clear(diet).wanted}

    assert asked == {"A toll for lorries", "Piece 3", "Piece 4"}


def test_a_need_can_be_what_a_watch_sees(diet: Diet) -> None:
    with diet.db.write() as tx:
        store.items.save(tx, [an_item(7, title="A toll for lorries")])
    watch = watches.add(diet, "Roads", words=["toll"])
    made = needs.add(diet, "watch", str(watch.id))

    asked = [one.title for one in team.clear(diet).wanted]
    watches.remove(diet, watch.id)

    assert (made.subject, asked) == ("Roads", ["A toll for lorries"])
    with pytest.raises(BadInput, match="no need fits"):
        team.clear(diet, again=True)
    with pytest.raises(NotFound, match="No watch is called"):
        needs.add(diet, "watch", "Roads")


def test_a_need_that_cannot_hold_is_refused(diet: Diet) -> None:
    for given in ({"least": 3, "most": 2}, {"least": 0, "most": 0}, {"least": 1, "most": 99}):
        with pytest.raises(BadInput, match="readers cannot hold"):
            needs.add(diet, "topic", "Tides", **given)
    with pytest.raises(BadInput, match="is over"):
        needs.add(diet, "topic", "Tides", until=diet.today() - timedelta(days=1))
    with pytest.raises(BadInput, match="No topic is called"):
        needs.add(diet, "topic", "Opera")
    with pytest.raises(BadInput, match="says what is to be read"):
        needs.add(diet, "words", "  ")
    with pytest.raises(NotFound, match="has the address"):
        needs.add(diet, "piece", "https://example.org/nowhere")
    with pytest.raises(NotFound, match="Nobody in the team is called Zoe"):
        needs.add(diet, "topic", "Tides", barred=["Zoe"])


def test_a_member_that_cannot_be_is_refused(diet: Diet) -> None:
    for name in ("", "x" * 61):
        with pytest.raises(BadInput, match="needs a name"):
            members.add(diet, name)
    with pytest.raises(BadInput, match="is a member already"):
        members.add(diet, "ada")
    with pytest.raises(BadInput, match="cannot hold; a day has"):
        members.add(diet, "Dina", 1500)
    with pytest.raises(BadInput, match="say it shorter"):
        members.want(diet, 1, ["x" * 301], [])
    with pytest.raises(NotFound, match="no member 99"):
        members.offer(diet, 99, 5)


def test_who_left_is_not_asked_and_not_picked(diet: Diet) -> None:
    both_topics(diet, least=1)
    team.clear(diet)
    members.leave(diet, members.named(diet, "Chen").id)
    for one in team.mine(diet, members.named(diet, "Ada").id):
        taker = team.pass_on(diet, one.id)
        assert taker is None or taker.name == "Ben"
