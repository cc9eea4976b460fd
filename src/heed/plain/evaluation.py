"""How well each method foretold the reader's answers, in numbers and in sentences."""

from heed.plain.values import Json, four
from heed.types import Again, Duel, Evaluation, Interval, Score
from heed.wording import Words


def evaluation_json(found: Evaluation, words: Words) -> Json:
    """How well each method foretold the reader's answers, as `heed evaluate --json` gives it."""
    return {
        "answers": found.answers,
        "methods": {name: _score_json(score) for name, score in found.methods.items()},
        "in_use": found.in_use,
        "asked": {
            "answers": found.asked,
            "log_loss": {name: _interval_json(one) for name, one in found.unbiased.items()},
        },
        "covered": None
        if found.covered is None
        else {"share": four(found.covered[0]), "answers": found.covered[1]},
        "a_week_later": _again_json(found.again),
        "duel": _duel_json(found.duel),
        "sentence": foretold(found, words),
    }


def _interval_json(one: Interval) -> Json:
    return {"mean": four(one.mean), "lo": four(one.lo), "hi": four(one.hi)}


def _again_json(found: Again | None) -> Json | None:
    if found is None:
        return None
    change = _interval_json(found.change)
    return {"count": found.count, "worse": found.worse, "better": found.better, "change": change}


def _duel_json(found: Duel | None) -> Json | None:
    if found is None:
        return None
    return {
        "first": found.first,
        "second": found.second,
        "editions": found.editions,
        "credit": _interval_json(found.credit),
        "winner": found.winner or None,
    }


def _score_json(score: Score) -> Json:
    return {
        "log_loss": _interval_json(score.log_loss),
        "auc": four(score.auc),
        "ndcg10": four(score.ndcg10),
        "ece": four(score.ece),
        "found": score.found,
    }


def foretold(found: Evaluation, words: Words) -> str:
    """What the evaluation says in two sentences."""
    best = found.best if found.enough else 0
    ours, newest = (found.methods[name].found for name in ("heed", "recency"))
    joint = "" if words.language == "zh" else " "
    told = words.foretold(found.answers, best, ours, newest)
    return told + joint + words.ranked_by(found.in_use)


def beside(found: Evaluation, words: Words) -> tuple[str, ...]:
    """What asked answers, second thoughts and shared editions say, a sentence each."""
    said = [words.asked(found.asked, found.enough_asked)]
    if found.covered:
        said.append(words.covered(*found.covered))
    if found.again:
        one = found.again
        said.append(words.again(one.count, one.worse, one.better, one.change.mean))
    if found.duel:
        said.append(words.duel(found.duel))
    return tuple(said)
