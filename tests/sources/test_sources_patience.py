"""A parser that never ends is ended."""

import sys
from datetime import UTC, datetime

import pytest

from heed.errors import Unreadable
from heed.sources import read_document
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


@pytest.mark.slow
def test_a_feed_built_to_stall_is_a_sentence() -> None:
    body = b"<rss version='2.0'><channel><item><title>" + b"<a>" * 400_000
    with pytest.raises(Unreadable, match="takes too long to read"):
        read_document(
            Fetched("https://example.org/f", 200, body), now=datetime(2026, 8, 10, tzinfo=UTC)
        )
