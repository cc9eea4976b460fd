"""What the page says a past piece changes is what taking it out does change."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fakes.homes import Clock, by_spelling
from heed.actions import sample
from heed.actions.home import create_home, open_home
from heed.diet import Diet
from heed.web.app import create_app

ADDRESS = "http://127.0.0.1:8421"
WORTH = re.compile(r"expected to be worth (\d\.\d{3}) a minute")
ROW = re.compile(r'data-past="(\d+)".*?class="n change">([+-]\d\.\d{3})<', re.DOTALL)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("why") / "home"
    create_home(home)
    diet = open_home(home, clock=Clock(), load=by_spelling, timezone="UTC")
    sample.lay_out(diet)
    diet.db.close()
    return home


@pytest.fixture
def diet(tmp_path: Path, laid_out: Path) -> Iterator[Diet]:
    home = shutil.copytree(laid_out, tmp_path / "home")
    diet = open_home(home, clock=Clock(), load=by_spelling, timezone="UTC")
    yield diet
    diet.db.close()


@pytest.fixture
def site(diet: Diet) -> Iterator[TestClient]:
    headers = {"origin": ADDRESS, "accept-language": "en"}
    with TestClient(create_app(diet), base_url=ADDRESS, headers=headers) as client:
        yield client


def worths(diet: Diet) -> dict[int, float]:
    edition = diet.preview(diet.today())
    return {one.item_id: one.worth for one in (*edition.slots, *edition.left_out)}


def a_piece_that_names_another(diet: Diet, site: TestClient) -> tuple[int, str]:
    """A piece still to be read whose page names a past one that changes it, and the page."""
    for item_id in worths(diet):
        page = site.get(f"/story/{item_id}/why").text
        if any(change not in ("+0.000", "-0.000") for _, change in ROW.findall(page)):
            return item_id, page
    raise AssertionError("no piece names a past one")


def test_taking_out_a_named_piece_changes_the_score_by_what_the_page_said(
    diet: Diet, site: TestClient
) -> None:
    for slot, answer in zip(diet.edition().slots, ("more", "none", "all", "half"), strict=False):
        diet.read(slot.item_id, answer=answer)  # type: ignore[arg-type]  # all four are answers
    item_id, page = a_piece_that_names_another(diet, site)
    before, scores = float(WORTH.findall(page)[0]), worths(diet)
    past, change = next(pair for pair in ROW.findall(page) if float(pair[1]))

    assert scores[item_id] == pytest.approx(before, abs=0.0006)
    assert site.post("/you/forget", data={"item": past}).status_code == 200

    after = float(WORTH.findall(site.get(f"/story/{item_id}/why").text)[0])
    assert after - before == pytest.approx(float(change), abs=1e-9)
    moved = worths(diet)[item_id] - scores[item_id]
    assert moved == pytest.approx(float(change), abs=0.0011)


def test_the_page_s_reasons_sum_to_the_worth_it_states(diet: Diet, site: TestClient) -> None:
    diet.read(diet.edition().slots[0].item_id, answer="all")
    item_id = next(iter(worths(diet)))
    page = site.get(f"/story/{item_id}/why").text
    weights = re.findall(r'<td class="n">([+-]\d\.\d{3})</td></tr>', page)

    assert sum(map(float, weights)) == pytest.approx(float(WORTH.findall(page)[0]), abs=0.01)


def test_every_why_leads_to_the_whole_of_it(diet: Diet, site: TestClient) -> None:
    slot = diet.edition().slots[0]
    assert f"/story/{slot.item_id}/why" in site.get(f"/story/{slot.item_id}").text
    assert site.get("/story/1/why").status_code == 404
