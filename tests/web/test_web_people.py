"""Several people in one house: who may enter, and that nobody sees what is another's."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from client import ADDRESS
from starlette.testclient import TestClient

from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.actions import people, sources
from heed.diet import Diet
from heed.settings import Settings
from heed.web.app import create_app

ADA, BEN = "a long word for ada", "another word for ben"


@pytest.fixture
def house(home: Diet, clock: Clock) -> Iterator[TestClient]:
    """The sample's home, owned by ada; ben may enter, too. Nobody has yet."""

    def opened(folder: Path) -> Diet:
        settings = Settings(home=folder, timezone="UTC")
        return Diet(store.open(settings.database), Silence(), settings, clock, by_spelling)

    people.add(home, "ada", ADA)
    people.add(home, "ben", BEN)
    app = create_app(home, opener=opened)
    with TestClient(app, base_url=ADDRESS, headers={"origin": ADDRESS}) as client:
        yield client


def entered(house: TestClient, name: str, password: str) -> TestClient:
    """The same house in another browser, after coming in."""
    browser = TestClient(house.app, base_url=ADDRESS, headers={"origin": ADDRESS})
    came = browser.post("/login", data={"name": name, "password": password})
    assert came.status_code == 200
    return browser


def test_without_people_nobody_is_asked(site: TestClient) -> None:
    assert site.get("/", follow_redirects=False).status_code == 200


def test_every_page_asks_who_comes(house: TestClient) -> None:
    for path in ("/", "/ledger", "/team", "/story/1795161300000003", "/me"):
        sent = house.get(path, follow_redirects=False)
        assert sent.status_code == 303
        assert sent.headers["location"].startswith("/login")
    assert house.get("/api/edition").status_code == 401
    assert "Bearer" in house.get("/api/edition").json()["error"]
    assert house.post("/minutes", data={"minutes": 5}, follow_redirects=False).status_code == 303
    assert house.get("/login").status_code == 200
    assert "min read today" not in house.get("/login").text


def test_a_wrong_password_lets_nobody_in_and_says_not_what_was_wrong(house: TestClient) -> None:
    wrong = house.post("/login", data={"name": "ada", "password": "not ada's"})
    nobody = house.post("/login", data={"name": "zoe", "password": "not ada's"})
    assert wrong.status_code == nobody.status_code == 403
    assert "do not fit together" in wrong.text
    assert "do not fit together" in nobody.text
    assert house.get("/", follow_redirects=False).status_code == 303


def test_after_five_wrong_passwords_the_right_one_has_to_wait(
    house: TestClient, clock: Clock
) -> None:
    for _ in range(5):
        house.post("/login", data={"name": "ada", "password": "a guess"})
    late = house.post("/login", data={"name": "ada", "password": ADA})
    assert "Too many wrong passwords" in late.text
    clock.now += timedelta(minutes=16)
    entered(house, "ada", ADA)


def test_after_the_door_one_is_where_one_wanted_to_go(house: TestClient) -> None:
    asked = {"name": "ada", "password": ADA, "back": "/ledger"}
    came = house.post("/login", data=asked, follow_redirects=False)
    assert came.headers["location"] == "/ledger"
    away = house.post("/login", data=asked | {"back": "//elsewhere"}, follow_redirects=False)
    assert away.headers["location"] == "/"
    cookie = came.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_nobody_reads_what_is_anothers(house: TestClient, home: Diet) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    hers = ada.get("/api/edition").json()
    story = hers["slots"][0]["item"]

    assert ada.get(f"/story/{story}").status_code == 200
    assert ben.get(f"/story/{story}").status_code == 404
    assert ben.get("/api/edition").json()["slots"] == []
    assert ben.get("/api/sources").json() == []
    assert ben.post(f"/story/{story}/verdict", data={"answer": "all"}).status_code == 404
    assert hers["slots"][0]["title"] not in ben.get("/search?q=bridge").text
    for path in ("/", "/newest", "/left-out", "/you", "/ledger", "/sources"):
        page = ben.get(path).text
        assert all(slot["title"] not in page for slot in hers["slots"])


