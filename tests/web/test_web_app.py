"""Pages over a real home, asked as a browser without script would ask."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from client import client_of
from markupsafe import escape
from starlette.testclient import TestClient

from fakes.homes import Clock
from heed.actions import rules, sources
from heed.diet import Diet
from heed.errors import StoreError
from heed.store import readings, verdicts
from heed.web.guard import HEADERS

PAGES = (
    "/",
    "/left-out",
    "/newest",
    "/sources",
    "/rules",
    "/ledger",
    "/search",
    "/ask",
    "/attention",
    "/team",
    "/team/people",
    "/team/audit",
    "/lab",
    "/lab/see",
)
LIMIT = 100 * 1024


class Links(HTMLParser):
    """Every address a page leads to or loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in ("href", "src", "action", "hx-post") and v]


def first_story(site: TestClient) -> str:
    found = re.search(r'href="(/story/\d+)"', site.get("/").text)
    assert found
    return found[1]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_answers_on_a_full_home(site: TestClient, path: str, language: str) -> None:
    answer = site.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert len(answer.content) < LIMIT


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_on_an_empty_home(empty_site: TestClient, path: str) -> None:
    answer = empty_site.get(path)
    assert answer.status_code == 200
    assert "This is a sample" not in answer.text


def test_every_link_of_every_page_leads_somewhere(site: TestClient) -> None:
    seen: set[str] = set()
    for path in PAGES:
        links = Links(site.get(path).text).found
        seen |= {one.split("#")[0] for one in links if one.startswith("/")}
    gone = {"/sources/opml", "/gather", "/minutes", "/again", "/reading"}
    gone |= {"/team/members", "/team/needs"}
    posts = re.compile(r"/(mute|remove|verdict)$")
    stories = sorted(one for one in seen if "/story/" in one or "?item=" in one)
    asked = sorted(one for one in seen - gone - set(stories[8:]) if one and not posts.search(one))
    assert len(asked) > 30
    answered = {one: site.get(one).status_code for one in asked}
    assert {one: status for one, status in answered.items() if status != 200} == {}


def test_no_page_names_another_host_to_load_from(site: TestClient) -> None:
    loaded = re.compile(r'(?:src|href)="(https?:[^"]+)"[^>]*(?:stylesheet|script|icon)')
    for path in PAGES:
        assert not loaded.search(site.get(path).text)


def test_an_edition_does_not_change_when_asked_again(site: TestClient) -> None:
    assert site.get("/").text == site.get("/").text


def test_an_edition_ends(site: TestClient) -> None:
    page = site.get("/").text
    assert "That is all for today." in page
    assert "pieces were left out" in page


def test_an_answer_without_script_books_an_estimate(site: TestClient, home: Diet) -> None:
    story = first_story(site)
    page = site.post(f"{story}/verdict", data={"answer": "all"})
    assert page.url.path == story
    assert 'value="all" aria-pressed="true"' in page.text
    with home.db.read() as tx:
        assert [one.via for one in readings.all(tx)] == ["estimate"]
        assert [one.answer for one in verdicts.latest(tx).values()] == ["all"]


def test_an_answer_with_measured_time_books_that_time(site: TestClient, home: Diet) -> None:
    site.post(f"{first_story(site)}/verdict", data={"answer": "half", "active_s": "41"})
    with home.db.read() as tx:
        assert [(one.active_s, one.via) for one in readings.all(tx)] == [(41, "web")]


def test_an_answer_by_script_swaps_only_the_ending(site: TestClient) -> None:
    page = site.post(
        f"{first_story(site)}/verdict", data={"answer": "more"}, headers={"hx-request": "true"}
    )
    assert page.text.lstrip().startswith("<section")
    assert "<html" not in page.text
    assert "Next:" in page.text


