"""How long somebody else's parser may work on one document. Knows no format."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PARSE_S = 10.0
TRUSTED_BYTES = 256 * 1024
"""Up to this size the worst known documents end within seconds, so none is watched."""
_EVENTS_PER_LOOK = 64


class TooLong(BaseException):
    """The parser used up its time. No Exception, so that no handler on the way swallows it."""


@contextmanager
def patience(size: int, *, seconds: float = PARSE_S) -> Iterator[None]:
    """Ends the work inside with TooLong after `seconds` of this thread's processor time.

    The interpreter's profile hook looks at the clock between calls: no second process and no
    foreign thread is needed, and a busy machine costs the document nothing.
    """
    if size <= TRUSTED_BYTES:
        yield
        return
    ends = time.thread_time() + seconds
    events = 0

    def look(frame: FrameType, event: str, argument: object) -> None:
        nonlocal events
        events += 1
        if events % _EVENTS_PER_LOOK == 0 and time.thread_time() > ends:
            raise TooLong

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
