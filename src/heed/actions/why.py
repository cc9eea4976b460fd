"""Why a piece is worth what heed says: every part, and what each past piece changes. No writes."""

from heed import filter, study
from heed.diet import Diet
from heed.store import items, sources, vectors
from heed.types import Explained, Ranker, Removal, Scored


def explain(diet: Diet, item_id: int) -> Explained:
    """The piece's story as it is judged now, and without each past piece its reasons name.

    A past piece teaches more than its own part: the mean, its source and what other pieces weigh.
    So it is left out in earnest and everything is learned anew. Raises NotFound.
    """
    scored = _judged(diet, item_id, diet.learn())
    named = {one.item_id: one for one in scored.reasons if one.item_id}
    return Explained(
        scored,
        tuple(
            Removal(past, reason.subject, reason.weight, _without(diet, item_id, past).worth)
            for past, reason in named.items()
        ),
        study.likely(diet.db, scored.worth, scored.sd),
    )


def _without(diet: Diet, item_id: int, past: int) -> Scored:
    return _judged(diet, item_id, study.fitted(diet.db, now=diet.clock(), without=[past]))


def _judged(diet: Diet, item_id: int, ranker: Ranker) -> Scored:
    """The item's story, scored as an edition would."""
    now = diet.clock()
    with diet.db.read() as tx:
        asked = items.get(tx, item_id)
        found = items.of_story(tx, asked.story_id) if asked.story_id else [asked]
        published = [one for one in found if one.published_at <= now] or [asked]
        known = vectors.load(tx, [one.id for one in published])
        held = {source.id: source for source in sources.all(tx)}
    return filter.rank(filter.stories(published), held, known, ranker, now=now)[0]