def test_reading_time_arrives_in_parts(site: TestClient, home: Diet) -> None:
    item = first_story(site).rsplit("/", 1)[1]
    for seconds in (12, 30):
        sent = site.post("/reading", data={"item": item, "seconds": seconds})
        assert sent.status_code == 204
    with home.db.read() as tx:
        assert readings.total_s(tx, int(item)) == 42
    assert "1 min of 30 min read today" in site.get("/newest").text


def test_tomorrows_edition_says_what_was_liked(site: TestClient, clock: Clock) -> None:
    liked = re.findall(r'href="(/story/\d+)" dir="auto">([^<]+)<', site.get("/").text)[:3]
    for href, _ in liked:
        site.post(f"{href}/verdict", data={"answer": "more", "active_s": "60"})
    clock.next_day()
    page = site.get("/").text
    assert "Saturday 21 November" in page
    assert "was worth it to you" in page
    assert any(f"<cite>{title}</cite>" in page for _, title in liked)


def test_more_minutes_make_another_edition_for_today(site: TestClient) -> None:
    before = site.get("/").text.count('class="piece')
    page = site.post("/minutes", data={"minutes": "5"})
    assert page.url.path == "/"
    assert 0 < page.text.count('class="piece') < before
    assert "5 min ·" in page.text


def test_minutes_that_are_no_number_are_told_in_a_sentence(site: TestClient) -> None:
    page = site.post("/minutes", data={"minutes": "many"})
    assert page.status_code == 422
    assert "minutes cannot be used" in page.text


def test_left_out_pieces_say_from_when_they_enter(site: TestClient) -> None:
    site.get("/")
    page = site.get("/left-out").text
    minutes = [int(found) for found in re.findall(r"enters at (\d+) min", page)]
    assert minutes
    assert minutes == sorted(minutes)


def test_left_out_before_any_edition_says_so(site: TestClient) -> None:
    assert "No edition has been made yet" in site.get("/left-out").text


def test_newest_pages_are_bounded_and_cover_everything_once(site: TestClient) -> None:
    path, seen = "/newest", []
    while path:
        page = site.get(path).text
        found = re.findall(r'<h3><a href="/story/(\d+)"', page)
        assert 0 < len(found) <= 40
        seen += found
        older = re.search(r'href="(/newest\?[^"]+)"', page)
        path = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) > 40


def test_search_marks_what_was_searched_for(site: TestClient) -> None:
    page = site.get("/search", params={"q": "bridge"}).text
    assert re.search(r'<mark class="m3">[Bb]ridge', page)
    assert "Nothing here holds" in site.get("/search", params={"q": "xyzzy"}).text


def test_a_search_for_markup_stays_text(site: TestClient) -> None:
    page = site.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_a_source_that_does_not_answer_is_told_and_kept_in_the_form(empty_site: TestClient) -> None:
    page = empty_site.post("/sources", data={"target": "nowhere.example", "topic": "Sea"})
    assert page.status_code == 400
    assert "did not answer (timeout after 20 s)" in page.text
    assert 'value="nowhere.example"' in page.text


def test_a_folder_is_added_and_fetched(empty_site: TestClient, bare: Diet, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "tide.md").write_text("# Tide tables\n\nThe moon pulls, the harbour answers. " * 20)
    page = empty_site.post("/sources", data={"target": str(notes)})
    assert page.url.path == "/sources"
    empty_site.app.state.house.gathering.join()  # type: ignore[attr-defined]
    assert "1 new piece." in empty_site.get("/gathering").text
    assert "Tide tables" in empty_site.get("/").text


def test_an_opml_file_adds_its_feeds(empty_site: TestClient, bare: Diet) -> None:
    opml = b'<opml><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>'
    page = empty_site.post("/sources/opml", files={"file": ("a.opml", opml, "text/xml")})
    empty_site.app.state.house.gathering.join()  # type: ignore[attr-defined]
    assert page.status_code == 200
    page = empty_site.get("/sources")
    assert "did not answer" in page.text
    assert "Trying again at" in page.text
    assert b"https://a.example/feed" in empty_site.get("/sources.opml").content


