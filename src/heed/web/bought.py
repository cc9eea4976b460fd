"""The Lab's results: what attention bought, application by application. Measures nothing.

The numbers were written by `heed lab report --bundle` and are kept beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import mean
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.web.place import Here
from heed.wording import Words, mark

router = APIRouter(include_in_schema=False)
ASKS: Mapping[str, tuple[str, str]] = {
    "answer": (mark("Answer"), mark("Which sentence of a story answers a question about it?")),
    "answer_span": (
        mark("Answer, to the word"),
        mark("Which words of a paragraph answer a question about it?"),
    ),
    "answer_squad": (
        mark("Answer, paragraphs"),
        mark("Which sentence of a paragraph answers a question about it?"),
    ),
    "answer_zh": (
        mark("Answer, Chinese"),
        mark("Which sentence of a Chinese paragraph answers a question about it?"),
    ),
    "classify": (mark("Classify"), mark("Is a long review for a film or against it?")),
    "classify_zh": (
        mark("Classify, Chinese"),
        mark("Is a Chinese review for what it is about or against it?"),
    ),
    "clickbait": (mark("Clickbait"), mark("Does a headline tease? Single words give it away.")),
    "decide": (
        mark("Decide"),
        mark("Where to look, with three looks at a cluttered picture, to name its digit?"),
    ),
    "difficulty": (mark("Difficulty"), mark("Which of two excerpts is harder to read?")),
    "draw": (
        mark("Draw"),
        mark("Which of the patches drawn before tell the next one of a digit?"),
    ),
    "fuse": (mark("Fuse"), mark("Heard and seen, one of the two spoiled: which to trust?")),
    "generate": (mark("Generate"), mark("Which of the words before tell the next one?")),
    "graph": (mark("Graph"), mark("Which field is a paper of, by the papers it cites?")),
    "intent": (mark("Intent"), mark("What does a customer's message want?")),
    "intent_clinc150": (
        mark("Intent, out of scope"),
        mark("What does a message want of 150 things, and when is it none of them?"),
    ),
    "intent_tuned": (
        mark("Intent, fine-tuned"),
        mark("What does a customer's message want, when the encoder itself learns to tell?"),
    ),
    "links": (mark("Links"), mark("What else is true of a word, by what is known of it?")),
    "listen": (mark("Listen"), mark("Which digit does a voice say that was never heard before?")),
    "phrasebank": (
        mark("Tone, whole sentences"),
        mark("Is a sentence of finance news good or bad news?"),
    ),
    "predict": (
        mark("Predict"),
        mark("Does a share rise the next day, by tweets and prices? It should not be known."),
    ),
    "recognise": (
        mark("Recognise"),
        mark("Which channels and which places of a photograph tell what is on it?"),
    ),
    "same_zh": (
        mark("The same, Chinese"),
        mark("Do two short Chinese messages want the same? 160 pairs to learn from."),
    ),
    "search": (
        mark("Search"),
        mark("Which paragraph answers a question, of the twenty that share most words with it?"),
    ),
    "see": (mark("See"), mark("Which digit lies somewhere among pieces of others?")),
    "spell": (
        mark("Spell"),
        mark("Which moments of a string of spoken digits does the next digit come from?"),
    ),
    "summarise": (
        mark("Summarise"),
        mark("Which one sentence of an abstract says most of what its authors would say?"),
    ),
    "tone": (mark("Tone"), mark("Is a headline good or bad news for this company?")),
    "tone_zh": (
        mark("Tone, Chinese"),
        mark("Is a Chinese review for or against it, learned from others or by a list of words?"),
    ),
    "topics_zh": (
        mark("Subjects, Chinese"),
        mark("Which of ten subjects does a Chinese news title belong to?"),
    ),
    "track": (
        mark("Track"),
        mark("Which digit drifts through a few frames among pieces of others?"),
    ),
    "translate": (
        mark("Translate"),
        mark("Which words of an English sentence does the next German one come from? (BLEU)"),
    ),
    "translate_zh": (
        mark("Translate, Chinese"),
        mark("Which words of an English sentence does the next Chinese character come from?"),
    ),
}
NETS: Mapping[str, str] = {
    "attention": mark("with attention"),
    "additive": mark("with attention"),
    "without": mark("the mean of all"),
    "mean": mark("the mean of all"),
    "largest": mark("the largest of all"),
    "last": mark("the last one"),
    "blind": mark("without knowing whom it is about"),
    "alone": mark("without its neighbours"),
    "plain": mark("channels and places alike"),
    "vectors": mark("untrained vectors"),
    "baseline": mark("no network"),
}
JUDGED: Mapping[str, str] = {
    "proof found": mark("the heaviest sentence proves the answer"),
    "in its digit": mark("the heaviest moment lies in the digit"),
    "points at it": mark("the heaviest place lies on the digit"),
    "weight on it": mark("weight on the digit"),
    "trusts the good one": mark("trusts the one that was not spoiled"),
    "best sentence chosen": mark("the sentence that says most is chosen"),
    "its ROUGE-1": mark("how much the best sentence says (ROUGE-1)"),
    "by chance": mark("by chance"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One net: its quality as a bar of 0 to 100, each seed as a dot, and what it costs."""

    label: str
    kind: str
    width: float
    quality: str
    seeds: tuple[float, ...]
    use: str
    training: str


