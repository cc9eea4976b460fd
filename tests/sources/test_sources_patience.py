"""A parser that never ends is ended."""

import sys

import pytest

from heed.errors import Unreadable
from heed.sources.feed import parse_feed
from heed.sources.patience import TRUSTED_BYTES, TooLong, patience
from heed.types import Fetched


def stubborn() -> None:
    """Works for ever and swallows every ordinary exception."""
    while True:
        try:
            len("x")
        except Exception:
            continue


def test_work_on_a_large_document_ends_even_where_exceptions_are_swallowed() -> None:
    with pytest.raises(TooLong), patience(TRUSTED_BYTES + 1, seconds=0.05):
        stubborn()


def test_the_interpreter_is_left_as_it_was() -> None:
    before = sys.getprofile()
    with patience(TRUSTED_BYTES + 1):
        assert sys.getprofile() is not before
    assert sys.getprofile() is before


def test_small_documents_are_not_watched() -> None:
    before = sys.getprofile()
    with patience(TRUSTED_BYTES):
        assert sys.getprofile() is before


def test_a_feed_built_to_stall_is_a_sentence() -> None:
    body = b"<rss version='2.0'><channel><item><title>" + b"<a>" * 200_000
    with pytest.raises(Unreadable, match="takes too long to read"):
        parse_feed(Fetched("https://example.org/f", 200, body), seconds=0.3)
