"""Letters and lines are as large and wide as the reader chose, on every page, without a script."""

from starlette.testclient import TestClient


def test_chosen_letters_and_lines_stay(site: TestClient) -> None:
    plain = site.get("/help").text
    assert 'data-size="usual" data-width="usual"' in plain
    site.get("/look", params={"size": "large", "width": "wide", "back": "/help"})
    chosen = site.get("/help").text
    assert 'data-size="large" data-width="wide"' in chosen
    assert "usual letters" in chosen
    assert site.get("/look", params={"size": "huge"}).status_code == 422