def test_nothing_one_keeps_is_told_to_another_by_the_api(house: TestClient) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    item = ada.post("/api/edition", json={}).json()["slots"][0]["item"]
    topic = ada.get("/api/sources").json()[0]["topic"]
    [mark] = ada.post(f"/api/items/{item}/highlights", json={"sentences": [1]}).json()
    card = ada.post(f"/api/highlights/{mark['highlight']}/cards", json={"question": "Q?"}).json()
    goal = ada.post("/api/goals", json={"topic": topic, "minutes": 30}).json()
    ada.put(f"/api/saved/{item}")
    ada.post(f"/api/items/{item}/answer", json={"answer": "all", "seconds": 60})
    kept = ("cards", "goals", "highlights", "saved", "ledger/book", "cards/due", "value", "letter")
    hers = {name: ada.get(f"/api/{name}").json() for name in kept}

    for name in ("cards", "goals", "highlights", "saved", "ledger/book", "seeds"):
        assert ben.get(f"/api/{name}").json() == []
    assert ben.get("/api/focus").json() is None
    assert ben.get("/api/value").json()["reading"] is None
    assert hers["value"]["reading"] is not None
    title = mark["title"]
    assert title in hers["letter"]["markdown"]
    assert title not in ben.get("/api/letter").json()["markdown"]
    for path in ("", "/check", "/sentences"):
        assert ben.get(f"/api/items/{item}{path}").status_code == 404
    for path in (
        f"cards/{card['card']}",
        f"highlights/{mark['highlight']}",
        f"goals/{goal['goal']}",
    ):
        assert ben.delete(f"/api/{path}").status_code == 404
    assert ben.put(f"/api/saved/{item}").status_code == 404
    wrong = {"item": item, "minutes": 9}
    assert ben.post("/api/ledger/corrections", json=wrong).status_code == 404
    assert {name: ada.get(f"/api/{name}").json() for name in kept} == hers
    for name in (*kept, "team", "team/members", "desk/waiting"):
        assert house.get(f"/api/{name}").status_code == 401


def test_what_one_answers_moves_nobody_else(house: TestClient, home: Diet) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    before = ben.get("/api/ledger").json()
    story = ada.get("/api/edition").json()["slots"][0]["item"]
    ada.post(f"/story/{story}/verdict", data={"answer": "all", "active_s": "60"})
    assert ada.get("/api/ledger").json()["spent_minutes"] > 0
    assert ben.get("/api/ledger").json() == before


def test_a_source_one_adds_is_hers(house: TestClient, home: Diet, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "tide.md").write_text("# The tide\n\n" + "It comes and goes. " * 50)
    ben = entered(house, "ben", BEN)
    ben.post("/sources", data={"target": str(notes)})
    with home.db.read() as tx:
        assert str(notes) not in {one.url for one in store.sources.all(tx)}
    houses = house.app.state.houses  # type: ignore[attr-defined]
    [bens] = [one.diet for one in houses.every() if one.diet is not home]
    assert bens.settings.home == home.settings.home / "readers" / "ben"
    with bens.db.read() as tx:
        assert len(store.sources.all(tx)) == 1
    assert sources.named(bens, "1").url


def test_a_token_works_as_its_maker_until_it_is_taken_back(house: TestClient) -> None:
    ben = entered(house, "ben", BEN)
    page = ben.post("/me/tokens", data={"label": "phone"}).text
    secret = page.split('<code class="secret">')[1].split("<")[0]
    program = TestClient(house.app, base_url=ADDRESS)
    with_it = {"authorization": f"Bearer {secret}"}

    assert program.get("/api/sources", headers=with_it).json() == []
    assert program.post("/logout", headers=with_it, follow_redirects=False).status_code == 303
    assert program.get("/api/sources", headers=with_it).status_code == 200
    assert program.get("/api/sources", headers={"authorization": "Bearer x"}).status_code == 401
    number = ben.get("/me").text.split("/me/tokens/")[1].split("/")[0]
    ada = entered(house, "ada", ADA)
    assert ada.post(f"/me/tokens/{number}/remove").status_code == 404
    ben.post(f"/me/tokens/{number}/remove")
    assert program.get("/api/sources", headers=with_it).status_code == 401


def test_a_wrong_token_is_refused_where_nobody_has_to_enter(site: TestClient) -> None:
    assert site.get("/api/sources", headers={"authorization": "Bearer x"}).status_code == 401


