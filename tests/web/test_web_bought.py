"""The Lab page tells what the lab measured: gains, nulls and losses alike."""

import re

from starlette.testclient import TestClient

from heed.web.bought import bought_view, groups_of, results
from heed.web.labnames import ASKS, MEASURES
from heed.wording import Words

EN = Words("en")


def made(
    attention: float, mean: float, low: float, high: float, **more: object
) -> dict[str, object]:
    nets = [("attention", attention), ("mean", mean), *more.pop("others", ())]
    costs = {"cpu_s_per_1000": 0.1, "train_cpu_s": 2.0}
    return {
        "name": "see",
        "asks": "?",
        "measure": "accuracy",
        "attention": "attention",
        "trivial": "mean",
        "expected_null": False,
        "gain": attention - mean,
        "low": low,
        "high": high,
        "judged": {},
        "pictures": [],
        "nets": [{"net": net, "quality": [quality], **costs} for net, quality in nets],
        **more,
    }


def test_each_outcome_has_its_sentence() -> None:
    def verdict(*given: float, **more: object) -> str:
        return bought_view(made(*given, **more), EN).verdict

    assert verdict(0.9, 0.5, 0.3, 0.5) == "Attention bought this."
    assert verdict(0.5, 0.5, -0.1, 0.1) == "Attention bought nothing here."
    assert verdict(0.5, 0.5, -0.1, 0.1, expected_null=True).endswith("as expected.")
    assert verdict(0.5, 0.9, -0.5, -0.3) == "Attention cost this."
    other = verdict(0.9, 0.5, 0.3, 0.5, others=[("transformer", 0.95)])
    assert other == "Attention bought this.", "attention of another kind is no rival of it"
    better = verdict(0.9, 0.5, 0.3, 0.5, others=[("largest", 0.95)])
    assert better == (
        "Attention beats what cannot choose, but “the largest of all” does better still."
    )


def test_every_application_kept_is_on_the_page_with_its_numbers(site: TestClient) -> None:
    page = site.get("/lab").text
    kept = results()["applications"]
    assert len(kept) >= 6
    for one in kept:
        own = site.get(f"/lab/{one['name']}").text
        for text in (page, own):
            assert ASKS[one["name"]][0] in text
            assert f"{100 * abs(one['gain']):.1f} [" in text
        assert len(re.findall('class="part"', own)) == len(one["nets"])
    assert len(re.findall('href="/lab/', page)) == len(kept)


def test_an_application_nobody_ran_is_not_found(site: TestClient) -> None:
    answer = site.get("/lab/nonsense")
    assert answer.status_code == 404
    assert "kept no results of nonsense" in answer.text


def test_applications_stand_under_how_they_ended_the_largest_gain_first() -> None:
    kept = [
        made(0.6, 0.5, 0.05, 0.15, name="a"),
        made(0.9, 0.5, 0.3, 0.5, name="b"),
        made(0.9, 0.5, 0.3, 0.9, name="c", others=[("largest", 0.95)]),
        made(0.1, 0.9, -0.9, -0.7, name="d"),
    ]
    groups = groups_of(kept, EN)
    assert [[row.title for row in group.rows] for group in groups] == [["b", "a"], ["c"], ["d"]]
    ((best, _), (beaten,), (worst,)) = (group.rows for group in groups)
    assert best.low < best.at < best.low + best.wide <= 100
    assert beaten.low + beaten.wide == 100, "what lies beyond the axis stands at its end"
    assert (worst.low, worst.wide, worst.at) == (0, 0, 0)


def test_the_page_speaks_chinese(site: TestClient) -> None:
    page = site.get("/lab", headers={"accept-language": "zh-CN"}).text
    assert "注意力换来了什么" in page
    assert "Attention" not in page


def test_what_is_kept_can_be_true() -> None:
    for one in results()["applications"]:
        assert one["low"] <= one["gain"] <= one["high"]
        assert one["measure"] in MEASURES
        assert {net["net"] for net in one["nets"]} >= {one["attention"], one["trivial"], "baseline"}
        assert all(0 <= value <= 1 for net in one["nets"] for value in net["quality"])
