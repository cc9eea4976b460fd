"""A home a test, copied from one made once; a home a module for the laws."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from heed import store


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a home in which nothing happened yet; copy it, never open it."""
    path = tmp_path_factory.mktemp("empty") / "heed.sqlite"
    store.open(path).close()
    return path


@pytest.fixture
def db(tmp_path: Path, empty_home: Path) -> Iterator[store.Database]:
    shutil.copy(empty_home, tmp_path)
    with store.open(tmp_path / empty_home.name) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Iterator[store.Database]:
    """For laws: every example works inside `store_nouns.undone` and leaves nothing behind."""
    path = Path(shutil.copy(empty_home, tmp_path_factory.mktemp("shared")))
    with store.open(path) as opened:
        yield opened
