"""Rules of a diet, and what each cost."""

from collections.abc import Mapping
from dataclasses import replace

from heed.plain.values import Json
from heed.types import Rule, RulePrice, Source
from heed.wording import Words


def rule_json(priced: RulePrice, words: Words, held: Mapping[int, Source]) -> Json:
    """A rule and what it cost."""
    text = words.rule(named_rule(priced.rule, held))
    return {"text": text, "price": round(priced.price, 4)}


def named_rule(rule: Rule, held: Mapping[int, Source]) -> Rule:
    """The rule with its source's title in place of the id."""
    if rule.scope != "source" or not rule.subject.isdecimal():
        return rule
    source = held.get(int(rule.subject))
    return replace(rule, subject=source.title) if source else rule
