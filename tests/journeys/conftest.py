"""A browser, a home with the sample, and pages that must stay clean, for every walk."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("playwright") is None:
    collect_ignore_glob = ["test_journey_*browser.py", "test_journey_access.py"]
else:
    from browsing import Open, Watched, chromium, context, home, served
    from playwright.sync_api import Browser

from fakes.homes import Clock, by_spelling
from heed.actions import sample
from heed.diet import Diet
from heed.web.app import create_app


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    with home(folder, Clock(), by_spelling) as diet:
        sample.lay_out(diet)
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diet(laid_out: Path, tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    folder = tmp_path / "home"
    shutil.copytree(laid_out, folder)
    with home(folder, clock, by_spelling) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, diet: Diet) -> Iterator[Open]:
    """Opens a watched page on the sample; whatever was opened must have stayed clean."""
    pages: list[Watched] = []
    with ExitStack() as stack:
        base = stack.enter_context(served(create_app(diet, sample=True)))

        def opened(**look: object) -> Watched:
            made = stack.enter_context(context(browser, base, **look))  # type: ignore[arg-type]
            pages.append(Watched(made.new_page(), base))
            pages[-1].watch()
            return pages[-1]

        yield opened
    assert [one.complaints for one in pages if one.complaints] == []
    assert [one.strangers for one in pages if one.strangers] == []
    assert [one.lax for one in pages if one.lax] == []
