"""What the API says of itself is true: whatever is asked by its schema, nothing breaks."""

import shutil
from itertools import islice
from pathlib import Path

import pytest

pytest.importorskip("schemathesis")

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.diet import Diet
from heed.settings import Settings
from heed.web.app import create_app

pytestmark = pytest.mark.slow
SHARES = 6
"""So many tests ask the operations in turns, since all of them take minutes."""


def is_no_fault(_: object, response: schemathesis.Response, __: object) -> None:
    """502 says that a source did not answer; only 500 is a fault of heed's."""
    assert response.status_code != 500, response.text


CHECKS = [
    is_no_fault,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("share", range(SHARES))
def test_no_request_by_the_schema_breaks_the_api(
    laid_out: Path, tmp_path: Path, share: int
) -> None:
    folder = tmp_path / "home"
    shutil.copytree(laid_out, folder)
    kept = Settings(home=folder, timezone="UTC")
    with store.open(kept.database) as db:
        app = create_app(Diet(db, Silence(), kept, Clock(), by_spelling))
        schema = schemathesis.openapi.from_asgi(
            "/api/openapi.json", app, headers={"host": "127.0.0.1"}
        )
        for operation in islice(schema.get_all_operations(), share, None, SHARES):
            asked(app, operation.ok())


def asked(app: object, operation: object) -> None:
    """Twenty requests of one operation, made from what its schema allows."""

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())  # type: ignore[attr-defined]
    def ask(case: schemathesis.Case) -> None:
        case.headers = {**(case.headers or {}), "host": "127.0.0.1", "sec-fetch-site": "none"}
        case.call_and_validate(checks=CHECKS)

    ask()
