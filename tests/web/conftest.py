"""Homes for tests of pages: bare, or with the sample gathered; both behind a client."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from client import client_of
from starlette.testclient import TestClient

from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.actions import sample
from heed.diet import Diet
from heed.settings import Settings


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(folder: Path, clock: Clock) -> Iterator[Diet]:
    settings = Settings(home=folder, timezone="UTC")
    with store.open(settings.database) as db:
        yield Diet(db, Silence(), settings, clock, by_spelling)


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home whose sample is gathered; tests copy it."""
    folder = tmp_path_factory.mktemp("sample")
    for diet in opened(folder, Clock()):
        sample.lay_out(diet)
    return folder


@pytest.fixture
def bare(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    """A home without a source."""
    yield from opened(tmp_path, clock)


@pytest.fixture
def home(laid_out: Path, tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    """A home with the sample gathered."""
    folder = tmp_path / "home"
    shutil.copytree(laid_out, folder)
    yield from opened(folder, clock)


@pytest.fixture
def empty_site(bare: Diet) -> Iterator[TestClient]:
    with client_of(bare) as client:
        yield client


@pytest.fixture
def site(home: Diet) -> Iterator[TestClient]:
    with client_of(home, shown=True) as client:
        yield client
