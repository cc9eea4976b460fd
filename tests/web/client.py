"""A test client on a hand-held home."""

from starlette.testclient import TestClient

from heed.diet import Diet
from heed.web.app import create_app

ADDRESS = "http://127.0.0.1:8421"


def client_of(diet: Diet, *, shown: bool = False, raises: bool = True) -> TestClient:
    app = create_app(diet, sample=shown)
    return TestClient(
        app,
        base_url=ADDRESS,
        headers={"origin": ADDRESS, "accept-language": "en"},
        raise_server_exceptions=raises,
    )
