"""What attention is worth in the reader's own prices: the lab's applications and one's ledger."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from heed import exchange
from heed.actions import files
from heed.actions.evaluation import compare
from heed.actions.ledger import ledger
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import entries, items
from heed.types import Appraisal, Prices

FILE_NAMES = ("prices.toml", "prices.csv")
"""Looked for in the home where no file is named."""


def appraise(diet: Diet, bundle: Mapping[str, Any], prices: Prices) -> Appraisal:
    """The whole report. bundle: results of the lab, as `heed lab report --bundle` writes them."""
    rate = diet.settings.reservation_rate
    facts = exchange.reading_facts(ledger(diet), duplicates=duplicates(diet), rate=rate)
    return Appraisal(
        prices=prices,
        facts=facts,
        reading=exchange.reading(facts, prices) if facts else None,
        evaluation=compare(diet),
        applications=exchange.applications(bundle, prices),
    )


def prices_at(path: Path) -> Prices:
    """The prices in a TOML or CSV file. Raises BadInput."""
    return exchange.parse(files.text(path), csv_file=path.suffix.lower() == ".csv")


def prices_of(home: Path) -> Prices:
    """The prices kept in a home; none where it has no price file. Raises BadInput."""
    kept = next((home / name for name in FILE_NAMES if (home / name).is_file()), None)
    return prices_at(kept) if kept else Prices()


def prices_typed(said: Mapping[str, str]) -> Prices:
    """Prices by their dotted names, as a form sends them. Raises BadInput."""
    return exchange.made(said)


def bundle_at(path: Path) -> Mapping[str, Any]:
    """Results of the lab from a file. Raises BadInput."""
    try:
        found: Mapping[str, Any] = json.loads(files.text(path))
    except ValueError as error:
        raise BadInput(f"{path} is no JSON; the lab writes it with --bundle.") from error
    return found


def duplicates(diet: Diet, *, since: datetime | None = None) -> list[int]:
    """Seconds of every piece that tells a story the reader read in another one, `since` or ever."""
    with diet.db.read() as tx:
        spent = {
            one.item_id
            for one in entries.all(tx, since=since)
            if one.account == "spent" and one.item_id
        }
        read = items.many(tx, spent)
        told = {one.story_id for one in read.values() if one.story_id}
        others = (one for id in sorted(told) for one in items.of_story(tx, id))
        return [one.seconds for one in others if one.id not in read]
