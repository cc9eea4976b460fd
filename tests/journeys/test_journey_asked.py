"""Some pieces are asked about by chance, a few again a week later; the log tells them apart."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fakes.homes import Clock, by_spelling
from heed import learn, store
from heed.actions import hindsight, library, sample
from heed.actions.evaluation import evaluate
from heed.actions.home import create_home, open_home
from heed.actions.ledger import ledger
from heed.diet import Diet
from heed.web.app import create_app

ADDRESS = "http://127.0.0.1:8421"


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("asked") / "home"
    create_home(home)
    diet = open_home(home, clock=Clock(), load=by_spelling, timezone="UTC")
    sample.lay_out(diet)
    diet.db.close()
    return home


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, laid_out: Path) -> Path:
    return shutil.copytree(laid_out, tmp_path / "home")


@pytest.fixture
def diet(home: Path, clock: Clock) -> Iterator[Diet]:
    diet = open_home(home, clock=clock, load=by_spelling, timezone="UTC", ask_share=0.5)
    yield diet
    diet.db.close()


def site_of(diet: Diet, language: str = "en") -> TestClient:
    headers = {"origin": ADDRESS, "accept-language": language}
    return TestClient(create_app(diet), base_url=ADDRESS, headers=headers)


def test_an_asked_answer_is_kept_with_its_chance_and_a_volunteered_one_apart(diet: Diet) -> None:
    edition = diet.edition()
    drawn = {one.item_id for one in edition.questions}
    assert 0 < len(drawn) < len(edition.slots)
    for slot in edition.slots:
        diet.read(slot.item_id, answer="all")

    with diet.db.read() as tx:
        kept = store.verdicts.latest(tx)
    assert {id for id, one in kept.items() if one.asked == "asked"} == drawn
    assert {one.propensity for one in kept.values() if one.asked == "asked"} == {0.5}
    found = evaluate(diet)
    assert (found.answers, found.asked) == (len(edition.slots), len(drawn))


def test_the_page_says_whether_heed_asks(diet: Diet) -> None:
    edition = diet.edition()
    drawn = {one.item_id for one in edition.questions}
    asked = next(slot for slot in edition.slots if slot.item_id in drawn)
    other = next(slot for slot in edition.slots if slot.item_id not in drawn)
    with site_of(diet) as site:
        assert "drawn by chance" in site.get(f"/story/{asked.item_id}").text
        assert "does not ask here" in site.get(f"/story/{other.item_id}").text
        diet.read(asked.item_id, active_s=60)
        assert "heed asks: was it worth it?" in site.get("/").text
    with site_of(diet, "zh-CN") as site:
        assert "随机抽中" in site.get(f"/story/{asked.item_id}").text


@pytest.fixture
def every_piece_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in five is drawn by its number, and numbers follow the order of arrival: chance."""
    monkeypatch.setattr("heed.consume.hindsight.SHARE", 1.0)


@pytest.mark.usefixtures("every_piece_is_drawn")
def test_a_piece_is_asked_about_once_more_after_a_week_and_counted_once(
    diet: Diet, clock: Clock
) -> None:
    for slot in diet.edition().slots:
        diet.read(slot.item_id, answer="all")
    answers = ledger(diet).answers
    clock.now += timedelta(days=8)
    item = hindsight.due(diet)
    assert item is not None

    with site_of(diet) as site:
        diet.gather()
        page = site.get("/").text
        if "hindsight-asked" in page:
            assert "Looking back" in page
        assert site.post(f"/hindsight/{item.id}", data={"answer": "none"}).status_code == 200
        assert site.post(f"/hindsight/{item.id}", data={"answer": "all"}).status_code == 400
        told = evaluate(diet).again
        assert told is not None
        assert (told.count, told.worse) == (1, 1)
        assert "One piece was asked about again" in site.get("/evaluation").text or answers < 20

    assert ledger(diet).answers == answers
    with diet.db.read() as tx:
        assert store.verdicts.at_first(tx)[item.id].answer == "all"
        assert store.verdicts.latest(tx)[item.id].asked == "hindsight"


@pytest.mark.usefixtures("every_piece_is_drawn")
def test_a_second_question_can_be_passed_over_for_good(diet: Diet, clock: Clock) -> None:
    for slot in diet.edition().slots:
        diet.read(slot.item_id, answer="half")
    clock.now += timedelta(days=8)
    seen = []
    with site_of(diet) as site:
        while (item := hindsight.due(diet)) is not None:
            seen.append(item.id)
            assert site.post(f"/hindsight/{item.id}", data={"answer": "skip"}).status_code == 200

    assert len(set(seen)) == len(seen) > 0


def test_two_rankings_share_an_edition_where_the_reader_wants_it(
    home: Path, clock: Clock, tmp_path: Path
) -> None:
    plain = open_home(home, clock=clock, load=by_spelling, timezone="UTC")
    for slot, answer in zip(plain.edition().slots, ("more", "none", "more", "none"), strict=False):
        plain.read(slot.item_id, answer=answer)  # type: ignore[arg-type]  # all are answers
    clock.next_day()
    usual = plain.edition(minutes=25)
    plain.db.close()
    diet = open_home(home, clock=clock, load=by_spelling, timezone="UTC", interleave=True)
    edition = diet.edition(minutes=20)

    assert usual.drafted == ()
    assert edition.planned_s <= 20 * 60
    teams = {one.team for one in edition.drafted}
    assert {"first", "second"} <= teams
    assert {one.item_id for one in edition.drafted} <= {slot.item_id for slot in edition.slots}
    with site_of(diet) as site:
        assert "Two ways of ranking share this edition" in site.get("/").text
    for one in edition.drafted:
        diet.read(one.item_id, answer="more" if one.team == "second" else "none")
    found = evaluate(diet).duel
    assert found is not None
    assert (found.editions, found.winner) == (1, "")
    assert {found.first, found.second} == {"heed", edition.drafted[0].second}

    library.export(diet, tmp_path / "all.zip")
    create_home(tmp_path / "second")
    second = open_home(tmp_path / "second", clock=clock, load=by_spelling, timezone="UTC")
    library.restore(second, tmp_path / "all.zip")
    assert second.edition() == edition
    second.db.close()
    diet.db.close()


def test_an_evaluation_is_found_once_after_each_answer(diet: Diet) -> None:
    slots = diet.edition().slots
    for slot in slots[:-1]:
        diet.read(slot.item_id, answer="all")
    found = evaluate(diet)
    with diet.db.read() as tx:
        kept = store.states.get(tx, learn.JUDGED)
    assert kept is not None
    assert evaluate(diet) == found
    diet.read(slots[-1].item_id, answer="none")
    assert evaluate(diet).answers == found.answers + 1
    with diet.db.read() as tx:
        assert store.states.get(tx, learn.JUDGED) != kept
