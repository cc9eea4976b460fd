"""Named signs of noise."""

import pytest

from heed.filter.quality import (
    ADVERTISEMENT,
    CAPITALS,
    CLICKBAIT,
    SIGNALS,
    TOO_LITTLE,
    signals,
)

TEXT = "A long enough text about the river and the bridge."


@pytest.mark.parametrize(
    "title",
    [
        "You won't believe what this river did",
        "17 things only bridge lovers know",
        "21 bridges that will change your life",
        "Which kind of river are you, based on your breakfast",
        "This one weird trick keeps bridges dry",
        "震惊！这条河一夜之间消失了",
        "竟然是这样？看完沉默了",
        "99%的人都不知道的过桥方法",
    ],
)
def test_a_title_that_promises_instead_of_saying_is_clickbait(title: str) -> None:
    assert CLICKBAIT in signals(title, TEXT)


@pytest.mark.parametrize(
    "title",
    [
        "River rises three metres, bridge closed",
        "21 people hurt as bridge closes",
        "Central bank cuts rates for the third time",
        "How the bridge was built",
        "央行下调利率二十五个基点",
        "地震造成三人受伤，社会震惊之余开始反思",
    ],
)
def test_a_title_that_says_what_happened_shows_no_sign(title: str) -> None:
    assert signals(title, TEXT) == ()


def test_shouting_is_a_sign_and_an_abbreviation_is_not() -> None:
    assert signals("RIVER RISES OVER THE BRIDGE", TEXT) == (CAPITALS,)
    assert signals("NATO, UN, EU", TEXT) == ()
    assert signals("更新 NVIDIA RTX 显卡驱动程序的办法", TEXT) == ()


@pytest.mark.parametrize(
    "title",
    ["Sponsored: a better bridge", "Bridges 50% off this week", "【广告】新桥开业", "桥票限时优惠"],
)
def test_an_advertisement_is_named(title: str) -> None:
    assert ADVERTISEMENT in signals(title, TEXT)


def test_a_headline_without_a_text_says_too_little() -> None:
    assert signals("River rises three metres", "") == (TOO_LITTLE,)


def test_signs_come_in_one_order() -> None:
    found = signals("SPONSORED: 10 THINGS YOU NEED", "")

    assert found == SIGNALS
