"""The one JSON shape of an edition."""

import json

import nouns

from heed.plain import edition_json
from heed.wording import Words

TOP = {
    "date", "minutes", "spent_minutes", "price_per_minute", "bound", "gap", "slots", "left_out",
    "rules", "seed",
}  # fmt: skip
SLOT = {
    "item", "story", "title", "source", "url", "minutes", "worth", "value", "kind", "propensity",
    "reasons",
}  # fmt: skip
LEFT_OUT = {"item", "story", "title", "minutes", "worth", "enters_at_minutes", "reasons"}


def test_an_edition_has_exactly_the_promised_names() -> None:
    made = json.loads(json.dumps(edition_json(nouns.edition(), Words(), {})))
    assert set(made) == TOP
    assert {frozenset(slot) for slot in made["slots"]} == {frozenset(SLOT)}
    assert {frozenset(one) for one in made["left_out"]} == {frozenset(LEFT_OUT)}
    assert set(made["slots"][0]["reasons"][0]) == {"text", "weight", "item"}
    assert {"text", "price"} <= set(made["rules"][0])


def test_durations_leave_as_minutes() -> None:
    made = edition_json(nouns.edition(), Words(), {})
    assert made["minutes"] == 30
    assert made["spent_minutes"] == 29
    assert made["left_out"][0]["enters_at_minutes"] == 34  # type: ignore[index]


def test_a_piece_no_budget_brings_in_enters_at_null() -> None:
    made = edition_json(nouns.edition(), Words(), {})
    assert made["left_out"][3]["enters_at_minutes"] is None  # type: ignore[index]


def test_reasons_name_the_past_piece_and_its_id() -> None:
    reason = edition_json(nouns.edition(), Words(), {})["slots"][0]["reasons"][0]  # type: ignore[index]
    assert reason == {
        "text": "Because *Rust 1.90 ships* was worth it to you.",
        "weight": 0.42,
        "item": nouns.FIRST + 90,
    }
