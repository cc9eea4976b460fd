"""Cards fade and looks keep them; worth follows the one exchange the reader set."""

from datetime import UTC, datetime, timedelta

import pytest

from heed.errors import BadInput
from heed.learn import cloze, due_cards, memory, proposed, seconds_each
from heed.types import GAP, GRADES, Card, Review

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def a_card(id=1, at=NOW, met=None):
    met = met or memory.first(at)
    sides = ("Water came at […].", "4:12", at)
    rest = (met.stability_days, met.difficulty, met.reviewed_at, met.due_at)
    return Card(id, "cloze", 7, None, *sides, *rest)


def test_recall_is_nine_tenths_after_its_stability_and_falls():
    met = memory.answered(memory.first(NOW), "easy", NOW + DAY)
    after = met.reviewed_at + timedelta(days=round(met.stability_days))
    assert memory.recall(met, after) == pytest.approx(0.9, abs=0.01)
    days = [memory.recall(met, met.reviewed_at + n * DAY) for n in range(40)]
    assert days == sorted(days, reverse=True)


def test_a_better_answer_comes_again_later():
    met = memory.first(NOW)
    due = [memory.answered(met, grade, met.due_at).due_at for grade in GRADES]
    assert due == sorted(due)
    assert due[-1] > due[0] >= met.due_at + DAY


def test_the_same_answers_give_the_same_days():
    met = memory.answered(memory.first(NOW), "good", NOW + DAY)
    assert met == memory.answered(memory.first(NOW), "good", NOW + DAY)


def test_a_look_keeps_more_of_what_fades_than_of_what_was_just_seen():
    met = memory.first(NOW)
    assert memory.kept(met, NOW + 9 * DAY) > memory.kept(met, NOW + DAY) > 0
    known = met
    for _ in range(6):
        known = memory.answered(known, "easy", known.due_at)
    assert memory.kept(known, known.reviewed_at + DAY) < 0.05


def test_worth_is_what_is_kept_exchanged_into_minutes_and_never_above_two():
    [one] = due_cards([a_card()], at=NOW + 2 * DAY, seconds=12, recall_minutes=1)
    assert one.worth == pytest.approx(one.kept * 60 / 12)
    [double] = due_cards([a_card()], at=NOW + 2 * DAY, seconds=12, recall_minutes=2)
    assert double.worth == pytest.approx(min(2, 2 * one.worth))
    [dear] = due_cards([a_card()], at=NOW + 2 * DAY, seconds=12, recall_minutes=60)
    assert dear.worth == 2
    [free] = due_cards([a_card()], at=NOW + 2 * DAY, seconds=12, recall_minutes=0)
    assert free.worth == 0


def test_cards_come_in_the_order_of_what_a_look_keeps():
    cards = [a_card(1, NOW - DAY), a_card(2, NOW - 20 * DAY), a_card(3, NOW - 5 * DAY)]
    rows = due_cards(cards, at=NOW, seconds=12, recall_minutes=2)
    assert [one.kept for one in rows] == sorted((one.kept for one in rows), reverse=True)


def test_a_card_takes_what_it_took_this_reader():
    assert seconds_each([]) == 12
    timed = [Review(1, NOW, "good", 30, 0.9)] * 30 + [Review(1, NOW, "good", 9999, 0.9)]
    assert seconds_each(timed) == 31


@pytest.mark.parametrize(
    ("sentence", "hidden"),
    [
        ("High water came at 4:12 on Monday.", "4:12"),
        ("Freight fell by 12.5 % in spring.", "12.5 %"),
        ("The baker is called Anna Blum by all.", "Anna Blum"),
        ("flour rises with yeast and patience", "patience"),
        ("央行维持利率不变。", "央行维持利率"),
        ("委员会在 2026 年再开会。", "2026"),
    ],
)
def test_what_tells_most_is_hidden(sentence, hidden):
    assert proposed(sentence) == hidden
    front, back = cloze(sentence)
    assert front.replace(GAP, back) == sentence


def test_the_reader_may_choose_the_words():
    assert cloze("High water came at 4:12.", "water") == ("High […] came at 4:12.", "water")


def test_a_gap_that_was_there_before_is_none():
    front, back = cloze("He said […] at 4:12.")
    assert front.count(GAP) == 1
    assert back == "4:12"


@pytest.mark.parametrize(("sentence", "hidden"), [("ab", ""), ("ab cd", "xy"), ("ab cd", "ab cd")])
def test_what_cannot_be_hidden_is_one_sentence(sentence, hidden):
    with pytest.raises(BadInput):
        cloze(sentence, hidden)