@dataclass(frozen=True, slots=True)
class BoughtView:
    """One application."""

    title: str
    asks: str
    verdict: str
    kind: str
    gain: str
    bars: tuple[Bar, ...]
    judged: tuple[tuple[str, str], ...]
    command: str


@router.get("/lab")
def show(here: Here) -> HTMLResponse:
    """Every application with and without."""
    kept = results()
    views = [bought_view(one, here.words) for one in kept["applications"]]
    return here.page("bought.html", views=views, machine=kept["machine"], date=kept["date"])


@cache
def results() -> Mapping[str, Any]:
    """What the lab wrote."""
    kept: Mapping[str, Any] = json.loads(files("heed.web").joinpath("bought.json").read_bytes())
    return kept


def bought_view(one: Mapping[str, Any], words: Words) -> BoughtView:
    """Everything the page says of an application."""
    title, asks = ASKS.get(one["name"], (one["name"], one["asks"]))
    kind, verdict = _verdict(one, words)
    return BoughtView(
        title=words.gettext(title),
        asks=words.gettext(asks),
        verdict=verdict,
        kind=kind,
        gain=f"{_signed(one['gain'])} [{_signed(one['low'])}, {_signed(one['high'])}]",
        bars=tuple(_bar(net, one["attention"], words) for net in one["nets"]),
        judged=tuple(
            (words.gettext(JUDGED.get(name, name)), _share(value))
            for name, value in one["judged"].items()
            if name in JUDGED
        ),
        command=f"heed lab run {one['name']}",
    )


def _verdict(one: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """What to say of the gain over the pooling that cannot choose, and of a better rival."""
    best = max(one["nets"], key=lambda net: mean(net["quality"]))["net"]
    if one["low"] > 0 and best == one["attention"]:
        return "gain", words.gettext("Attention bought this.")
    if one["low"] > 0:
        return "null", words.gettext(
            "Attention beats what cannot choose, but “{rival}” does better still.",
            rival=words.gettext(NETS.get(best, best)),
        )
    if one["high"] < 0:
        return "loss", words.gettext("Attention cost this.")
    if one["expected_null"]:
        return "null", words.gettext("Attention bought nothing here, as expected.")
    return "null", words.gettext("Attention bought nothing here.")


def _bar(net: Mapping[str, Any], attention: str, words: Words) -> Bar:
    found: Sequence[float] = net["quality"]
    trained = net["train_cpu_s"] > 0
    return Bar(
        label=words.gettext(NETS.get(net["net"], net["net"])),
        kind="with" if net["net"] == attention else "without",
        width=round(100 * mean(found), 1),
        quality=_share(mean(found)),
        seeds=tuple(round(100 * value, 1) for value in found),
        use=f"{net['cpu_s_per_1000']:.2f}" if trained else "–",
        training=f"{net['train_cpu_s']:.0f}" if trained else "–",
    )


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{100 * abs(value):.1f}"
