"""The recommend page and its API on the sample shop, on a sent file, and on what cannot be read."""

import re
from collections.abc import Iterator

import pytest
from client import client_of
from starlette.testclient import TestClient

from heed.actions import recommend
from heed.diet import Diet
from heed.sample import purchases

ZH = {"accept-language": "zh-CN"}
CSV = b"user,item,time\nAda,cup,2026-01-01\nAda,pot,2026-01-02\nBen,cup,2026-01-03\n"


@pytest.fixture
def site(bare: Diet) -> Iterator[TestClient]:
    with client_of(bare) as client:
        yield client


def test_the_sample_shop_is_recommended_from_with_reasons(site: TestClient) -> None:
    page = site.get("/recommend").text
    assert "because of “" in page
    assert "Is it worth believing?" in page
    percents = [int(n) for n in re.findall(r'class="n">(\d+) %', page.split("</ol>")[0])]
    assert sum(percents) == pytest.approx(1000, abs=30)


def test_the_page_speaks_chinese(site: TestClient) -> None:
    page = site.get("/recommend", headers=ZH).text
    assert "接下来也许想要什么" in page
    assert "因为《" in page


def test_a_sent_file_is_used_and_too_little_is_said(site: TestClient) -> None:
    page = site.post("/recommend", files={"history": ("h.csv", CSV)}, data={"user": "Ben"})
    assert page.status_code == 200
    assert "For Ben" in page.text
    assert "pot" in page.text
    assert "nothing is said about which way is better" in page.text


def test_a_bad_file_is_one_sentence_with_its_line_in_both_languages(site: TestClient) -> None:
    bad = {"history": ("h.csv", CSV + b"Ben,,2026-01-04\n")}
    page = site.post("/recommend", files=bad)
    assert page.status_code == 400
    assert "Line 5 of the history names no item." in page.text
    assert "记录第 5 行没有写商品。" in site.post("/recommend", files=bad, headers=ZH).text


def test_markup_in_a_history_stays_text(site: TestClient) -> None:
    script = b'"<script>alert(1)</script>"'
    body = b"user,item,time,text\n<b>A,x,," + script + b"\n<b>A,y,,\nBen,x,,\nBen,y,,\nC,y,,\n"
    page = site.post("/recommend", files={"history": ("h.csv", body)}, data={"user": "C"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_api_takes_rows_or_csv_and_its_reasons_sum_to_the_score(site: TestClient) -> None:
    by_csv = site.post("/api/recommend", json={"csv": CSV.decode(), "count": 3}).json()
    rows = [dict(zip(("user", "item", "time"), line.split(","), strict=True))
            for line in CSV.decode().splitlines()[1:]]  # fmt: skip
    by_rows = site.post("/api/recommend", json={"rows": rows, "count": 3}).json()
    assert by_csv == by_rows
    (ben,) = [one for one in by_csv["advice"] if one["user"] == "Ben"]
    (pick,) = ben["picks"]
    assert pick["item"] == "pot"
    assert pick["score"] == pytest.approx(sum(one["weight"] for one in pick["reasons"]), abs=1e-5)


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"csv": "user,item\n"}, 400, "no column time"),
        ({"csv": CSV.decode(), "rows": [{"item": "a"}]}, 400, "not both"),
        ({"csv": CSV.decode(), "user": "Eve"}, 404, "names the user Eve"),
        ({"csv": CSV.decode(), "count": 0}, 422, "count cannot be used"),
        ({}, 400, "names a user"),
    ],
)
def test_what_the_api_cannot_use_is_one_sentence(
    site: TestClient, sent: dict[str, object], status: int, says: str
) -> None:
    answer = site.post("/api/recommend", json=sent)
    assert answer.status_code == status
    assert says in answer.json()["error"]


def test_the_samples_verdict_comes_from_held_out_purchases() -> None:
    proof = recommend.of_csv(purchases()).proof
    assert proof.enough
    assert proof.dated
    assert [one.way for one in proof.rivals] == ["popular", "together", "alike", "attention"]
    assert proof.in_use != "popular"
