"""The ask and search pages on the sample: answers, evidence, filters, and what goes wrong."""

import re

import pytest
from starlette.testclient import TestClient

from heed.types import Match, Passage
from heed.web.evidence import Part, Stretch, parts, stretches

ZH = {"accept-language": "zh-CN"}
QUESTION = "How long was Carrow Bridge closed?"


def shown(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


def test_a_question_is_answered_with_a_sentence_its_piece_and_its_words(site: TestClient) -> None:
    page = site.get("/ask", params={"q": QUESTION}).text
    assert "fourteen months after inspectors found" in shown(page)
    assert re.search(r'<mark class="m3">Carrow</mark>', page)
    assert re.search(r"It holds \d+ % of your question", page)
    story = re.search(r'href="(/story/\d+)"', page)
    assert story
    assert site.get(story[1]).status_code == 200


def test_a_follow_up_is_asked_with_the_words_before(site: TestClient) -> None:
    page = site.get("/ask", params={"q": QUESTION}).text
    before = re.search(r'name="before" value="([^"]+)"', page)
    assert before
    assert "carrow" in before[1]
    further = site.get("/ask", params={"q": "And what carries it?", "before": before[1]}).text
    assert f"Understood together with: {before[1]}" in further
    assert "Carrow" in shown(further)


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "I don't find it in what you keep."), ("zh-CN", "在你的收藏里找不到答案。")],
)
def test_what_is_not_there_is_said(site: TestClient, language: str, says: str) -> None:
    asked = {"q": "Who won the Super Bowl?"}
    page = site.get("/ask", params=asked, headers={"accept-language": language}).text
    assert says in page.replace("&#39;", "'")
    assert 'href="/search?q=Who%20won' in page


def test_a_chinese_question_is_answered_in_chinese(site: TestClient) -> None:
    page = site.get("/ask", params={"q": "第三个十年，什么变了？"}, headers=ZH).text
    assert "第三个十年，利率变了。" in shown(page)
    assert "个字符" not in page


@pytest.mark.parametrize("path", ["/ask", "/search"])
def test_an_empty_home_says_that_it_is_empty(empty_site: TestClient, path: str) -> None:
    page = empty_site.get(path, params={"q": "tea"})
    assert page.status_code == 200
    assert "Add a source first." in page.text
    assert "先添加一个来源" in empty_site.get(path, params={"q": "tea"}, headers=ZH).text


@pytest.mark.parametrize("path", ["/ask", "/search"])
def test_a_question_too_long_is_one_sentence(site: TestClient, path: str) -> None:
    page = site.get(path, params={"q": "tea " * 2500})
    assert page.status_code == 400
    assert "at most 400 characters and this one has 10000; make it shorter." in page.text
    chinese = site.get(path, params={"q": "茶" * 5_000}, headers=ZH)
    assert "最多 400 个字符，这一条有 5000 个" in chinese.text


@pytest.mark.parametrize("path", ["/ask", "/search"])
@pytest.mark.parametrize(
    "typed",
    ['"', '""', "NEAR(a b)", "title:x AND", "*", "(", "^a -b", "\0", "'; DROP TABLE item--"],
)
def test_operators_are_only_words(site: TestClient, path: str, typed: str) -> None:
    page = site.get(path, params={"q": typed})
    assert page.status_code == (200 if path == "/search" or re.search(r"\w", typed) else 400)
    assert 'class="note trouble' in page.text or page.status_code == 200


def test_a_question_for_markup_stays_text(site: TestClient) -> None:
    for path in ("/ask", "/search"):
        page = site.get(path, params={"q": '"><script>alert(1)</script>', "before": "<b>"}).text
        assert "<script>alert" not in page
        assert "<b>" not in page


def test_filters_narrow_a_search(site: TestClient) -> None:
    def titles(**given: str) -> int:
        return site.get("/search", params={"q": "bridge", **given}).text.count("<h3>")

    everything = titles()
    assert everything > titles(source="1") or everything > titles(source="2")
    assert titles(only="read") == 0
    assert titles(only="unread") == everything
    assert titles(language="zh") < everything
    assert titles(days="366") == everything
    assert site.get("/search", params={"q": "bridge", "days": "8"}).status_code == 422
    assert '<details class="how" open>' in site.get("/search?q=tea&days=7").text


def test_found_words_are_marked_and_nothing_is_lost() -> None:
    passage = Passage("大桥通车了 a", 0.6, (Match("大桥", 0, 2, 0.4), Match("桥通", 1, 3, 0.2)))
    assert stretches(passage) == (Stretch("大桥", 3), Stretch("通", 2), Stretch("车了 a", 0))
    assert parts(passage) == (Part("大桥通", "", 60),)


def test_a_word_in_another_form_names_what_it_stands_for() -> None:
    passage = Passage(
        "Cranes and cranes", 0.5, (Match("crane", 0, 6, 0.3), Match("crane", 11, 17, 0.2))
    )
    assert parts(passage) == (Part("Cranes", "crane", 50),)
    assert stretches(Passage("plain", 0, ())) == (Stretch("plain", 0),)
