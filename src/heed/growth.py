"""Growth as it touches the store: due cards out, goals as rules, and what was spent on a topic."""

from datetime import datetime, timedelta

from heed import learn, store
from heed.types import DueCard, Goal, Rule

WEEK = timedelta(days=7)


def due(db: store.Database, *, at: datetime, by: datetime, recall_minutes: float) -> list[DueCard]:
    """The cards due until `by`, as they stand at `at`, the most worth first."""
    with db.read() as tx:
        cards = store.cards.due(tx, by)
        reviews = store.cards.reviews(tx) if cards else []
    each = learn.seconds_each(reviews)
    return learn.due_cards(cards, at=at, seconds=each, recall_minutes=recall_minutes)


def floors(db: store.Database, *, at: datetime) -> list[Rule]:
    """Every goal as a floor for the day; none of a topic that had its week's minutes.

    A goal's number is negative among the rules. A seventh of a week is asked a day and no more: a
    missed day is not made up for.
    """
    with db.read() as tx:
        goals = store.goals.all(tx)
        spent = store.entries.spent_by_topic(tx, at - WEEK) if goals else {}
    return [floor(one, spent.get(one.topic, 0)) for one in goals if open_s(one, spent) > 0]


def open_s(goal: Goal, spent: dict[str, int]) -> int:
    """Seconds of a week's goal not spent yet."""
    return goal.weekly_s - spent.get(goal.topic, 0)


def floor(goal: Goal, spent_s: int) -> Rule:
    """A goal as a rule of the day."""
    seconds = min(-(-goal.weekly_s // 7), goal.weekly_s - spent_s)
    return Rule(-goal.id, "topic", goal.topic, "floor", seconds)
