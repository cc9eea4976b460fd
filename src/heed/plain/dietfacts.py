"""What minutes were made of."""

from collections.abc import Mapping, Sequence

from heed.plain.rules import named_rule
from heed.plain.values import Json, four, minutes
from heed.types import DietFacts, Portion, Source
from heed.wording import Words


def diet_json(found: DietFacts, words: Words, held: Mapping[int, Source]) -> Json:
    """What minutes were made of, as `heed diet --json` gives it."""

    def portions(given: Sequence[Portion]) -> list[Json]:
        return [{"name": one.name, "minutes": minutes(one.seconds)} for one in given]

    return {
        "since": found.first.isoformat(),
        "minutes": minutes(found.seconds),
        "effective_topics": four(found.effective_topics),
        "effective_sources": four(found.effective_sources),
        "topics": portions(found.topics),
        "sources": portions(found.sources),
        "rules": [
            {
                "text": words.rule(named_rule(one.rule, held)),
                "minutes_a_day": minutes(round(one.daily_s)),
                "kept": one.held,
                "cost_minutes": four(one.cost),
                "editions": one.editions,
            }
            for one in found.rules
        ],
        "known": [
            {
                "topic": one.name,
                "minutes": minutes(one.seconds),
                "pieces": one.pieces,
                "marks": one.marks,
                "cards": one.cards,
                "cards_known": one.known,
            }
            for one in found.known
        ],
        "never_read": list(found.gaps),
    }
