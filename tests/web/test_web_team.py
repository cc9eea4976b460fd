"""The team's pages, asked as a browser without script would ask."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from client import client_of
from starlette.testclient import TestClient

from fakes.homes import Clock
from fakes.teams import FIRST, team_home
from heed.actions import members, needs, team
from heed.diet import Diet


@pytest.fixture
def diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with team_home(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def team_site(diet: Diet) -> Iterator[TestClient]:
    with client_of(diet) as client:
        yield client


def cleared(site: TestClient, diet: Diet, *, mode: str = "split", least: int = 1) -> None:
    for topic in ("Tides", "Bread"):
        needs.add(diet, "topic", topic, least=least, most=1)
    assert site.post("/team/clear", data={"mode": mode}).status_code == 200


def parts(site: TestClient, member: int) -> list[str]:
    return re.findall(r'id="part-(\d+)"', site.get(f"/team?as={member}").text)


def test_a_home_without_a_team_says_what_one_is_for(empty_site: TestClient) -> None:
    page = empty_site.get("/team").text
    assert "No team yet." in page
    assert 'href="/team/people"' in page
    assert "Nothing has been shared out yet." in empty_site.get("/team/audit").text


def test_members_and_needs_are_named_on_their_page(empty_site: TestClient, bare: Diet) -> None:
    site = empty_site
    page = site.post("/team/members", data={"name": "Ada <b>", "minutes": "15"}).text
    assert "15 min a day" in page
    assert "Ada &lt;b&gt;" in page
    form = {"minutes": "20", "interests": "tides\n利率\n", "skills": "law, Chinese"}
    page = site.post("/team/members/1", data=form).text
    assert "tides · 利率" in page
    form = {"scope": "words", "subject": "toll", "least": "1", "most": "2", "skills": "law"}
    page = site.post("/team/needs", data=form).text
    assert "Every piece that says “toll” · 1 to 2 readers · who can: law" in page
    assert "No need." in site.post("/team/needs/1/remove").text
    assert "Nobody yet." in site.post("/team/members/1/leave").text
    assert members.add(bare, "Ada <b>").id == 2


def test_a_mistake_is_one_sentence_on_the_page_it_was_made_on(team_site: TestClient) -> None:
    page = team_site.post("/team/members", data={"name": "ada"})
    assert page.status_code == 400
    assert "ada is a member already; give the other one another name." in page.text
    form = {"scope": "topic", "subject": "Tides", "until": "soon"}
    page = team_site.post("/team/needs", data=form, headers={"accept-language": "zh-CN"})
    assert "soon 不是日期；请写成 2026-11-20。" in page.text
    page = team_site.post("/team/clear")
    assert page.status_code == 400
    assert "Nothing is asked to be read" in page.text


@pytest.mark.parametrize("mode", ["split", "best", "private"])
def test_a_market_day_shows_everybody_a_part_with_reasons(
    team_site: TestClient, diet: Diet, mode: str
) -> None:
    cleared(team_site, diet, mode=mode, least=0)
    pages = [team_site.get(f"/team?as={member}").text for member in (1, 2, 3)]
    page = next(one for one in pages if 'id="part-' in one)  # the draw may leave one with nothing
    assert "Shared out Friday 20 November at 7:55" in page
    assert "Offers are open." not in page
    assert "That is all for the team today." in page
    reason = "You would take it at its price" if mode == "private" else "You named <cite>"
    assert reason in page
    audit = team_site.get("/team/audit").text
    assert "Nobody was asked for more minutes than offered." in audit
    assert ("Beside other rules" in audit) == (mode != "private")


def test_a_part_is_read_with_a_note_to_all(team_site: TestClient, diet: Diet) -> None:
    cleared(team_site, diet)
    (part, *_) = parts(team_site, 1)
    page = team_site.post(
        f"/team/parts/{part}/note", data={"text": "New: <the> moon.\nBoats wait.", "member": "1"}
    )
    assert page.url.query == b"as=1"
    assert page.text.count("New: &lt;the&gt; moon.<br>Boats wait.") == 2
    assert "read" in page.text
    day = team.current(diet)
    assert day
    assert [one.closed for one in team.coverage(diet, day)].count(True) == 1


def test_a_part_passed_on_stands_in_another_list(team_site: TestClient, diet: Diet) -> None:
    cleared(team_site, diet)
    (part, *rest) = parts(team_site, 1)
    others = [len(parts(team_site, n)) for n in (2, 3)]
    page = team_site.post(f"/team/parts/{part}/pass", data={"member": "1"}).text
    assert re.findall(r'id="part-(\d+)"', page) == rest
    assert sum(len(parts(team_site, n)) for n in (2, 3)) == sum(others) + 1
    assert "passed it on." in team_site.get("/team?as=2").text + team_site.get("/team?as=3").text
    again = team_site.post(f"/team/parts/{part}/pass", data={"member": "1"})
    assert again.status_code == 400
    assert "no open assignment" in again.text


def test_the_hour_to_pass_on_ends_on_the_page_too(
    team_site: TestClient, diet: Diet, clock: Clock
) -> None:
    cleared(team_site, diet)
    assert "pass it on (until 8:55)" in team_site.get("/team?as=1").text
    clock.now = clock.now.replace(hour=9)
    assert "pass it on" not in team_site.get("/team?as=1").text


def test_what_nobody_can_read_is_named_first(team_site: TestClient, diet: Diet) -> None:
    needs.add(diet, "piece", str(FIRST), least=2, most=2, barred=["Ada", "Ben"])
    needs.add(diet, "piece", str(FIRST + 1), least=1, most=1)
    team_site.post("/team/clear")
    page = team_site.get("/team").text
    assert page.index("One reader is missing: nobody else in the team may read it.") < page.index(
        "one piece has its readers"
    )
    assert "One reader is missing for what must be read." in team_site.get("/team/audit").text


def test_the_next_day_offers_are_open_again(
    team_site: TestClient, diet: Diet, clock: Clock
) -> None:
    cleared(team_site, diet)
    clock.next_day()
    page = team_site.get("/team?as=1").text
    assert "Offers are open. 3 members are in the team and offer 36 min a day." in page
    assert "Shared out Friday 20 November" in page


def test_the_pages_speak_chinese(team_site: TestClient, diet: Diet) -> None:
    cleared(team_site, diet)
    zh = {"accept-language": "zh-CN"}
    assert "今天给小组读的就这些。" in team_site.get("/team?as=1", headers=zh).text
    assert "没有人被要求超过自己给的时间。" in team_site.get("/team/audit", headers=zh).text
