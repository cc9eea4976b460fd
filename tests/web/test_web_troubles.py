"""What goes wrong is said in the reader's language, in one sentence."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from heed import store
from heed.diet import Diet
from heed.types import Visit

ZH = {"accept-language": "zh-CN"}
MISTAKES = (
    ("/sources", {"target": "nonsense"}, 400, "nonsense 不是文件夹"),
    ("/sources", {"target": ""}, 400, "什么也没写"),
    ("/rules", {"bound": "floor", "minutes": "5", "subject": "x"}, 400, "规则要指明"),
)


def note_of(page: str) -> str:
    found = re.search(r'class="note trouble[^>]*>(.*?)</', page, re.DOTALL)
    assert found, page
    return found[1]


@pytest.mark.parametrize(("path", "form", "status", "says"), MISTAKES)
def test_a_mistake_is_said_in_chinese(
    site: TestClient, path: str, form: dict[str, str], status: int, says: str
) -> None:
    page = site.post(path, data=form, headers=ZH)
    assert page.status_code == status
    assert says in note_of(page.text)


@pytest.mark.parametrize("path", ["/story/999", "/story/nonsense", "/nowhere"])
def test_what_is_not_here_is_not_found_in_both_languages(site: TestClient, path: str) -> None:
    chinese, english = site.get(path, headers=ZH), site.get(path)
    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "没有" in note_of(chinese.text)
    assert "There is no" in note_of(english.text)


def test_a_source_s_trouble_is_told_in_chinese(empty_site: TestClient, bare: Diet) -> None:
    now = bare.clock()
    with bare.db.write() as tx:
        one = store.sources.add(tx, url="https://a.example", kind="feed", title="A", at=now)
        store.visits.save(
            tx,
            Visit(
                one.id,
                now,
                now + timedelta(hours=1),
                trouble="a.example asks for a password (401).",
            ),
        )
    page = empty_site.get("/sources", headers=ZH).text
    assert "a.example 要求输入密码（401）。" in page
    assert "asks for" not in page


def test_a_page_asked_the_wrong_way_says_so_in_chinese(site: TestClient) -> None:
    page = site.put("/sources", headers=ZH)
    assert page.status_code == 405
    assert note_of(page.text) == "这个页面不能这样访问。"
