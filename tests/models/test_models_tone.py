"""The kept tone head: it reads per name, its parts sum to the whole, its card says what it is."""

import numpy as np
import pytest

from heed.models.encoder.minilm import load_minilm
from heed.models.encoder.weights import find_weights
from heed.models.tone import ToneHead, card, load_tone, places

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def head() -> ToneHead:
    return load_tone(load_minilm(find_weights()))


def asked(text: str, name: str) -> tuple[str, int, int]:
    return text, text.index(name), text.index(name) + len(name)


def value(head: ToneHead, text: str, name: str) -> float:
    (said,) = head.read([asked(text, name)])
    return sum(one.share * one.says for one in said)


@pytest.mark.parametrize(
    ("text", "name", "tone"),
    [
        ("Rupee weakens as dollar strengthens", "Rupee", "negative"),
        ("Rupee weakens as dollar strengthens", "dollar", "neutral"),
        ("Buy Wipro, sell Infosys: brokers", "Wipro", "positive"),
        ("Wipro to announce results on Friday", "Wipro", "neutral"),
    ],
)
def test_a_headline_is_read_for_the_name_that_is_asked(
    head: ToneHead, text: str, name: str, tone: str
) -> None:
    (said,) = head.read([asked(text, name)])
    assert head.tone(said) == tone
    assert (value(head, text, name) < -0.2) == (tone == "negative")


def test_the_words_are_whole_stand_where_they_say_and_share_at_most_one(head: ToneHead) -> None:
    text = "Arvo outperforms unexpectedly, Belz disappoints"
    (said,) = head.read([asked(text, "Belz")])
    assert {text[one.start : one.end] for one in said} >= {"Arvo", "unexpectedly", "disappoints"}
    assert "Belz" not in {text[one.start : one.end] for one in said}
    assert 0 < sum(one.share for one in said) <= 1 + 1e-6
    assert all(abs(one.says) <= 1 for one in said)


def test_reading_many_at_once_changes_nothing(head: ToneHead) -> None:
    some = [asked(f"Arvo gains {'a little ' * n}today", "Arvo") for n in range(40)]
    together = head.read(some)
    alone = [head.read([one])[0] for one in some]
    for a, b in zip(together, alone, strict=True):
        np.testing.assert_allclose([o.share for o in a], [o.share for o in b], atol=1e-4)


def test_nothing_asked_is_nothing_said(head: ToneHead) -> None:
    assert head.read([]) == []


def test_places_count_from_the_name() -> None:
    offsets = [(0, 0), (0, 4), (5, 9), (9, 11), (12, 16), (0, 0)]
    assert places(offsets, 5, 11) == [49, -1, 0, 0, 1, 49]


def test_the_card_says_data_licence_and_figures() -> None:
    told = card()
    assert told["licence"] == "MIT"
    assert told["test"]["accuracy"] > 0.8
    assert "out_of_domain" in told
