"""The ledger by source, topic and hour: worth with its interval, and a table behind the chart."""

import re

from starlette.testclient import TestClient

from heed.diet import Diet
from heed.types import LedgerPart
from heed.web.earned import HEIGHT, WIDTH, apart, hour_chart
from heed.wording import Words

EN = Words("en")


def part(name: str, worth: float, reach: float | None, spent_s: int = 60) -> LedgerPart:
    ends = (None, None) if reach is None else (worth - reach, worth + reach)
    return LedgerPart(name, spent_s, 5, worth, *ends)


def test_the_best_and_the_worst_are_named_only_where_their_intervals_lie_apart() -> None:
    far = [
        ("Tides", part("a", 1.6, 0.1)),
        ("Bread", part("b", 0.4, 0.1)),
        ("X", part("c", 2, None)),
    ]
    assert apart(far, EN) == (
        "A minute was worth most with Tides (1.6 [1.5, 1.7]) and least with Bread (0.4 [0.3, 0.5])."
    )
    near = [("Tides", part("a", 1.1, 0.5)), ("Bread", part("b", 0.9, 0.5))]
    assert apart(near, EN) == "Your answers do not tell them apart yet."
    assert apart([("X", part("c", 2, None)), ("Y", part("d", 0, None))], EN).startswith("Your ans")
    assert apart(near[:1], EN) == ""


def test_the_bars_of_the_hours_stay_in_the_picture() -> None:
    chart = hour_chart([part(str(n), 1, None, spent_s=60 * (n + 1)) for n in range(24)], EN)
    assert chart is not None
    assert all(one.y >= 0 and one.x + one.width <= WIDTH for one in chart.bars)
    assert all(one.y + one.height <= HEIGHT for one in chart.bars)
    assert hour_chart([], EN) is None


def test_the_ledger_shows_topics_hours_and_what_rules_cost(home: Diet, site: TestClient) -> None:
    slot = home.edition().slots[0]
    home.read(slot.item_id, active_s=120, answer="all")
    topic = next(one for one in site.get("/api/sources").json() if one["title"] == slot.source)
    site.post("/goals", data={"topic": topic["topic"], "minutes": "70"})
    page = site.get("/ledger").text
    for section in ("topics", "hours", "rules"):
        found = re.search(rf'<section id="{section}">.*?</section>', page, re.DOTALL)
        assert found is not None, section
        assert "<table>" in found[0]
    assert "7:00–8:00" in page
    assert "At least 10 min of" in page
    told = site.get("/api/ledger").json()
    assert told["topics"][0]["topic"] == topic["topic"]
    assert told["hours"] == [
        {
            "hour": 7,
            "spent_minutes": 2.0,
            "answers": 1,
            "worth_per_minute": 1.0,
            "worth_interval": [None, None],
        }
    ]
    assert site.get("/api/ledger/accounts").json()["rules"][0]["subject"] == topic["topic"]
