"""Whatever a page's form or a verb can change, the API can; what comes back is what was kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from client import ADDRESS, client_of
from starlette.testclient import TestClient

from fakes.homes import Clock
from fakes.teams import team_home
from heed.diet import Diet
from heed.web.app import PAGES, create_app

BY_HAND = {
    "/join/{secret}": "who may enter is said at the door only",
    "/login": "a token says who asks",
    "/logout": "a token is taken back instead",
    "/me/begin": "who may enter is said at the door only",
    "/me/invite": "who may enter is said at the door only",
    "/me/password": "a token must not change a password",
    "/me/people/{name}/remove": "who may enter is said at the door only",
    "/me/tokens": "a token must not make another one",
    "/me/tokens/{token_id}/remove": "who may enter is said at the door only",
    "/translate": "nothing of heed's is asked or kept: a program runs the model itself",
    "/translate/recording": "nothing of heed's is asked or kept: a program runs the model itself",
}
"""Forms that have no twin, and why."""
TWINS = {
    "/again": "POST /api/edition",
    "/cards/{card_id}/answer": "POST /api/cards/{card_id}/answer",
    "/cards/{card_id}/remove": "DELETE /api/cards/{card_id}",
    "/desk/agents": "POST /api/desk/agents",
    "/desk/agents/{agent_id}/leave": "DELETE /api/desk/agents/{agent_id}",
    "/desk/files": "POST /api/desk/answers",
    "/desk/sample": "POST /api/desk/sample",
    "/desk/talk": "POST /api/desk/ask",
    "/desk/talk/object": "POST /api/desk/talks/{talk}/{turn_id}/object",
    "/desk/turns/{turn_id}/correct": "POST /api/desk/turns/{turn_id}/correct",
    "/desk/turns/{turn_id}/reply": "POST /api/desk/turns/{turn_id}/reply",
    "/gather": "POST /api/fetch",
    "/goals": "POST /api/goals",
    "/goals/{goal_id}/remove": "DELETE /api/goals/{goal_id}",
    "/highlights/{highlight_id}/card": "POST /api/highlights/{highlight_id}/cards",
    "/highlights/{highlight_id}/note": "PUT /api/highlights/{highlight_id}/note",
    "/highlights/{highlight_id}/remove": "DELETE /api/highlights/{highlight_id}",
    "/hindsight/{item_id}": "POST /api/hindsight/{item_id}",
    "/ledger/correct": "POST /api/ledger/corrections",
    "/minutes": "POST /api/edition",
    "/reading": "POST /api/items/{item_id}/reading",
    "/reading/place": "PUT /api/items/{item_id}/place",
    "/recommend": "POST /api/recommend",
    "/rules": "POST /api/rules",
    "/rules/{rule_id}/remove": "DELETE /api/rules/{rule_id}",
    "/saved/{item_id}/remove": "DELETE /api/saved/{item_id}",
    "/seeds": "POST /api/seeds",
    "/settings": "PUT /api/settings/{name}",
    "/sources": "POST /api/sources",
    "/sources/opml": "POST /api/sources/opml",
    "/sources/sample/remove": "DELETE /api/sample",
    "/sources/{source_id}/mute": "PUT /api/sources/{source_id}/muted",
    "/sources/{source_id}/remove": "DELETE /api/sources/{source_id}",
    "/story/{item_id}/check": "POST /api/items/{item_id}/check",
    "/story/{item_id}/highlight": "POST /api/items/{item_id}/highlights",
    "/story/{item_id}/save": "PUT /api/saved/{item_id}",
    "/story/{item_id}/verdict": "POST /api/items/{item_id}/answer",
    "/team/clear": "POST /api/team/clear",
    "/team/members": "POST /api/team/members",
    "/team/members/{member_id}": "PUT /api/team/members/{member_id}/offer",
    "/team/members/{member_id}/leave": "DELETE /api/team/members/{member_id}",
    "/team/needs": "POST /api/team/needs",
    "/team/needs/{need_id}/remove": "DELETE /api/team/needs/{need_id}",
    "/team/parts/{part_id}/note": "POST /api/team/parts/{part_id}/note",
    "/team/parts/{part_id}/pass": "POST /api/team/parts/{part_id}/pass",
    "/team/swap": "POST /api/team/swaps",
    "/watch": "POST /api/watches",
    "/watch/{watch_id}/mute": "PUT /api/watches/{watch_id}/muted",
    "/watch/{watch_id}/remove": "DELETE /api/watches/{watch_id}",
    "/welcome": "POST /api/starters",
    "/you/forget": "DELETE /api/you/pieces/{item_id}",
    "/you/mark": "PUT /api/you/pinned",
    "/you/remember": "PUT /api/you/pieces/{item_id}",
}
"""The form's address and what a program asks instead."""


