"""The help desk's pages and API: what customers and agents see, and what must never happen."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from client import ADDRESS
from starlette.testclient import TestClient

from heed.actions.desk import Desk
from heed.diet import Diet
from heed.store import deskturns
from heed.web.app import CUSTOMERS, create_app
from heed.web.guard import CSP

ZH = {"accept-language": "zh-CN"}
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
WAITS = "Sing me the national anthem of Peru"


@pytest.fixture
def shop(bare: Diet) -> Iterator[TestClient]:
    Desk(bare).take_sample()
    headers = {"origin": ADDRESS, "accept-language": "en"}
    with TestClient(create_app(bare), base_url=ADDRESS, headers=headers) as client:
        yield client


def asked(site: TestClient, message: str, **more: str) -> dict[str, object]:
    answer = site.post("/api/desk/ask", json={"message": message, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_question_of_the_faq_is_answered_with_the_words_that_decided(shop: TestClient) -> None:
    found = asked(shop, "Do you deliver to Pell Island?")
    assert found["state"] == "answered"
    assert str(found["answer"]).startswith("Yes, with the Thursday boat.")
    words: Any = found["words"]
    assert {"pell", "island"} <= {one["asked"].lower() for one in words}
    assert found["like"]


def test_what_the_desk_does_not_know_waits_for_a_person_who_answers(shop: TestClient) -> None:
    found = asked(shop, WAITS)
    assert (found["state"], found["answer"]) == ("waiting", None)
    assert WAITS in shop.get("/desk").text
    shop.post(f"/desk/turns/{found['id']}/reply", data={"text": "Gladly.", "intent": "songs"})
    [turn] = shop.get(f"/api/desk/talks/{found['talk']}").json()
    assert (turn["answer"], turn["by"]) == ("Gladly.", "person")
    assert "Gladly." in shop.get(f"/desk/talk?talk={found['talk']}").text
    again = shop.post(f"/desk/turns/{found['id']}/reply", data={"text": "Twice."})
    assert again.status_code == 400
    assert "answered meanwhile" in again.text


def test_a_conversation_is_held_on_its_page(shop: TestClient) -> None:
    page = shop.post("/desk/talk", data={"message": "Do you deliver to Pell Island?"})
    assert "Thursday boat" in page.text
    talk = re.search(r'name="talk" value="([^"]+)"', page.text)
    turn = re.search(r'name="turn" value="(\d+)"', page.text)
    assert talk
    assert turn
    objected = {"turn": turn[1], "talk": talk[1]}
    assert "A person will answer this." in shop.post("/desk/talk/object", data=objected).text
    other = shop.post("/desk/talk/object", data=objected | {"talk": "another"})
    assert other.status_code == 400
    assert "One message came: 1 answered by the desk, 0 handed over, 1 wrong." in (
        shop.get("/desk/report").text
    )


def test_markup_in_a_message_stays_text_on_every_page(shop: TestClient) -> None:
    found = asked(shop, MARKUP)
    shop.post(f"/desk/turns/{found['id']}/reply", data={"text": MARKUP, "intent": MARKUP})
    shop.post("/desk/agents", data={"name": MARKUP[:50], "skills": MARKUP})
    for path in ("/desk", f"/desk/talk?talk={found['talk']}", "/desk/report"):
        page = shop.get(path)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<script>" not in shop.get("/desk/talk", params={"talk": MARKUP}).text


@pytest.mark.parametrize(
    ("message", "says"),
    [("tea " * 262_144, "at most 4000 characters and this one has 1048576"), (" \n", "is empty")],
)
def test_a_message_that_cannot_be_read_is_one_sentence(
    shop: TestClient, message: str, says: str
) -> None:
    answer = shop.post("/api/desk/ask", json={"message": message})
    assert answer.status_code == 400
    assert says in answer.json()["error"]
    page = shop.post("/desk/talk", data={"message": message[:5000]}, headers=ZH)
    assert page.status_code == 400
    assert "消息" in page.text


def test_two_hundred_questions_at_once_are_all_kept_and_answered(
    shop: TestClient, bare: Diet
) -> None:
    shop.post("/desk/agents", data={"name": "Ada", "minutes": "1440"})
    messages = [
        f"Do you deliver to Pell Island? {n}" if n % 2 else f"{WAITS} {n}" for n in range(200)
    ]
    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda text: asked(shop, text), messages))
    assert len({one["id"] for one in answers}) == 200
    assert len({one["talk"] for one in answers}) == 200
    with bare.db.read() as tx:
        kept = deskturns.all(tx)
    assert sorted(one.asked for one in kept) == sorted(messages)
    assert all(one.answer or one.state == "waiting" for one in kept)
    assert any(one.agent_id for one in kept if one.state == "waiting")


def test_a_desk_without_answers_hands_everything_over(empty_site: TestClient) -> None:
    assert asked(empty_site, "Anybody here?")["state"] == "waiting"
    assert "has no answers yet" in empty_site.get("/desk").text
    assert "这里还没有现成的答案" in empty_site.get("/desk/talk", headers=ZH).text


def test_a_message_of_more_than_a_megabyte_is_refused_in_the_customers_language(
    shop: TestClient,
) -> None:
    page = shop.post("/desk/talk", files={"message": (None, "茶" * 400_000)}, headers=ZH)
    assert page.status_code == 400
    assert "1 MB" in page.text
    assert "Field exceeded" not in page.text


def test_a_desk_takes_its_answers_in_from_the_page(empty_site: TestClient) -> None:
    page = empty_site.get("/desk").text
    assert "Look around with a small shop" in page
    faq = {"faq": ("faq.md", b"## Do you mend clocks?\n\nYes, on Fridays.\n")}
    page = empty_site.post("/desk/files", files=faq).text
    assert "1 answer is here." in page
    assert "Look around" not in page
    assert asked(empty_site, "Do you mend clocks?")["answer"] == "Yes, on Fridays."
    assert "51 answers are here." in empty_site.post("/desk/sample").text


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("faq.csv", "问题,答案\n怎么退货,三十天内\n".encode("gb18030"), "is not UTF-8 text"),
        ("faq.csv", b"question,answer\n", "holds no question"),
        ("faq.csv", b"question,answer\nHow,\n", "line 2, has no answer"),
        ("", b"", "No file was given"),
    ],
)
def test_a_bad_file_is_one_sentence_and_changes_nothing(
    empty_site: TestClient, name: str, body: bytes, says: str
) -> None:
    answer = empty_site.post("/desk/files", files={"faq": (name, body)} if name else None)
    assert answer.status_code == 400
    assert says in answer.text
    told = empty_site.post("/desk/files", files={"faq": (name, body)} if name else None, headers=ZH)
    assert says not in told.text
    assert "has no answers yet" in empty_site.get("/desk").text


def test_only_the_customers_page_may_stand_in_a_frame_and_only_where_named(bare: Diet) -> None:
    named = bare.settings.model_copy(update={"desk_frames": ("https://shop.example",)})
    for settings, allowed in ((bare.settings, "'none'"), (named, "https://shop.example")):
        bare.settings = settings
        with TestClient(create_app(bare), base_url=ADDRESS) as site:
            policy = site.get("/desk/talk").headers["content-security-policy"]
            assert f"frame-ancestors {allowed};" in policy
            assert site.get("/desk").headers["content-security-policy"] == CSP


def test_programs_may_ask_without_an_origin_and_other_sites_may_not(bare: Diet) -> None:
    with TestClient(create_app(bare), base_url=ADDRESS) as site:
        body = {"message": "Hello there"}
        assert site.post("/api/desk/ask", json=body).status_code == 200
        foreign = {"origin": "https://evil.example"}
        assert site.post("/api/desk/ask", json=body, headers=foreign).status_code == 403
        assert site.post("/desk/talk", data=body).status_code == 403


def test_customers_reach_nothing_of_the_home(bare: Diet) -> None:
    with TestClient(create_app(bare, pages=CUSTOMERS), base_url=ADDRESS) as site:
        assert site.get("/desk/talk").status_code == 200
        for path in ("/", "/desk", "/sources", "/api/ledger", "/you"):
            missing = site.get(path)
            assert missing.status_code == 404
            assert "min" not in missing.text


def test_pages_speak_chinese(shop: TestClient) -> None:
    page = shop.post("/desk/talk", data={"message": "送到佩尔岛吗？"}, headers=ZH).text
    assert "问我们" in page
    assert "等人回答" in shop.get("/desk", headers=ZH).text
    assert "来了 1 条消息" in shop.get("/desk/report", headers=ZH).text