def test_an_invitation_lets_one_person_in_once(house: TestClient, home: Diet) -> None:
    ben, ada = entered(house, "ben", BEN), entered(house, "ada", ADA)
    assert ben.post("/me/invite").status_code == 403
    page = ada.post("/me/invite").text
    address = page.split('<code class="secret">')[1].split("<")[0]
    path = address.removeprefix(ADDRESS)
    wish = {"name": "cleo", "password": "a word that is cleo's"}

    cleo = TestClient(house.app, base_url=ADDRESS, headers={"origin": ADDRESS})
    assert "You are invited" in cleo.get(path).text
    assert "characters" in cleo.post(path, data=wish | {"password": "short"}).text
    assert cleo.post(path, data=wish).url.path == "/welcome"
    assert cleo.get("/api/sources").json() == []
    again = {"name": "dan", "password": "a word that is dan's"}
    assert "holds no longer" in ben.post(path, data=again).text
    assert house.get(path).status_code == 404


def test_a_new_password_ends_every_other_session(house: TestClient) -> None:
    here, there = entered(house, "ben", BEN), entered(house, "ben", BEN)
    wrong = here.post("/me/password", data={"old": "no", "new": "something much longer"})
    assert "not your password" in wrong.text
    here.post("/me/password", data={"old": BEN, "new": "something much longer"})
    assert here.get("/ledger", follow_redirects=False).status_code == 200
    assert there.get("/", follow_redirects=False).status_code == 303
    entered(house, "ben", "something much longer")


def test_going_out_ends_the_session(house: TestClient) -> None:
    ada = entered(house, "ada", ADA)
    secret = ada.cookies["heed_session"]
    assert "storage" in ada.post("/logout", follow_redirects=False).headers["clear-site-data"]
    ada.cookies.set("heed_session", secret)
    assert ada.get("/", follow_redirects=False).status_code == 303


def test_a_session_ends_after_a_month(house: TestClient, clock: Clock) -> None:
    ada = entered(house, "ada", ADA)
    clock.now += timedelta(days=31)
    assert ada.get("/", follow_redirects=False).status_code == 303


def test_who_is_removed_is_out_at_once(house: TestClient) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    assert ben.post("/me/people/ada/remove").status_code == 403
    assert "remove the others first" in ada.post("/me/people/ada/remove").text
    ada.post("/me/people/ben/remove")
    assert ben.get("/", follow_redirects=False).status_code == 303


def test_the_first_person_is_named_on_the_page(site: TestClient) -> None:
    assert "whoever sits at this machine" in site.get("/me").text
    named = site.post("/me/begin", data={"name": "ada", "password": ADA})
    assert "You are ada." in named.text
    other = TestClient(site.app, base_url=ADDRESS, headers={"origin": ADDRESS})
    assert other.get("/", follow_redirects=False).status_code == 303
    taken = other.post("/me/begin", data={"name": "eve", "password": ADA}, follow_redirects=False)
    assert taken.headers["location"] == "/login"


def test_in_the_team_everybody_acts_for_herself(house: TestClient, home: Diet) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    for name in ("Ada", "Ben"):
        ada.post("/team/members", data={"name": name, "minutes": 20})
    assert "Only the owner" in ben.post("/team/members", data={"name": "Zoe"}).text
    with home.db.read() as tx:
        numbers = {one.name: one.id for one in store.members.all(tx)}
    mine = {"minutes": 7, "interests": "boats"}
    assert "act for yourself" in ben.post(f"/team/members/{numbers['Ada']}", data=mine).text
    ben.post(f"/team/members/{numbers['Ben']}", data=mine)
    with home.db.read() as tx:
        offers = {one.name: one.offer_s for one in store.members.all(tx)}
    assert offers == {"Ada": 1200, "Ben": 420}
    assert "Only the owner" in ben.post("/team/clear", data={"mode": "split"}).text
    need = {"scope": "words", "subject": "bridge"}
    assert "Only the owner" in ben.post("/team/needs", data=need).text
    assert "act for yourself" in ben.post(f"/team/members/{numbers['Ada']}/leave").text
    with home.db.read() as tx:
        assert store.needs.all(tx) == []
        assert len(store.members.all(tx)) == 2


