"""Your diet: what your minutes were made of, what rules cost, and the map of what you know."""

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions.diet import facts
from heed.plain import named_rule
from heed.store import sources
from heed.types import DietFacts, KnownTopic, Portion, RuleCost
from heed.web.place import Here
from heed.web.treemap import Box, treemap
from heed.wording import Words

WIDTH, HEIGHT = 720, 300
ROOMY = (80, 34)
"""A box narrower or lower than this has no room for its name; the table has it."""
SMALLEST_S = 30
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Area:
    """One topic on the map; `firm` is how high the known part of its cards stands."""

    box: Box
    firm: float
    name: str
    told: str
    roomy: bool


@dataclass(frozen=True, slots=True)
class DietView:
    """The whole page."""

    told: str
    topics: tuple[tuple[str, str, str], ...]
    sources: tuple[tuple[str, str, str], ...]
    rules: tuple[tuple[str, str, str], ...]
    areas: tuple[Area, ...]
    known: tuple[tuple[str, ...], ...]
    gaps: str


@router.get("/diet")
def show(here: Here) -> HTMLResponse:
    """The last four weeks."""
    found = facts(here.diet)
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    rules = tuple(replace(one, rule=named_rule(one.rule, held)) for one in found.rules)
    view = diet_view(replace(found, rules=rules), here.words)
    return here.page("diet.html", view=view)


def diet_view(found: DietFacts, words: Words) -> DietView:
    """Everything the page says."""
    return DietView(
        told=told(found, words),
        topics=tuple(portion(one, found.seconds, words) for one in found.topics),
        sources=tuple(portion(one, found.seconds, words) for one in found.sources),
        rules=tuple(rule(one, words) for one in found.rules),
        areas=areas(found, words),
        known=tuple(known(one, words) for one in found.known),
        gaps=", ".join(found.gaps),
    )


def told(found: DietFacts, words: Words) -> str:
    """The diet in two sentences."""
    if not found.seconds:
        return words.gettext("Nothing was read in these four weeks, so there is nothing to weigh.")
    return words.gettext(
        "Since {first} you read {minutes}. They spread as if over {topics} topics and {sources}"
        " sources in equal parts.",
        first=words.short_date(found.first),
        minutes=words.minutes(found.seconds),
        topics=words.worth(found.effective_topics),
        sources=words.worth(found.effective_sources),
    )


def named(name: str, words: Words) -> str:
    """A topic's or source's name, where it has one."""
    return name or words.gettext("no topic")


def portion(one: Portion, seconds: int, words: Words) -> tuple[str, str, str]:
    """Name, minutes, share."""
    return (
        named(one.name, words),
        words.minutes(one.seconds),
        f"{100 * one.seconds / seconds:.0f} %",
    )


def rule(one: RuleCost, words: Words) -> tuple[str, str, str]:
    """The rule, what was really spent, and what it cost."""
    spent = words.gettext("{minutes} a day", minutes=words.minutes(round(one.daily_s)))
    really = (
        words.gettext("kept: {spent}", spent=spent)
        if one.held
        else words.gettext("not kept: {spent}", spent=spent)
    )
    if not one.editions:
        return words.rule(one.rule), really, words.gettext("no edition knew it yet")
    cost = words.ngettext(
        "at most {cost} min of worth, in one edition",
        "at most {cost} min of worth, in {count} editions",
        one.editions,
        cost=words.worth(one.cost),
    )
    return words.rule(one.rule), really, cost


def areas(found: DietFacts, words: Words) -> tuple[Area, ...]:
    """The map: a box a topic, as large as its minutes."""
    shown = [one for one in found.known if one.seconds >= SMALLEST_S]
    boxes = treemap([float(one.seconds) for one in shown], WIDTH, HEIGHT)
    return tuple(area(one, box, words) for one, box in zip(shown, boxes, strict=True))


def area(one: KnownTopic, box: Box, words: Words) -> Area:
    """One box of the map."""
    rounded = Box(*(round(side, 1) for side in box))
    share = one.known / one.cards if one.cards else 0.0
    said = words.minutes(one.seconds)
    if one.cards:
        said += " · " + words.gettext("{known} of {cards} cards", known=one.known, cards=one.cards)
    roomy = box.width >= ROOMY[0] and box.height >= ROOMY[1]
    return Area(rounded, round(box.height * share, 1), named(one.name, words), said, roomy)


def known(one: KnownTopic, words: Words) -> tuple[str, ...]:
    """One line of the table behind the map."""
    numbers = (one.pieces, one.marks, one.cards, one.known)
    return named(one.name, words), words.minutes(one.seconds), *map(words.number, numbers)
