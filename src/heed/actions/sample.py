"""Laying the sample out and putting it away. What is in it lives in heed.sample."""

from heed.actions.home import SAMPLE_SINCE
from heed.diet import Diet
from heed.intake import Progress, quiet
from heed.sample import SampleWeb, feeds
from heed.store import sources, states
from heed.types import Gathered


def lay_out(diet: Diet, progress: Progress = quiet) -> Gathered:
    """Add the sample's sources and gather them. Doing it twice changes nothing."""
    now = diet.clock()
    with diet.db.write() as tx:
        kept = states.get(tx, SAMPLE_SINCE)
        if kept is None:
            states.put(tx, SAMPLE_SINCE, now.isoformat().encode())
            diet.web = SampleWeb(now, diet.clock, diet.web)
        for feed in feeds():
            sources.add(tx, url=feed.url, kind="sample", title=feed.title, topic=feed.topic, at=now)
    return diet.gather(progress=progress)


def is_shown(diet: Diet) -> bool:
    """Whether any of the sample's sources are in this home."""
    with diet.db.read() as tx:
        return bool(sources.all(tx, kind="sample"))


def put_away(diet: Diet) -> int:
    """Remove the sample's sources and their unread pieces; returns how many sources went.

    An edition nobody has begun goes with them, so that one's own sources make today's.
    """
    diet.put_down()
    with diet.db.write() as tx:
        shown = sources.all(tx, kind="sample")
        for source in shown:
            sources.remove(tx, source.id)
        states.remove(tx, SAMPLE_SINCE)
    return len(shown)
