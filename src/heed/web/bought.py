"""The Lab's results: what attention bought, application by application. Measures nothing.

The numbers were written by `heed lab report --bundle` and are kept beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import mean
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.errors import NotFound
from heed.web.labnames import ASKS, ATTENTIVE, JUDGED, MEASURES, NETS
from heed.web.place import Here
from heed.wording import Words, mark

router = APIRouter(include_in_schema=False)
Ending = Literal["gain", "beaten", "null", "loss"]
ENDINGS: Mapping[Ending, tuple[str, str, str]] = {
    "gain": (
        mark("Attention bought this"),
        mark("More than the same net that cannot choose, and more than any rival."),
        "gain",
    ),
    "beaten": (
        mark("Something else does better still"),
        mark("More than the same net that cannot choose, but a simpler rival is better."),
        "null",
    ),
    "null": (
        mark("Attention bought nothing"),
        mark("The interval holds zero: it cannot be told from the net that cannot choose."),
        "null",
    ),
    "loss": (
        mark("Attention cost something"),
        mark("The net that cannot choose is better."),
        "loss",
    ),
}
"""How an application ended: a heading, what it means, and how it is drawn."""
LEAST, MOST = -0.1, 0.5
"""The axis of gains; what lies beyond stands at its end."""


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
    measure: str
    verdict: str
    kind: str
    gain: str
    bars: tuple[Bar, ...]
    judged: tuple[tuple[str, str], ...]
    command: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GainView:
    """One application in a line: what attention bought, and where that lies on a shared axis of
    0 to 100: from `low` as far as `wide`, the middle `at`."""

    href: str
    title: str
    asks: str
    gain: str
    low: float
    wide: float
    at: float


@dataclass(frozen=True, slots=True)
class GroupView:
    """Applications that ended alike, the largest gain first."""

    title: str
    told: str
    kind: str
    rows: tuple[GainView, ...]


@router.get("/lab")
def show(here: Here) -> HTMLResponse:
    """Every application with and without, in a line."""
    kept = results()
    groups = groups_of(kept["applications"], here.words)
    zero = _along(0.0)
    return here.page(
        "bought.html", groups=groups, zero=zero, machine=kept["machine"], date=kept["date"]
    )


@router.get("/lab/{name}")
def show_one(here: Here, name: str) -> HTMLResponse:
    """One application: all its nets, their costs, and where the weights lay."""
    kept = results()
    one = next((one for one in kept["applications"] if one["name"] == name), None)
    if one is None:
        raise NotFound(f"The lab kept no results of {name}; /lab lists what there is.")
    view = bought_view(one, here.words)
    return here.page("application.html", view=view, machine=kept["machine"], date=kept["date"])


def groups_of(kept: Sequence[Mapping[str, Any]], words: Words) -> tuple[GroupView, ...]:
    """All applications by how they ended; a group without any is left out."""
    ordered = sorted(kept, key=lambda one: -float(one["gain"]))
    found = []
    for ending, (title, told, kind) in ENDINGS.items():
        rows = tuple(_gain_view(one, words) for one in ordered if _ending(one) == ending)
        if rows:
            found.append(GroupView(words.gettext(title), words.gettext(told), kind, rows))
    return tuple(found)


def _gain_view(one: Mapping[str, Any], words: Words) -> GainView:
    title, asks = ASKS.get(one["name"], (one["name"], one["asks"]))
    low, high = _along(one["low"]), _along(one["high"])
    return GainView(
        f"/lab/{one['name']}",
        words.gettext(title),
        words.gettext(asks),
        _gain(one),
        low,
        round(high - low, 1),
        _along(one["gain"]),
    )


def _along(gain: float) -> float:
    """A gain's place on the axis, 0 to 100; what lies beyond it stands at its end."""
    return round(100 * min(1.0, max(0.0, (gain - LEAST) / (MOST - LEAST))), 1)


@cache
def results() -> Mapping[str, Any]:
    """What the lab wrote."""
    kept: Mapping[str, Any] = json.loads(files("heed.web").joinpath("bought.json").read_bytes())
    return kept


def bought_view(one: Mapping[str, Any], words: Words) -> BoughtView:
    """Everything the page says of an application."""
    title, asks = ASKS.get(one["name"], (one["name"], one["asks"]))
    return BoughtView(
        title=words.gettext(title),
        asks=words.gettext(asks),
        measure=words.gettext(MEASURES.get(one["measure"], one["measure"])),
        verdict=_verdict(one, words),
        kind=ENDINGS[_ending(one)][2],
        gain=_gain(one),
        bars=tuple(_bar(net, one["attention"], words) for net in one["nets"]),
        judged=tuple(
            (words.gettext(JUDGED.get(name, name)), _share(value))
            for name, value in one["judged"].items()
            if name in JUDGED
        ),
        command=f"heed lab run {one['name']}",
        pictures=tuple(one["pictures"]),
    )


def _ending(one: Mapping[str, Any]) -> Ending:
    """How the gain over the pooling that cannot choose came out, and whether a rival is better."""
    if one["low"] > 0:
        return "gain" if _best(one) in (one["attention"], *ATTENTIVE) else "beaten"
    return "loss" if one["high"] < 0 else "null"


def _best(one: Mapping[str, Any]) -> str:
    return str(max(one["nets"], key=lambda net: mean(net["quality"]))["net"])


def _verdict(one: Mapping[str, Any], words: Words) -> str:
    """How it ended, in a sentence."""
    ending, best = _ending(one), _best(one)
    if ending == "gain":
        return words.gettext("Attention bought this.")
    if ending == "beaten":
        return words.gettext(
            "Attention beats what cannot choose, but “{rival}” does better still.",
            rival=words.gettext(NETS.get(best, best)),
        )
    if ending == "loss":
        return words.gettext("Attention cost this.")
    if one["expected_null"]:
        return words.gettext("Attention bought nothing here, as expected.")
    return words.gettext("Attention bought nothing here.")


def _gain(one: Mapping[str, Any]) -> str:
    return f"{_signed(one['gain'])} [{_signed(one['low'])}, {_signed(one['high'])}]"


def _bar(net: Mapping[str, Any], attention: str, words: Words) -> Bar:
    found: Sequence[float] = net["quality"]
    trained = net["train_cpu_s"] > 0
    return Bar(
        label=words.gettext(NETS.get(net["net"], net["net"])),
        kind="with" if net["net"] in (attention, *ATTENTIVE) else "without",
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
