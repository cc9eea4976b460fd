"""The help desk over a home: files taken in, corrections learned from, work shared out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.actions import deskwork
from heed.actions.desk import Desk
from heed.diet import Diet
from heed.errors import BadInput, NotFound, StoreError
from heed.sample import faq
from heed.settings import Settings

UNKNOWN = "Is the ferry cancelled in a storm?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(home=tmp_path, timezone="UTC")
    with store.open(settings.database) as db:
        made = Desk(Diet(db, Silence(), settings, Clock(), by_spelling))
        made.take_sample()
        yield made


def test_every_question_of_the_file_gets_its_own_answer(desk: Desk) -> None:
    found = desk.train()
    assert (found.entries, found.examples) == (50, 50)
    right = sum(
        (entry := desk.look(row.question).entry) is not None and entry.answer == row.answer
        for row in faq()
    )
    assert right >= 48


def test_a_correction_is_learned_and_the_old_answers_stay(desk: Desk) -> None:
    before = {row.question: desk.look(row.question).intent for row in faq()}
    for n in range(3):
        turn, _ = desk.ask(f"{UNKNOWN} {n}")
        deskwork.correct(desk, turn.id, "Ferry")
    assert desk.look(UNKNOWN).intent == "ferry"
    after = {row.question: desk.look(row.question).intent for row in faq()}
    assert sum(before[one] == after[one] for one in before) >= 49


def test_a_reply_that_is_kept_is_the_answer_from_then_on(desk: Desk) -> None:
    turn, _ = desk.ask(UNKNOWN)
    with pytest.raises(BadInput, match="Name the intent"):
        deskwork.reply(desk, turn.id, "Yes, above force nine.", keep=True)
    deskwork.object_to(desk, turn.id, turn.talk)
    deskwork.reply(desk, turn.id, "Yes, above force nine.", intent="ferry", keep=True)
    again, found = desk.ask(UNKNOWN)
    assert (again.answer, again.state) == ("Yes, above force nine.", "answered")
    assert found.intent == "ferry"


def test_taking_a_file_again_changes_answers_and_adds_none_twice(desk: Desk) -> None:
    data = "question,answer,intent\nDo you deliver to Pell Island?,No more.,delivery_island\n"
    taken = desk.take_faq(data.encode(), "faq.csv")
    assert (taken.added, taken.changed) == (0, 1)
    assert desk.look("Do you deliver to Pell Island?").entry.answer == "No more."  # type: ignore[union-attr]
    assert desk.train().examples == 50
    with pytest.raises(BadInput):
        desk.take_faq(b"question,answer\n", "faq.csv")
    assert desk.take_messages(b"text,intent\nboat day?,delivery_island\n", "m.csv") == 1
    assert desk.take_messages(b"text,intent\nboat day?,delivery_island\n", "m.csv") == 0


def test_who_leaves_gives_what_waits_to_the_others(desk: Desk) -> None:
    ada = deskwork.add_agent(desk, "Ada", 60)
    turn, _ = desk.ask("Sing me the national anthem of Peru")
    assert turn.agent_id == ada.id
    bo = deskwork.add_agent(desk, "Bo", 60, ["Songs"])
    assert deskwork.loads(desk) == {ada.id: 480, bo.id: 0}
    deskwork.remove_agent(desk, ada.id)
    assert deskwork.loads(desk) == {bo.id: 480}
    assert deskwork.agent_named(desk, "bo") == bo
    for wrong in (lambda: deskwork.add_agent(desk, "bo", 5), lambda: desk.ask("x", talk="a b")):
        with pytest.raises(BadInput):
            wrong()
    with pytest.raises(NotFound):
        deskwork.remove_agent(desk, ada.id)


def test_a_message_that_nobody_could_be_given_yet_is_kept_and_given_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = deskwork.add_agent(desk, "Ada", 60)

    def busy(*_: object) -> None:
        raise StoreError("The home is busy.")

    with monkeypatch.context() as patch:
        patch.setattr("heed.actions.desk.hand_out", busy)
        first, _ = desk.ask("Sing me the national anthem of Peru")
    assert (first.state, first.agent_id) == ("waiting", None)
    desk.ask("Sing me the national anthem of Chile")
    with desk.diet.db.read() as tx:
        assert store.deskturns.get(tx, first.id).agent_id == ada.id


def test_another_process_answers_with_what_was_learned(desk: Desk) -> None:
    other = Desk(desk.diet)
    assert other.look(UNKNOWN).intent != "ferry"
    desk.take_messages(f"text,intent\n{UNKNOWN},ferry\n".encode(), "m.csv")
    assert other.look(UNKNOWN).intent == "ferry"


def test_a_desk_without_answers_says_so_when_trained(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, timezone="UTC")
    with store.open(settings.database) as db, pytest.raises(BadInput, match="no answers yet"):
        Desk(Diet(db, Silence(), settings, Clock(), by_spelling)).train()
