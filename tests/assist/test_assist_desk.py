"""The help desk's room: files, hand-over, counts, and what a head trained on few messages does."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.assist import deskfile, deskreport, handover
from heed.errors import BadInput
from heed.models import intent
from heed.types import DeskAgent, DeskTurn

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def turn(id: int, wanted: str = "", **changed: object) -> DeskTurn:
    made = DeskTurn(id, "t", NOW, "asked", "", wanted, 0.1, "waiting")
    return replace(made, **changed)  # type: ignore[arg-type]


def agent(id: int, minutes: int, *skills: str) -> DeskAgent:
    return DeskAgent(id, f"agent {id}", 60 * minutes, skills, NOW)


def test_a_csv_is_read_by_the_names_in_its_first_line() -> None:
    data = '\ufeffintent;Question;answer\nopen;When?;"At nine;\nor ten"\n;Who?;Me\n'.encode()
    one, two = deskfile.read_faq(data, "faq.csv")
    assert (one.text, one.answer, one.intent) == ("When?", "At nine;\nor ten", "open")
    assert (two.intent, two.line) == ("who", 4)


def test_rows_of_one_answer_share_an_intent() -> None:
    read = deskfile.read_faq(
        b"question,answer\nWhen open?,At nine\nOpening hours,At nine\n", "a.csv"
    )
    assert [one.intent for one in read] == ["when_open", "when_open"]


def test_markdown_is_read_by_its_headings_and_code_is_no_heading() -> None:
    text = "# FAQ\n\n## When? {#hours}\nAt nine.\n```\n## no\n```\n\n## 几点开门？\n九点。\n"
    one, two = deskfile.read_faq(text.encode(), "faq.md")
    assert (one.text, one.intent, one.answer) == ("When?", "hours", "At nine.\n```\n## no\n```")
    assert (two.text, two.answer, two.language) == ("几点开门？", "九点。", "zh")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.csv", "has no column question"),
        (b"question,answer\n", "a.csv", "holds no question"),
        (b"frage,antwort\na,b\n", "a.csv", "has no column question"),
        (b"question,answer\nWhen?,\n", "a.csv", "line 2, has no answer"),
        (b"question,answer\nWhen?,At nine\nWho?\n", "a.csv", "line 3, has no answer"),
        (b'question,answer\nWhen?,"At nine\n', "a.csv", "is no CSV"),
        (b"question,answer\n\xff\xfe,b\n", "a.csv", "is not UTF-8"),
        (b"question,answer\na\0,b\n", "a.csv", "zero byte"),
        (b"question,answer\n" + b"a" * 2000 + b",b\n", "a.csv", "longer than 1000"),
        (b"PK\x03\x04\x14", "a.csv", "has no column"),
        (b"# only a title\n", "a.md", "holds no question"),
        (b"## When?\n\n## Who?\nMe\n", "a.md", "line 1, has no answer"),
    ],
)
def test_a_bad_file_is_one_sentence_that_names_the_line(data: bytes, name: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        deskfile.read_faq(data, name)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.md"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with suppress(BadInput):
        assert deskfile.read_faq(data, name)


def test_known_messages_may_say_that_they_want_nothing_of_the_desk() -> None:
    read = deskfile.read_messages(b"text,intent\nhi there,\nwhen open,Opening Hours\n", "m.csv")
    assert [one.intent for one in read] == ["", "opening_hours"]


def test_a_message_goes_to_who_knows_it_best_and_then_to_who_has_room() -> None:
    skilled, other = agent(1, 20, "returns"), agent(2, 20)
    given = handover.assign([skilled, other], [turn(1, "returns")], each_s=240, seed=0)
    assert given == {1: 1}
    held = [turn(n, "returns", agent_id=1) for n in range(2, 6)]
    given = handover.assign([skilled, other], [*held, turn(9, "returns")], each_s=240, seed=0)
    assert given == {9: 2}


def test_nobody_is_asked_for_more_than_offered_and_nothing_is_dropped() -> None:
    agents, turns = [agent(1, 16), agent(2, 8)], [turn(n) for n in range(1, 9)]
    given = handover.assign(agents, turns, each_s=240, seed=0)
    assert sorted(given.values()) == [1, 1, 2]
    assert handover.assign([], turns, each_s=240, seed=0) == {}
    assert handover.load(agents, [turn(1, agent_id=1), turn(2, agent_id=7)], 240) == {1: 480, 2: 0}


def test_the_report_counts_each_message_once() -> None:
    turns = [
        turn(1, "a", state="answered", entry_id=1),
        turn(2, "a", state="waiting", entry_id=1, wrong=True),
        turn(3, "b"),
        turn(4, "b", state="replied", agent_id=1),
    ]
    found = deskreport.report(turns, each_s=240)
    assert (found.asked, found.answered, found.handed, found.wrong) == (4, 2, 2, 1)
    assert (found.waiting, found.replied, found.saved_s) == (2, 1, 240)
    assert [(one.intent, one.asked, one.wrong) for one in found.intents] == [
        ("a", 2, 1),
        ("b", 2, 0),
    ]


def clouds(seed: int, intents: int, each: int) -> tuple[np.ndarray, list[str]]:
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(1).standard_normal((intents, 32))
    rows = np.repeat(centres, each, axis=0) + 0.6 * rng.standard_normal((intents * each, 32))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), [f"i{n:02}" for n in range(intents) for _ in range(each)]


def accuracy(head: intent.Intents, rows: np.ndarray, labels: list[str]) -> float:
    told = [head.names[n] for n in head.read(rows).argmax(axis=1)]
    return float(np.mean([a == b for a, b in zip(told, labels, strict=True)]))


def test_what_each_message_scores_without_itself_is_what_training_without_it_gives() -> None:
    rows, labels = clouds(0, 4, 5)
    _, foretold = intent.train(rows, labels, seed=0)
    for left in (0, 7, 19):
        kept = [n for n in range(20) if n != left]
        head, _ = intent.train(rows[kept], [labels[n] for n in kept], seed=0)
        alone = head.read(rows[left : left + 1]).argmax()
        assert foretold.likely[left].argmax() == alone


def test_confidence_is_about_how_often_it_is_right() -> None:
    rows, labels = clouds(0, 10, 40)
    head, _ = intent.train(rows, labels, seed=0)
    test, of = clouds(5, 10, 60)
    likely = head.read(test)
    right = np.array([head.names[n] for n in likely.argmax(axis=1)]) == np.array(of)
    assert intent.error(likely.max(axis=1), right) <= 0.05
    assert np.allclose(likely.sum(axis=1), 1, atol=1e-5)


def test_intents_added_later_cost_the_old_ones_little() -> None:
    rows, labels = clouds(0, 40, 12)
    test, of = clouds(7, 40, 12)
    old = 20 * 12
    before, _ = intent.train(rows[:old], labels[:old], seed=0)
    after, _ = intent.train(rows, labels, seed=0)
    was, is_ = (accuracy(head, test[:old], of[:old]) for head in (before, after))
    assert is_ >= was - 0.01
    assert accuracy(after, test[old:], of[old:]) >= 0.9


def test_keys_are_an_even_share_of_each_intent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intent, "MOST_KEYS", 30)
    rows, labels = clouds(0, 3, 40)
    head, foretold = intent.train(np.vstack([rows, rows[:60]]), [*labels, *labels[:60]], seed=3)
    assert np.bincount(foretold.labels).tolist() == [10, 10, 10]
    assert len(head.keys) == 30


def test_one_message_an_intent_trains_and_nothing_is_tested() -> None:
    rows, labels = clouds(0, 6, 1)
    head, foretold = intent.train(rows, labels, seed=0)
    assert not foretold.tested.any()
    assert head.sure == intent.USUAL_SURE
    assert accuracy(head, rows, labels) == 1
    with pytest.raises(ValueError, match="at least one row"):
        intent.train(rows[:0], [], seed=0)


def test_a_key_gives_what_it_adds_to_the_score() -> None:
    rows, labels = clouds(0, 4, 5)
    head, _ = intent.train(rows, labels, seed=0)
    added = head.leaned_on(rows[0], 0)
    assert added[:5].sum() > np.abs(added[5:]).sum()
