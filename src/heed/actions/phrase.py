"""Asking the reader's own endpoint to phrase an answer; without one nothing leaves the home.

What is sent is the question and the sentences already found. Every failure is one sentence beside
them.
"""

from functools import lru_cache
from urllib.parse import urlsplit

from heed.assist import phrase as phrasing
from heed.diet import Diet
from heed.errors import BadInput, Unreachable, Unreadable
from heed.settings import Settings
from heed.types import Fetched, Phrased, Reply
from heed.wire.late import LateWeb

MOST_BYTES = 2**18
"""Of the endpoint's answer: a model may think aloud beside it, but not for ever."""
KEPT = 64
"""So many answers are remembered while heed runs: a page that is opened again costs nothing."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NONE_NAMED = Phrased(
    why_not="No endpoint is named in phrase_address, so nothing was sent.", sent=False
)
NOTHING_FOUND = Phrased(why_not="No sentence was found to phrase, so nothing was sent.", sent=False)


def phrase(diet: Diet, reply: Reply, *, meant: bool = True) -> Phrased:
    """The reply's sentences in the words of the endpoint the settings name, or why not.

    meant: the reader asked, not a page of another site that would spend the reader's key.
    """
    settings = diet.settings
    if not settings.phrase_address:
        return NONE_NAMED
    sentences = [one.passage.text for one in reply.findings]
    if not sentences:
        return NOTHING_FOUND
    try:
        if not meant:
            raise BadInput(
                "This question came from another site, so nothing was sent; ask it here."
            )
        body = phrasing.request(settings.phrase_model, reply.question, sentences)
        return Phrased(_told(settings, body, len(sentences)))
    except (BadInput, Unreachable, Unreadable) as error:
        return Phrased(why_not=str(error))


@lru_cache(maxsize=KEPT)
def _told(settings: Settings, body: bytes, sentences: int) -> str:
    """What the endpoint says; a failure is not remembered."""
    return phrasing.answer(_asked(settings, body).body, sentences)


def _asked(settings: Settings, body: bytes) -> Fetched:
    if not settings.phrase_model:
        raise BadInput("No model is named for your endpoint: set phrase_model in heed.toml.")
    address, key = settings.phrase_address, settings.phrase_key.get_secret_value()
    if key and not _closed(address):
        raise BadInput(
            "A key is not sent over an open line: give phrase_address as https://, or no key."
        )
    web = LateWeb(
        allow_hosts=settings.allow_hosts, timeout_s=settings.timeout_s, max_body_bytes=MOST_BYTES
    )
    return web.post(f"{address.rstrip('/')}/chat/completions", body, bearer=key)


def _closed(address: str) -> bool:
    """Whether nobody between here and there can read along."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in LOOPBACK
