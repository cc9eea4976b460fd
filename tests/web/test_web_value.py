"""The value page and the lower half of the ledger: with prices, without, wrong ones, in Chinese."""

import csv
import html
import io
import re

import pytest
from starlette.testclient import TestClient

from fakes.homes import Clock
from heed.actions.ledger import accounts, book
from heed.diet import Diet
from heed.types import Answer

PRICES = {"currency": "EUR", "hour": "30", "right_answer": "0.01", "cpu_hour": "0.05"}
DAYS: tuple[Answer, ...] = ("more", "none")


def lived(home: Diet, clock: Clock) -> None:
    """Two editions, read and answered."""
    for answer in DAYS:
        for slot in home.edition().slots[:3]:
            home.read(slot.item_id, active_s=120, answer=answer)
        clock.next_day()
    home.edition()


def test_without_prices_there_are_amounts_and_no_money(empty_site: TestClient) -> None:
    page = empty_site.get("/value").text
    assert "No price for what it brings, so there is no sum." in page
    assert "You have read nothing yet." in page
    assert "EUR" not in page.replace('placeholder="EUR"', "")
    assert 'class="chart"' not in page


def test_with_prices_every_application_has_its_sum_and_the_chosen_one_its_chart(
    empty_site: TestClient,
) -> None:
    page = empty_site.get("/value", params=PRICES).text
    links = [html.unescape(one) for one in re.findall(r'href="(/value\?[^"#]*)', page)]
    assert len(links) > 14
    assert "· cannot tell" in page
    told = [empty_site.get(link).text for link in links]
    assert any("It pays: +" in one for one in told)
    assert all(one.count('class="chart"') == 1 for one in told)
    assert "half or double: a right answer" in told[0]


def test_a_price_that_is_none_is_refused_in_words(empty_site: TestClient) -> None:
    answer = empty_site.get("/value", params={"hour": "much"})
    assert answer.status_code == 400
    assert "The price price.hour is much; it must be a number, 0 or more." in answer.text


def test_prices_kept_in_the_home_are_used(bare: Diet, empty_site: TestClient) -> None:
    kept = 'currency = "CHF"\n[price]\nright_answer = 0.01\n'
    (bare.settings.home / "prices.toml").write_text(kept, encoding="utf-8")
    assert "CHF" in empty_site.get("/value").text


def test_a_reader_sees_her_minutes_in_money(home: Diet, clock: Clock, site: TestClient) -> None:
    lived(home, clock)
    page = site.get("/value", params=PRICES).text
    assert "minutes gained, by your answers" in page
    assert "Without a price, and so not in the sum" in page or "duplicates" in page


def test_the_ledger_shows_prices_rents_ways_and_the_book(
    home: Diet, clock: Clock, site: TestClient
) -> None:
    lived(home, clock)
    page = site.get("/ledger").text
    for heading in ("The price of a minute", "What each source earned", "The book"):
        assert f"<h2>{heading}</h2>" in page
    assert "cannot tell: too few answered pieces" in page
    assert "cannot be told yet" in page
    chinese = site.get("/ledger", headers={"accept-language": "zh-CN"}).text
    assert "每个来源挣到的" in chinese
    assert "The book" not in chinese
    assert "值多少" in site.get("/value", headers={"accept-language": "zh-CN"}).text


def test_the_book_as_csv_sums_to_zero_and_a_correction_adds_to_it(
    home: Diet, clock: Clock, site: TestClient
) -> None:
    lived(home, clock)
    before = rows(site)
    item = next(row["item"] for row in before if row["account"] == "spent")
    site.post("/ledger/correct", data={"item": item, "minutes": "5"})
    after = rows(site)
    assert after[: len(before)] == before
    assert sum(int(row["seconds"]) for row in after) == 0
    spent = [row for row in after if row["account"] == "spent" and row["item"] == item]
    assert sum(int(row["seconds"]) for row in spent) == 300
    assert len(book(home)) == len(after)


def rows(site: TestClient) -> list[dict[str, str]]:
    answer = site.get("/ledger.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("data", [{"item": "7", "minutes": "5"}, {"item": "7", "minutes": "-1"}])
def test_a_wrong_correction_books_nothing(
    empty_site: TestClient, bare: Diet, data: dict[str, str]
) -> None:
    assert empty_site.post("/ledger/correct", data=data).status_code in (404, 422)
    assert book(bare) == []


def test_accounts_of_an_empty_home_are_empty(bare: Diet) -> None:
    found = accounts(bare)
    assert (found.rents, found.prices, found.advice, found.dividends) == ((), (), None, ())
