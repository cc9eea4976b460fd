"""Goals: a topic, minutes a week, and what the reader wants to be able to answer."""

from collections.abc import Sequence
from datetime import timedelta

from heed import learn
from heed.actions.rules import spelled
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import cards, entries, goals, items, sources
from heed.types import Goal, Growth

MOST_QUESTIONS, LONGEST_QUESTION = 12, 300
WEEK = timedelta(days=7)


def add(diet: Diet, topic: str, minutes: float, questions: Sequence[str] = ()) -> Goal:
    """Set a goal, in place of one of the same topic. Raises BadInput."""
    if not 0 < minutes <= 7 * 1440:
        raise BadInput(f"A goal of {minutes:g} minutes a week cannot hold; a week has 1 to 10080.")
    asked = [one.strip() for one in questions if one.strip()]
    if len(asked) > MOST_QUESTIONS or any(len(one) > LONGEST_QUESTION for one in asked):
        raise BadInput(
            f"A goal has at most {MOST_QUESTIONS} questions of {LONGEST_QUESTION} characters."
        )
    with diet.db.write() as tx:
        named = spelled({one.topic for one in sources.all(tx) if one.topic}, topic)
        weekly_s = round(minutes * 60)
        return goals.add(tx, topic=named, weekly_s=weekly_s, questions=asked, at=diet.clock())


def remove(diet: Diet, goal_id: int) -> None:
    """Take a goal back; what was learned stays. Raises NotFound."""
    with diet.db.write() as tx:
        goals.remove(tx, goal_id)


def growing(diet: Diet) -> list[Growth]:
    """Every goal and how it goes."""
    now, edition = diet.clock(), diet.current()
    with diet.db.read() as tx:
        week = entries.spent_by_topic(tx, now - WEEK)
        month = entries.spent_by_topic(tx, now - 4 * WEEK)
        kept = cards.all(tx)
        held = sources.ever(tx)
        pieces = items.many(tx, {one.item_id for one in kept})
        wanted = goals.all(tx)
    topics = {id: held[one.source_id].topic for id, one in pieces.items()}
    mine = learn.by_topic(kept, topics)
    return [
        learn.growth(
            one,
            week_s=week.get(one.topic, 0),
            month_s=month.get(one.topic, 0),
            cards=mine.get(one.topic, ()),
            edition=edition,
            at=now,
        )
        for one in wanted
    ]
