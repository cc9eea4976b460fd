"""The page of what work cost, and the doors another home knocks at."""

from starlette.testclient import TestClient

from heed.actions import compute, giving
from heed.diet import Diet


def test_a_home_that_measured_nothing_says_so(empty_site: TestClient) -> None:
    page = empty_site.get("/exchange/compute").text
    assert "Nothing was measured in the last seven days." in page


def test_what_work_cost_is_shown_with_its_shares(site: TestClient, home: Diet) -> None:
    compute.share(home, "encode", 3)
    compute.share(home, "ann & ben", 2, tenant=True)
    compute.queue(home, "encode", tenant="ann & ben")
    page = site.get("/exchange/compute").text
    assert "reading pieces for their meaning" in page
    assert "In seven days heed used" in page
    assert "<li>ann &amp; ben: 2</li>" in page
    assert "this home" in page
    assert "<script>" not in page


def test_a_home_without_a_secret_answers_no_other_home(site: TestClient) -> None:
    answer = site.get(giving.OFFER)
    assert answer.status_code == 404
    assert "exchanges nothing" in answer.json()["error"]


def test_what_is_not_signed_gets_nothing(site: TestClient, home: Diet) -> None:
    giving.set_secret(home, "four words no one knows")
    for path in (giving.OFFER, giving.PARCELS, f"{giving.PARCELS}?parts=1-c&at=x&signature=é"):
        answer = site.get(path)
        assert answer.status_code == 403
        assert answer.json() == {
            "error": "This request is not signed with the secret of this home."
        }