def test_a_muted_source_says_so_and_can_come_back(site: TestClient, home: Diet) -> None:
    one = sources.named(home, "Cold Cache")
    assert "Muted." in site.post(f"/sources/{one.id}/mute", data={"muted": "true"}).text
    assert "Muted." not in site.post(f"/sources/{one.id}/mute", data={"muted": "false"}).text


def test_a_removed_source_is_gone(site: TestClient, home: Diet) -> None:
    one = sources.named(home, "Cold Cache")
    assert "Cold Cache" not in site.post(f"/sources/{one.id}/remove").text


def test_the_sample_can_be_put_away_and_its_banner_goes(site: TestClient) -> None:
    assert "This is a sample" in site.get("/newest").text
    page = site.post("/sources/sample/remove")
    assert page.url.path == "/sources"
    assert "This is a sample" not in page.text
    assert "No source yet" in page.text


def test_a_rule_is_declared_priced_and_taken_back(site: TestClient, home: Diet) -> None:
    page = site.post("/rules", data={"bound": "floor", "subject": "topic:Science", "minutes": "3"})
    assert "At least 3 min of Science a day." in page.text
    assert "from the next edition" in page.text
    site.get("/")
    assert "from the next edition" not in site.get("/rules").text
    assert "No rule." in site.post("/rules/1/remove").text


def test_a_rule_of_a_source_names_it(site: TestClient, home: Diet) -> None:
    one = sources.named(home, "Cold Cache")
    rules.add(home, "ceiling", "source", str(one.id), 2)
    assert "At most 2 min of Cold Cache a day." in site.get("/rules").text
    assert "At most 2 min of Cold Cache a day." in site.get("/").text


def test_a_rule_about_nothing_known_is_told(site: TestClient) -> None:
    page = site.post("/rules", data={"bound": "floor", "subject": "topic:Moss", "minutes": "3"})
    assert page.status_code == 400
    assert "Moss" in page.text


def test_the_ledger_balances_after_reading(site: TestClient) -> None:
    site.post(f"{first_story(site)}/verdict", data={"answer": "all", "active_s": "120"})
    page = site.get("/ledger").text
    told = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    assert (told["granted"], told["spent"], told["still open"]) == ("30 min", "2 min", "28 min")
    assert "One answer so far" in page


def test_attention_without_weights_says_why(site: TestClient) -> None:
    page = site.get("/attention").text
    assert "The English weights are not installed." in page
    assert "Reads by spelling alone" in page


def test_a_page_that_is_not_there_is_told_in_a_sentence(site: TestClient) -> None:
    for path in ("/nowhere", "/story/12345", "/static/none.css"):
        answer = site.get(path)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text
    assert site.get("/api/nowhere").json() == {"error": "There is no such page."}