def test_a_page_of_the_team_offers_what_ones_role_may_do(house: TestClient, home: Diet) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    ada.post("/team/members", data={"name": "Ada", "minutes": 20})
    hers, his = ada.get("/team/people").text, ben.get("/team/people").text

    assert "Guests, who read along: ben." in hers
    assert 'action="/team/needs"' in hers
    assert 'action="/team/members"' in hers
    assert "/team/needs" not in his
    assert "/team/members" not in his
    assert "/team/clear" in ada.get("/team").text
    assert "The owner of this home closes them" in ben.get("/team").text
    with home.db.read() as tx:
        [one] = store.members.all(tx)
    mine = {"minutes": 7}
    assert "guest reads what" in ben.post(f"/team/members/{one.id}", data=mine).text

    ada.post("/team/members", data={"name": "Ben", "minutes": 5})
    assert "Guests" not in ada.get("/team/people").text
    assert ben.get("/team/people").text.count('name="interests"') == 1


def test_in_the_teams_api_everybody_acts_for_herself_too(house: TestClient) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    topic = ada.get("/api/sources").json()[0]["topic"]
    ids = {
        name: ada.post("/api/team/members", json={"name": name, "minutes": 60}).json()["member"]
        for name in ("Ada", "Ben")
    }
    assert ben.get("/api/team").json()["me"] == ids["Ben"]
    hers, his = f"/api/team/members/{ids['Ada']}", f"/api/team/members/{ids['Ben']}"
    assert ben.post("/api/team/members", json={"name": "Zoe"}).status_code == 403
    assert ben.put(f"{hers}/offer", json={"minutes": 1}).status_code == 403
    assert ben.put(f"{hers}/wants", json={"interests": []}).status_code == 403
    assert ben.delete(hers).status_code == 403
    assert ben.put(f"{his}/offer", json={"minutes": 40}).json()["offered_minutes"] == 40
    needed = {"scope": "topic", "subject": topic}
    assert ben.post("/api/team/needs", json=needed).status_code == 403
    need = ada.post("/api/team/needs", json=needed).json()["need"]
    assert ben.delete(f"/api/team/needs/{need}").status_code == 403
    assert ben.post("/api/team/clear", json={}).status_code == 403
    assert ada.post("/api/team/clear", json={}).status_code == 200
    part = ada.get(f"{hers}/parts").json()[0]["assignment"]
    own = ben.get(f"{his}/parts").json()[0]["assignment"]
    for path in ("pass", "note"):
        tried = ben.post(f"/api/team/parts/{part}/{path}", json={"text": "not mine"})
        assert tried.status_code == 403
    assert ben.post(f"/api/team/parts/{own}/note", json={"text": "mine"}).status_code == 204


def test_a_piece_of_the_team_is_read_without_the_owners_answers(
    house: TestClient, home: Diet
) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    slot = ada.get("/api/edition").json()["slots"][0]
    path = f"/team/story/{slot['item']}"
    ada.post("/team/needs", data={"scope": "piece", "subject": slot["item"]})
    assert ada.get(path, follow_redirects=False).headers["location"].startswith("/story/")
    page = ben.get(path).text
    assert slot["title"] in page.replace("&#39;", "'")
    assert 'class="verdict"' not in page


def test_of_the_owners_library_the_team_sees_only_what_it_was_to_read(
    house: TestClient, home: Diet
) -> None:
    ada, ben = entered(house, "ada", ADA), entered(house, "ben", BEN)
    ids = [slot["item"] for slot in ada.get("/api/edition").json()["slots"]]
    asked, private = (f"/team/story/{one}" for one in ids[:2])
    assert ben.get(asked).status_code == ben.get(private).status_code == 404
    assert ben.get(private).text == ben.get("/team/story/1").text.replace(
        "item 1 ", f"item {ids[1]} "
    )

    ada.post("/team/members", data={"name": "Ben", "minutes": 60})
    ada.post("/team/needs", data={"scope": "piece", "subject": ids[0]})
    assert ada.post("/team/clear", data={"mode": "split"}).status_code == 200
    ada.post("/team/needs/1/remove")

    assert ben.get(asked).status_code == 200
    assert ben.get(private).status_code == 404
