"""When a source is visited next: as often as it publishes, never more than is polite. Pure."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from heed.errors import Unreachable, Unreadable
from heed.types import Fetched, Source, Visit

FLOOR_S = 15 * 60
FIRST_S = 3600
UNCONDITIONAL_FLOOR_S = 3600
CAP_S = 24 * 3600
RETRY_CAP_S = 7 * 24 * 3600
PAGE_S = 6 * 3600
JITTER_SHARE = 0.1


def body_sha(body: bytes) -> str:
    """What a body is remembered by, to notice that a full answer brought nothing new."""
    return hashlib.sha256(body).hexdigest()


def next_visit(
    source: Source,
    visit: Visit,
    outcome: Fetched | Unreachable | Unreadable,
    *,
    now: datetime,
    ttl_s: int | None = None,
    new: int = 0,
    jitter: float = 0.0,
) -> Visit:
    """`visit` after this outcome, with the time of the next one.

    ttl_s: what the document asks for, seconds. new: how many new posts it brought. jitter in [0, 1)
    spreads visits over a tenth of the interval. A source that is gone (410) has no next visit.
    """
    spread = 1 + JITTER_SHARE * min(max(jitter, 0.0), 1.0)
    if isinstance(outcome, Fetched):
        wait_s = _rhythm(source, visit, outcome, now=now, ttl_s=ttl_s, new=new)
        return _answered(visit, outcome, now, timedelta(seconds=round(wait_s * spread)))
    if isinstance(outcome, Unreachable) and outcome.gone:
        return replace(visit, checked_at=now, next_at=None, trouble=str(outcome), gone=True)
    asked_s = outcome.retry_after_s if isinstance(outcome, Unreachable) else None
    failures = visit.failures if asked_s is not None else visit.failures + 1
    wait_s = _patience(asked_s, failures)
    pause = timedelta(seconds=round(wait_s * spread))
    trouble = str(outcome)
    return replace(visit, checked_at=now, next_at=now + pause, failures=failures, trouble=trouble)


def _answered(visit: Visit, outcome: Fetched, now: datetime, pause: timedelta) -> Visit:
    """Validators are kept over a 304 that does not repeat them."""
    unchanged = outcome.status == 304
    return replace(
        visit,
        checked_at=now,
        next_at=now + pause,
        etag=outcome.etag or (visit.etag if unchanged else ""),
        modified=outcome.modified or (visit.modified if unchanged else ""),
        body_sha=visit.body_sha if unchanged else body_sha(outcome.body),
        failures=0,
        trouble="",
        gone=False,
    )


def _rhythm(
    source: Source, visit: Visit, outcome: Fetched, *, now: datetime, ttl_s: int | None, new: int
) -> float:
    """Seconds until the next visit of a source that answered.

    Half the mean gap between new posts, at most halved or doubled from one visit to the next;
    never sooner than the document and the server ask for.
    """
    floor_s = (
        FLOOR_S
        if outcome.status == 304 or outcome.etag or outcome.modified
        else UNCONDITIONAL_FLOOR_S
    )
    asked_s = max(ttl_s or 0, outcome.max_age_s or 0, floor_s)
    last_s = _last_interval(source, visit)
    if visit.checked_at is None:
        wanted_s = last_s
    elif new == 0:
        wanted_s = 1.5 * last_s
    else:
        gap_s = max((now - visit.checked_at).total_seconds(), 0) / new
        wanted_s = min(max(gap_s / 2, last_s / 2), 2 * last_s)
    return min(max(wanted_s, asked_s), CAP_S)


def _last_interval(source: Source, visit: Visit) -> float:
    """The planned gap before this visit; an hour for a new feed, six for a page or folder."""
    start_s = FIRST_S if source.kind == "feed" else PAGE_S
    if visit.checked_at is None or visit.next_at is None or visit.failures:
        return start_s
    planned_s = (visit.next_at - visit.checked_at).total_seconds()
    return min(max(planned_s, FLOOR_S), CAP_S)


def _patience(asked_s: int | None, failures: int) -> float:
    """Seconds after a failure: what was asked for, else an hour doubled with each in a row."""
    if asked_s is not None:
        return min(max(asked_s, FLOOR_S), RETRY_CAP_S)
    return float(min(FIRST_S * 2 ** min(failures - 1, 10), CAP_S))
