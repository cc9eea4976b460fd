"""The edition by mail at an hour of the reader's day: at most once a day, however often asked."""

from datetime import time

from heed.actions import post
from heed.diet import Diet
from heed.store import Tx, states
from heed.wire.smtp import answers
from heed.wording import Words

SENT = "edition_sent"
"""The name under which a home keeps the day whose edition was sent last."""


def send_when_due(diet: Diet) -> str | None:
    """Send today's edition if its hour came and it was not sent; to whom, None where it was not.

    While the mail server does not answer nothing is tried. The day is kept before the mail goes, so
    one that failed halfway is not sent a second time. Raises BadInput, Unreachable.
    """
    settings = diet.settings
    if not settings.send_at or not _is_due(diet):
        return None
    if settings.smtp_host and not answers(settings):
        return None
    edition = diet.edition()
    if not edition.id or not _claimed(diet):
        return None
    return post.send_edition(
        diet, edition, Words("zh" if settings.language == "zh" else "en", diet.zone)
    )


def _is_due(diet: Diet) -> bool:
    hour, minute = map(int, diet.settings.send_at.split(":"))
    if diet.clock().astimezone(diet.zone).time() < time(hour, minute):
        return False
    with diet.db.read() as tx:
        return not _was_sent(tx, diet)


def _claimed(diet: Diet) -> bool:
    """Keep that today's is sent; False where another process was faster."""
    with diet.db.write() as tx:
        if _was_sent(tx, diet):
            return False
        states.put(tx, SENT, diet.today().isoformat().encode())
    return True


def _was_sent(tx: Tx, diet: Diet) -> bool:
    return states.get(tx, SENT) == diet.today().isoformat().encode()
