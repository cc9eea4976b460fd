"""Cards compete for the same minutes as pieces, at the same price; the chosen ones are one slot."""

import pytest
from test_allocate_edition import make, scored

from heed.types import CARDS, DueCard, Rule


def cards(count, worth=1.5, seconds=12):
    return [DueCard(n, seconds, 0.2, worth - n / 100) for n in range(1, count + 1)]


def test_the_chosen_cards_are_one_place_after_the_pieces_and_before_what_is_explored():
    pieces = [scored(n, 1.9 - n / 10, 240) for n in range(9)]
    edition = make(pieces, 23, cards=cards(5, worth=1.9), explore_share=0.1)

    kinds = [slot.kind for slot in edition.slots]
    assert kinds == sorted(kinds, key=["core", "review", "explore"].index)
    [slot] = [one for one in edition.slots if one.kind == "review"]
    assert (slot.item_id, slot.cards, slot.seconds) == (CARDS, 5, 60)
    assert sum(one.weight for one in slot.reasons) == pytest.approx(slot.worth)
    assert edition.planned_s <= edition.granted_s


def test_cards_worth_less_than_the_pieces_beside_them_stay_out():
    pieces = [scored(n, 1.4, 60) for n in range(20)]
    assert not any(slot.cards for slot in make(pieces, 10, cards=cards(10, worth=1.2)).slots)
    assert any(slot.cards for slot in make(pieces, 10, cards=cards(10, worth=1.9)).slots)


def test_cards_below_the_reservation_rate_are_left_for_another_day():
    edition = make([scored(1, 1.5, 300)], 30, cards=cards(9, worth=0.7))
    assert [slot.kind for slot in edition.slots] == ["core"]
    assert edition.price == pytest.approx(0.75)


def test_an_edition_of_cards_alone_is_an_edition():
    edition = make([], 10, cards=cards(3))
    assert [slot.cards for slot in edition.slots] == [3]
    assert edition.left_out == ()


def test_cards_take_no_more_than_one_piece_may():
    edition = make([], 30, cards=cards(500), piece_share=0.4)
    assert edition.planned_s <= 0.4 * edition.granted_s


def test_no_card_is_explored_or_named_among_what_was_left_out():
    pieces = [scored(n, 1.2, 60) for n in range(6)]
    edition = make(pieces, 4, cards=cards(40, worth=1.3), explore_share=0.5)
    assert all(slot.item_id > 0 for slot in edition.slots if slot.kind == "explore")
    assert all(one.item_id > 0 for one in edition.left_out)


def test_a_floor_holds_with_cards_beside_it():
    pieces = [scored(1, 0.9, 300, 2), scored(2, 1.4, 300)]
    rules = [Rule(1, "topic", "Science", "floor", 300)]
    edition = make(pieces, 10, cards=cards(30, worth=2.2), rules=rules)
    assert 10**15 + 1 in {slot.item_id for slot in edition.slots}
    assert edition.rules[0].met


def test_without_cards_nothing_changes():
    pieces = [scored(n, 1.9 - n / 10, 200) for n in range(12)]
    assert make(pieces, 15, explore_share=0.1) == make(pieces, 15, explore_share=0.1, cards=())