def test_a_broken_store_is_one_sentence(bare: Diet) -> None:
    class Broken(Diet):
        def edition(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise StoreError("The home is full: free some space and try again.")

        def today(self) -> object:  # type: ignore[override]
            raise StoreError("The home is full: free some space and try again.")

    broken = Broken(bare.db, bare.web, bare.settings, bare.clock)
    with client_of(broken) as site:
        page = site.get("/")
    assert page.status_code == 500
    assert "free some space" in page.text


def test_a_mistake_of_our_own_shows_no_trace(bare: Diet) -> None:
    class Mistaken(Diet):
        def edition(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise ZeroDivisionError

    mistaken = Mistaken(bare.db, bare.web, bare.settings, bare.clock)
    with client_of(mistaken, raises=False) as site:
        page = site.get("/")
    assert page.status_code == 500
    assert page.text == "Something in heed broke. The log says what; nothing was lost."


def test_the_icon_is_found_at_the_old_place_too(site: TestClient) -> None:
    assert site.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_a_write_from_another_site_changes_nothing(site: TestClient, home: Diet) -> None:
    story = first_story(site)
    evil = {"origin": "https://evil.example"}
    answer = site.post(f"{story}/verdict", data={"answer": "none"}, headers=evil)
    assert answer.status_code == 403
    with home.db.read() as tx:
        assert verdicts.latest(tx) == {}


def test_another_host_name_is_refused(site: TestClient) -> None:
    assert site.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_choice_of_look_is_kept_and_leads_back(site: TestClient) -> None:
    page = site.get("/look", params={"language": "zh", "theme": "dark", "back": "/newest"})
    assert page.url.path == "/newest"
    assert 'lang="zh-Hans" data-theme="dark"' in page.text
    outside = site.get("/look", params={"back": "//evil.example"}, follow_redirects=False)
    assert outside.headers["location"] == "/"


def test_the_api_gives_the_same_edition_as_the_command_line(site: TestClient) -> None:
    made = site.get("/api/edition").json()
    assert made["date"] == "2026-11-20"
    assert made["minutes"] == 30
    assert made == site.get("/api/edition").json()
    assert str(escape(made["slots"][0]["title"])) in site.get("/").text


def test_the_api_describes_itself(site: TestClient) -> None:
    paths = site.get("/api/openapi.json").json()["paths"]
    assert {"/api/edition", "/api/ledger", "/api/sources", "/api/rules", "/api/you"} <= set(paths)
    assert all(told["summary"] for path in paths.values() for told in path.values())


def test_the_api_lists_sources_and_the_ledger(site: TestClient) -> None:
    site.get("/")
    assert {one["kind"] for one in site.get("/api/sources").json()} == {"sample"}
    assert site.get("/api/ledger").json()["granted_minutes"] == 30


def test_every_page_says_how_much_of_today_is_spent(site: TestClient) -> None:
    for path in PAGES:
        assert re.search(r"0 min of \d+ min read today", site.get(path).text), path


def test_a_setting_is_changed_on_its_page(site: TestClient) -> None:
    assert "Minutes a day" in site.get("/settings").text
    assert 'value="12"' in site.post("/settings", data={"name": "minutes", "value": "12"}).text
    wrong = site.post("/settings", data={"name": "minutes", "value": "0"})
    assert wrong.status_code == 400
    assert "setting minutes cannot be used" in wrong.text
    assert site.get("/api/edition").json()["minutes"] == 12


def test_a_number_no_home_could_hold_is_no_page(site: TestClient) -> None:
    for path in (f"/story/{10**30}", f"/story/-{10**30}", f"/api/items/{10**30}/answer"):
        assert site.get(path).status_code in (404, 405)
    assert site.post(f"/story/{10**30}/verdict", data={"answer": "all"}).status_code == 404


def test_a_day_goes_by_the_api_alone(site: TestClient, home: Diet) -> None:
    first = site.get("/api/edition").json()["slots"][0]["item"]
    answered = site.post(f"/api/items/{first}/answer", json={"answer": "more", "seconds": 90})
    assert answered.status_code == 204
    assert site.get("/api/ledger").json()["spent_minutes"] == 1.5
    rule = site.post(
        "/api/rules", json={"bound": "ceiling", "scope": "topic", "subject": "Trams", "minutes": 5}
    )
    made = rule.json() if rule.status_code == 201 else {}
    assert rule.status_code in (201, 400, 404)
    assert site.get("/api/rules").json() == ([made] if made else [])
    assert site.put("/api/settings/minutes", json={"value": "15"}).status_code == 204
    assert site.get("/api/settings").json()["minutes"] == 15
    assert site.put("/api/you/muted", json={"kind": "word", "name": "bridge"}).status_code == 204
    assert site.get("/api/you").json()["muted"]
    assert site.get("/api/search", params={"q": "harbour"}).json()
    number = site.get("/api/sources").json()[0]["id"]
    assert site.put(f"/api/sources/{number}/muted", json={"muted": True}).status_code == 204
    assert site.delete(f"/api/sources/{number}").status_code == 204
    assert site.delete(f"/api/sources/{number}").status_code == 404
    wrong = site.post("/api/sources", json={"target": "ftp://nowhere"})
    assert wrong.status_code == 400
    assert wrong.json()["error"]