@pytest.fixture
def team_diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with team_home(tmp_path, clock) as opened:
        yield opened


def first(site: TestClient) -> int:
    return int(site.get("/api/edition").json()["slots"][0]["item"])


def described(diet: Diet) -> dict[str, dict[str, str]]:
    """Every operation's summary, by method and path."""
    paths = create_app(diet).openapi()["paths"]
    return {
        f"{method.upper()} {path}": operation
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def test_every_form_has_a_twin_in_the_api(bare: Diet) -> None:
    forms = {
        route.path
        for page in PAGES
        for route in page.router.routes
        if "POST" in getattr(route, "methods", ()) and not route.include_in_schema
    }
    assert forms == {*TWINS, *BY_HAND}
    assert set(TWINS.values()) <= set(described(bare))


def test_every_operation_says_what_it_is_for(bare: Diet) -> None:
    operations = described(bare)
    assert [name for name, one in operations.items() if not one.get("summary")] == []
    assert all(one["description"] for one in operations.values())


def test_a_mark_becomes_a_card_and_an_answer_minutes(site: TestClient, clock: Clock) -> None:
    item = first(site)
    told = site.get(f"/api/items/{item}/sentences").json()
    [mark] = site.post(
        f"/api/items/{item}/highlights", json={"sentences": [1], "note": "why?"}
    ).json()
    assert mark["quote"] == " ".join(told[0].split()) or mark["quote"] in told[0]
    assert site.put(f"/api/highlights/{mark['highlight']}/note", json={"note": "so"}).is_success
    [kept] = site.get("/api/highlights").json()
    assert (kept["note"], kept["title"]) == ("so", mark["title"])
    made = site.post(f"/api/highlights/{mark['highlight']}/cards", json={"question": "What?"})
    assert (made.status_code, made.json()["front"]) == (201, "What?")
    card = made.json()["card"]
    assert site.get("/api/cards/due").json()["cards"] == []
    clock.now += timedelta(days=3)
    [due] = site.get("/api/cards/due").json()["cards"]
    assert due["again"]["easy"] > due["again"]["forgot"]
    after = site.post(f"/api/cards/{card}/answer", json={"grade": "good", "seconds": 30}).json()
    assert after["due_at"] > due["due_at"]
    assert site.get("/api/ledger").json()["spent_minutes"] == 0.5
    assert site.delete(f"/api/highlights/{mark['highlight']}").status_code == 204
    assert len(site.get("/api/cards").json()) == 1
    assert site.delete(f"/api/cards/{card}").status_code == 204
    assert site.delete(f"/api/cards/{card}").status_code == 404


def test_a_goal_is_set_told_and_taken_back(site: TestClient) -> None:
    topic = site.get("/api/sources").json()[0]["topic"]
    given = {"topic": topic.lower(), "minutes": 30, "questions": ["Why rails?"]}
    made = site.post("/api/goals", json=given).json()
    assert (made["weekly_minutes"], made["questions"]) == (30, ["Why rails?"])
    assert site.get("/api/goals").json() == [made]
    assert site.post("/api/goals", json=given | {"minutes": 0}).status_code == 422
    assert made["topic"] == topic
    assert site.delete(f"/api/goals/{made['goal']}").status_code == 204
    assert site.get("/api/goals").json() == []


def test_a_piece_is_put_by_and_its_place_kept(site: TestClient) -> None:
    item = first(site)
    assert site.put(f"/api/saved/{item}").status_code == 204
    assert [one["item"] for one in site.get("/api/saved").json()] == [item]
    assert site.put(f"/api/items/{item}/place", json={"share": 0.5}).status_code == 204
    assert "about 50 % in" in site.get(f"/story/{item}").text
    assert site.delete(f"/api/saved/{item}").status_code == 204
    assert site.get("/api/saved").json() == []
    assert site.put("/api/saved/1").status_code == 404


def test_focus_goes_on_to_what_is_not_read(site: TestClient) -> None:
    issued = site.post("/api/edition", json={"minutes": 12}).json()
    assert issued["minutes"] == 12
    now = site.get("/api/focus").json()
    assert now["item"] == issued["slots"][0]["item"]
    assert site.get(f"/api/items/{now['item']}").json()["text"] == now["text"]
    assert site.post(f"/api/items/{now['item']}/reading", json={"seconds": 90}).status_code == 204
    assert site.get("/api/ledger").json()["spent_minutes"] == 1.5
    after = site.get("/api/focus").json()
    assert after is None or after["item"] != now["item"]


def test_a_check_of_a_piece_becomes_a_card(site: TestClient) -> None:
    item = first(site)
    asked = site.get(f"/api/items/{item}/check").json()
    assert asked["back"] in asked["sentence"]
    card = site.post(f"/api/items/{item}/check", json={"grade": "good"}).json()
    assert [one["card"] for one in site.get("/api/cards").json()] == [card["card"]]


def test_a_week_later_an_answer_is_thought_of_again(site: TestClient, clock: Clock) -> None:
    edition = site.get("/api/edition").json()
    pieces = [one["item"] for one in edition["slots"] + edition["left_out"]]
    for item in pieces:  # chance asks about one in five
        site.post(f"/api/items/{item}/answer", json={"answer": "all", "seconds": 60})
    assert site.get("/api/hindsight").json() is None
    clock.now += timedelta(days=8)
    asked = site.get("/api/hindsight").json()["item"]
    assert asked in pieces
    assert site.post(f"/api/hindsight/{asked}", json={}).status_code == 204
    assert (site.get("/api/hindsight").json() or {}).get("item") != asked
    assert site.post(f"/api/hindsight/{asked}", json={"answer": "all"}).status_code == 400


def test_the_book_is_read_and_corrected(site: TestClient) -> None:
    item = first(site)
    site.post("/api/edition", json={})
    site.post(f"/api/items/{item}/answer", json={"answer": "all", "seconds": 60})
    moved = site.post("/api/ledger/corrections", json={"item": item, "minutes": 2}).json()
    assert moved
    book = site.get("/api/ledger/book").json()
    assert sum(one["seconds"] for one in book) == 0
    assert sum(one["seconds"] for one in book if one["account"] == "spent") == 120
    assert site.get("/api/ledger/book?last=1").json() == book[-1:]
    assert "dividends" in site.get("/api/ledger/accounts").json()


def test_worth_is_told_in_the_prices_given(site: TestClient) -> None:
    found = site.get("/api/value", params={"hour": 30, "currency": "CHF"}).json()
    assert found["currency"] == "CHF"
    assert found["applications"]
    assert site.get("/api/value?hour=-1").status_code == 422


def test_the_letter_and_the_diet_are_told(site: TestClient) -> None:
    letter = site.get("/api/letter", params={"until": "2026-11-20"}).json()
    assert letter["markdown"].startswith("# ")
    assert site.get("/api/diet").json()["minutes"] == 0
    sent = site.post("/api/edition/send")
    assert (sent.status_code, "mail_from" in sent.json()["error"]) == (400, True)


def test_a_home_begins_by_the_api_alone(empty_site: TestClient) -> None:
    topic = empty_site.get("/api/starters").json()[0]
    assert empty_site.post("/api/starters", json={"topics": [topic["topic"]]}).status_code == 204
    assert len(empty_site.get("/api/sources").json()) == len(topic["feeds"])
    opml = '<opml><body><outline xmlUrl="https://example.org/feed" text="One"/></body></opml>'
    assert empty_site.post("/api/sources/opml", json={"opml": opml}).json() == {"added": 1}
    assert empty_site.get("/api/gathering").json()["running"] is False
    assert empty_site.post("/api/starters", json={"topics": ["Nothing"]}).status_code == 404


def test_picks_from_unlike_pieces_are_kept_and_the_sample_goes(site: TestClient) -> None:
    shown = site.get("/api/seeds").json()
    [picked] = site.post("/api/seeds", json={"numbers": [1]}).json()
    assert picked["item"] == shown[0]["item"]
    assert site.post("/api/seeds", json={"numbers": [99]}).status_code == 400
    assert site.delete("/api/sample").status_code == 204
    assert site.get("/api/sources").json() == []


def test_a_watch_is_added_silenced_and_forgotten(site: TestClient) -> None:
    made = site.post("/api/watches", json={"name": "Harbour", "words": ["harbour"]})
    assert made.status_code == 201
    number = made.json()["id"]
    assert site.put(f"/api/watches/{number}/muted", json={"muted": True}).status_code == 204
    assert site.get("/api/watches").json()[0]["muted"] is True
    assert site.delete(f"/api/watches/{number}").status_code == 204
    assert site.get("/api/watches").json() == []


def test_a_market_day_goes_by_the_api_alone(team_diet: Diet) -> None:
    with client_of(team_diet) as site:
        assert site.get("/api/team").json()["open"]
        assert site.get("/api/team/audit").status_code == 404
        dana = site.post("/api/team/members", json={"name": "Dana", "minutes": 5}).json()
        path = f"/api/team/members/{dana['member']}"
        assert site.put(f"{path}/offer", json={"minutes": 9}).json()["offered_minutes"] == 9
        said = site.put(f"{path}/wants", json={"interests": ["boats"], "skills": ["law"]}).json()
        assert (said["interests"], said["skills"]) == (["boats"], ["law"])
        assert site.delete(path).status_code == 204
        wish = {"scope": "topic", "subject": "Tides"}
        need = site.post("/api/team/needs", json=wish).json()
        assert site.get("/api/team/needs").json() == [need]
        site.post("/api/team/needs", json=wish | {"subject": "Bread"})
        day = site.post("/api/team/clear", json={}).json()
        assert day == site.get("/api/team/audit").json()
        assert sum(one["waiting"] for one in day["coverage"]) == len(day["coverage"])
        part, other = site.get("/api/team/members/1/parts").json()[:2]
        assert part["reasons"]
        taker = site.post(f"/api/team/parts/{part['assignment']}/pass").json()["taker"]
        assert taker in ("Ben", "Chen")
        note = f"/api/team/parts/{other['assignment']}/note"
        assert site.post(note, json={"text": "Two\nlines"}).status_code == 204
        [told] = site.get("/api/team").json()["notes"]
        assert (told["member"], told["note"]) == ("Ada", "Two\nlines")
        assert isinstance(site.get("/api/team/swaps").json(), list)
        bad = site.post("/api/team/swaps", json={"first": other["assignment"], "second": 1})
        assert bad.status_code in (400, 404)
        assert site.delete(f"/api/team/needs/{need['need']}").status_code == 204


def test_people_at_the_desk_answer_by_the_api(site: TestClient) -> None:
    agent = site.post("/api/desk/agents", json={"name": "Ines", "minutes": 20}).json()
    assert site.get("/api/desk/agents").json() == [agent]
    turn = site.post("/api/desk/ask", json={"message": "Where is my parcel?"}).json()
    [waits] = site.get("/api/desk/waiting").json()
    assert waits["agent"] == agent["agent"]
    path = f"/api/desk/turns/{turn['id']}"
    answered = site.post(f"{path}/reply", json={"text": "At your door."}).json()
    assert answered["answer"] == "At your door."
    assert site.post(f"{path}/correct", json={"intent": "parcel"}).status_code == 200
    assert site.get("/api/desk/report").json()["replied"] == 1
    assert site.delete(f"/api/desk/agents/{agent['agent']}").status_code == 204


def test_what_the_desk_answers_with_is_taken_in_by_the_api(site: TestClient) -> None:
    faq = {"name": "faq.csv", "text": "question,answer\nWhen do you open?,At nine.\n"}
    assert site.post("/api/desk/answers", json=faq).json() == {"added": 1, "changed": 0}
    known = {"name": "known.csv", "text": "text,intent\nare you open,When do you open?\n"}
    assert site.post("/api/desk/messages", json=known).json() == {"added": 1}
    assert site.post("/api/desk/sample").json()["added"] > 40
    bad = site.post("/api/desk/answers", json={"name": "faq.csv", "text": "a,b\n"})
    assert bad.status_code == 400


def test_customers_of_the_desk_reach_nothing_of_the_staffs(bare: Diet) -> None:
    from heed.web.app import CUSTOMERS

    with TestClient(create_app(bare, pages=CUSTOMERS), base_url=ADDRESS) as customer:
        for path in ("waiting", "report", "agents"):
            assert customer.get(f"/api/desk/{path}").status_code == 404
