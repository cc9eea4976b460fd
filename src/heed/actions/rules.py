"""The declared diet: floors and ceilings a day, each with its price in the next edition."""

from heed.diet import Diet
from heed.errors import BadInput
from heed.store import rules, sources
from heed.types import Bound, Rule, Scope


def add(diet: Diet, bound: Bound, scope: Scope, subject: str, minutes: float) -> Rule:
    """At least (floor) or at most (ceiling) so many minutes a day of a topic or a source's id."""
    if not 0 <= minutes <= 1440:
        raise BadInput(f"A rule of {minutes:g} minutes cannot hold; a day has 0 to 1440.")
    with diet.db.write() as tx:
        held = sources.all(tx)
        names = {one.topic for one in held} if scope == "topic" else {str(one.id) for one in held}
        if subject.casefold() not in {name.casefold() for name in names if name}:
            known = ", ".join(sorted(name for name in names if name)) or "none yet"
            raise BadInput(f"No {scope} is called {subject}. Known: {known}.")
        seconds = round(minutes * 60)
        return rules.add(tx, scope=scope, subject=subject, bound=bound, seconds=seconds)


def remove(diet: Diet, rule_id: int) -> None:
    """Drop a rule; editions already issued keep it. Raises NotFound."""
    with diet.db.write() as tx:
        rules.remove(tx, rule_id)
