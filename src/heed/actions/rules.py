"""The declared diet: floors and ceilings a day, each with its price in the next edition."""

from collections.abc import Collection

from heed.actions import sources as source_actions
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import rules, sources
from heed.types import Bound, Rule, Scope


def add(diet: Diet, bound: Bound, scope: Scope, subject: str, minutes: float) -> Rule:
    """At least (floor) or at most (ceiling) so many minutes a day of a topic or a source.

    A source may be named by its number, address or title. Raises BadInput, NotFound.
    """
    if not 0 <= minutes <= 1440:
        raise BadInput(f"A rule of {minutes:g} minutes cannot hold; a day has 0 to 1440.")
    named = str(source_actions.named(diet, subject).id) if scope == "source" else subject
    seconds = round(minutes * 60)
    with diet.db.write() as tx:
        if scope == "topic":
            named = spelled({one.topic for one in sources.all(tx) if one.topic}, subject)
        for one in rules.all(tx):
            if (one.scope, one.subject) == (scope, named) and _contradict(one, bound, seconds):
                raise BadInput(
                    "At least more than at most cannot hold; change the other rule first."
                )
        return rules.add(tx, scope=scope, subject=named, bound=bound, seconds=seconds)


def spelled(topics: Collection[str], wanted: str) -> str:
    """The topic as its sources spell it. Raises BadInput."""
    for topic in topics:
        if topic.casefold() == wanted.casefold():
            return topic
    known = ", ".join(sorted(topics)) or "none yet"
    raise BadInput(f"No topic is called {wanted}. Known: {known}.")


def _contradict(one: Rule, bound: Bound, seconds: int) -> bool:
    if one.bound == bound:
        return False
    return seconds > one.seconds if bound == "floor" else seconds < one.seconds


def remove(diet: Diet, rule_id: int) -> None:
    """Drop a rule; editions already issued keep it. Raises NotFound."""
    with diet.db.write() as tx:
        rules.remove(tx, rule_id)
