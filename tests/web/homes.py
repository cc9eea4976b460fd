"""Parts of a hand-held home: a clock that moves when told, a web nobody answers on, a client."""

from datetime import UTC, datetime, timedelta

from starlette.testclient import TestClient

from heed.diet import Diet
from heed.errors import Unreachable
from heed.models.encoder import Encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing
from heed.types import Fetched
from heed.web.app import create_app

MORNING = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8421"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def next_day(self) -> None:
        self.now += timedelta(days=1)


class Silence:
    """A web nobody answers on."""

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        raise Unreachable(f"{url} did not answer (timeout after 20 s).")


def by_spelling(_: bytes | None) -> Encoder:
    return Encoder(lambda: Missing("The English weights are not installed."), None, Hashed())


def client_of(diet: Diet, *, shown: bool = False, raises: bool = True) -> TestClient:
    app = create_app(diet, sample=shown)
    return TestClient(
        app,
        base_url=ADDRESS,
        headers={"origin": ADDRESS, "accept-language": "en"},
        raise_server_exceptions=raises,
    )
