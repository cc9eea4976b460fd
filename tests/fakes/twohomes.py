"""Two homes of one person on loopback: the first is served for real, the second asks it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn

from fakes.homes import Clock, by_spelling
from heed import store
from heed.actions import giving
from heed.diet import Diet, Load
from heed.settings import Settings
from heed.types import Fetched, Web
from heed.web.app import create_app
from heed.wire.http import GuardedWeb

SECRET = "four words no one knows"


class Counted:
    """The guarded client, allowed to ask this machine; counts, and cuts the line when told to."""

    def __init__(self) -> None:
        self.web: Web = GuardedWeb(allow_hosts=["127.0.0.1"])
        self.asked: list[str] = []
        self.answered_bytes = 0
        self.change: Callable[[bytes], bytes] = bytes

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        self.asked.append(url)
        found = self.web.get(url, etag=etag, modified=modified)
        self.answered_bytes += len(found.body)
        return replace(found, body=self.change(found.body))


@contextmanager
def home(
    folder: Path, clock: Clock, *, secret: str = SECRET, load: Load = by_spelling
) -> Iterator[Diet]:
    """A home that may ask this machine, and shares its secret."""
    settings = Settings(home=folder, timezone="UTC", full_text_pieces=0)
    with store.open(settings.database) as db:
        diet = Diet(db, Counted(), settings, clock, load)
        if secret:
            giving.set_secret(diet, secret)
        yield diet


@contextmanager
def served(diet: Diet) -> Iterator[str]:
    """The home's address, while it answers."""
    config = uvicorn.Config(create_app(diet), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
