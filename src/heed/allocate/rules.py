"""A declared diet as rows of the day's program. Decides no choice itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from heed.budget import Row
from heed.types import Rule, Scored, Source

UNIT_S = 6
"""The grain of a minute in the exact choice: tenths of a minute."""


def units(seconds: int) -> int:
    """Seconds in whole tenths of a minute, rounded up so that a day is never overspent."""
    return -(-seconds // UNIT_S)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over the day's candidates: which of them count towards it."""

    rule: Rule
    members: tuple[bool, ...]

    def row(self, costs: np.ndarray, already: int) -> Row:
        """The rule in budget units, less the units `already` spent on its members."""
        amount = float(max(0, units(self.rule.seconds) - already))
        weight = np.where(np.asarray(self.members), costs, 0).astype(float)
        if self.rule.bound == "floor":
            return Row(weight, at_least=amount)
        return Row(weight, at_most=amount)


def belongs(scored: Scored, rule: Rule, sources: Mapping[int, Source]) -> bool:
    """Whether the piece to read in this story counts towards the rule."""
    source = sources.get(scored.story.lead.source_id)
    if rule.scope == "source":
        return str(scored.story.lead.source_id) == rule.subject
    return source is not None and source.topic.casefold() == rule.subject.casefold()


def share_rules(scored: Sequence[Scored], share: float, granted_s: int) -> list[Rule]:
    """Ceilings that keep a loud source from drowning quiet ones, for every source of the day.

    With fewer than three sources there is nobody to protect. A ceiling always leaves room for the
    source's shortest piece.
    """
    shortest: dict[int, int] = {}
    for one in scored:
        source_id = one.story.lead.source_id
        shortest[source_id] = min(shortest.get(source_id, one.seconds), one.seconds)
    if len(shortest) < 3 or share >= 1:
        return []
    return [
        Rule(0, "source", str(source_id), "ceiling", max(int(share * granted_s), seconds))
        for source_id, seconds in sorted(shortest.items())
    ]


def rule_rows(
    scored: Sequence[Scored], rules: Sequence[Rule], sources: Mapping[int, Source]
) -> list[RuleRow]:
    """Every rule with its members among the candidates."""
    return [RuleRow(rule, tuple(belongs(one, rule, sources) for one in scored)) for rule in rules]
