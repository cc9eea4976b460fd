"""Seconds for a text."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from heed.filter.minutes import TEASER_S, is_teaser, reading_seconds
from heed.settings import Settings

SETTINGS = Settings(home=Path("home"), words_per_minute=240, characters_per_minute=400)


def test_english_is_counted_in_words() -> None:
    assert reading_seconds("reading " * 480, SETTINGS) == 120


def test_chinese_is_counted_in_characters() -> None:
    assert reading_seconds("读" * 800, SETTINGS) == 120


def test_a_mixed_text_adds_both() -> None:
    assert reading_seconds("reading " * 240 + "读" * 400, SETTINGS) == 120


def test_a_slower_reader_gets_more_seconds() -> None:
    slow = SETTINGS.model_copy(update={"words_per_minute": 120.0})

    assert reading_seconds("reading " * 480, slow) == 240


def test_a_teaser_counts_as_a_minute_because_the_piece_behind_it_is_unknown() -> None:
    assert reading_seconds("Only a line.", SETTINGS) == TEASER_S
    assert reading_seconds("", SETTINGS) == TEASER_S


def test_a_text_cut_in_the_middle_is_a_teaser_however_long() -> None:
    text = "A long paragraph about the river. " * 25

    assert not is_teaser(text)
    assert is_teaser(text + "It rose by […]")
    assert is_teaser(text + "Continue reading...")


def test_a_chinese_text_is_no_teaser_at_a_quarter_of_the_length() -> None:
    assert is_teaser("河" * 100)
    assert not is_teaser("河" * 200)


@given(st.integers(0, 3000))
def test_seconds_are_whole_tenths_of_a_minute_and_never_less_than_the_words_take(
    words: int,
) -> None:
    seconds = reading_seconds("river " * words, SETTINGS)

    assert seconds % 6 == 0
    assert words / 4 <= seconds
    assert seconds >= 20
