"""`heed focus`, `heed check`, `heed diet`: one piece, one question, the whole. No rules."""

import sys
import textwrap
import time
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.cards import KEYS, GradeChoice
from heed.cli.opened import diet as open_diet
from heed.cli.opened import held, item_id, print_json, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heed.diet import Diet
    from heed.types import Answer, Item, Slot

ANSWERS: "Mapping[str, Answer]" = {"n": "none", "h": "half", "a": "all", "m": "more"}
LINE = 78


def focus(context: typer.Context) -> None:
    """One piece at a time: the next of today's edition that you have not read or answered."""
    opened = open_diet(context)
    waiting = _waiting(opened)
    if not waiting:
        print("That is all for today.")
    elif not sys.stdin.isatty():
        _show(opened, waiting[0])
    else:
        for slot in waiting:
            if not _read(opened, slot):
                return
        print("\nThat is all for today.")


def check(
    context: typer.Context,
    item: Annotated[str, typer.Argument(help="The item's id, or its number in today's edition.")],
    grade: Annotated[GradeChoice | None, typer.Argument()] = None,
) -> None:
    """One sentence of ITEM with a gap; with a GRADE the answer is kept and it becomes a card."""
    from heed.actions import check as actions

    opened = open_diet(context)
    number = item_id(opened, item)
    asked = actions.check(opened, number)
    if asked is None:
        print("No sentence of this piece can be asked about.")
        return
    print(asked.front)
    if grade is None and sys.stdin.isatty():
        typer.prompt("(Enter shows the answer)", default="", show_default=False)
        said = typer.prompt("1 forgotten, 2 hard, 3 known, 4 at once; q makes no card", default="q")
        grade = GradeChoice(KEYS[said]) if said in KEYS else None
    print(asked.back)
    if grade is not None and (card := actions.answer(opened, number, grade.value)):
        print(f"Card {card.id} comes again on {card.due_at:%Y-%m-%d}.")


def diet(context: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """What your last four weeks were made of, what rules cost, what you know."""
    from heed.actions.diet import facts
    from heed.plain import diet_json, named_rule

    opened = open_diet(context)
    found, said = facts(opened), words(opened)
    if as_json:
        return print_json(diet_json(found, said, held(opened)))
    print(
        f"{said.minutes(found.seconds)} since {found.first}, as if over "
        f"{found.effective_topics:.1f} topics and {found.effective_sources:.1f} sources."
    )
    for one in found.topics:
        print(f"  {said.minutes(one.seconds):>8}  {one.name or 'no topic'}")
    for cost in found.rules:
        told = said.rule(named_rule(cost.rule, held(opened)))
        print(f"{told} Really {said.minutes(round(cost.daily_s))}; cost {cost.cost:.1f} at most.")
    for topic in found.known:
        if topic.cards:
            name = topic.name or "no topic"
            print(f"Of {name} you know {topic.known} of {topic.cards} cards.")
    if found.gaps:
        print(f"Never read: {', '.join(found.gaps)}.")


def _waiting(opened: "Diet") -> "list[Slot]":
    """Pieces of today's edition neither read nor answered; cards have their own verb."""
    from heed.store import readings, verdicts

    slots = [slot for slot in opened.edition().slots if slot.kind != "review"]
    with opened.db.read() as tx:
        answered = verdicts.told(tx)
        return [
            one
            for one in slots
            if one.item_id not in answered and not readings.total_s(tx, one.item_id)
        ]


def _show(opened: "Diet", slot: "Slot") -> None:
    from heed.store import items

    with opened.db.read() as tx:
        item: Item = items.get(tx, slot.item_id)
    print(f"{slot.title}\n{words(opened).minutes(slot.seconds)} · {slot.source} · {slot.item_id}\n")
    for paragraph in (item.text or item.lead).split("\n"):
        print(textwrap.fill(paragraph, LINE) if paragraph.isascii() else paragraph)


def _read(opened: "Diet", slot: "Slot") -> bool:
    """Show one piece and ask; whether the reader goes on."""
    began = time.monotonic()
    _show(opened, slot)
    question = "\nWould you spend these minutes again? n none, h half, a all, m more; q stops"
    said = typer.prompt(question, default="q")
    if said not in ANSWERS:
        return False
    seconds = round(time.monotonic() - began)
    opened.read(slot.item_id, active_s=seconds, answer=ANSWERS[said], via="cli")
    return True
