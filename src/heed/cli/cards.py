"""`heed cards`: look at cards one at a time, list them, take them elsewhere. Decides nothing."""

import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet, print_json
from heed.cli.told import count
from heed.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heed.diet import Diet
    from heed.types import Grade

app = typer.Typer(help="Cards of what you marked.", invoke_without_command=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class GradeChoice(StrEnum):
    """How well you knew it."""

    forgot = "forgot"
    hard = "hard"
    good = "good"
    easy = "easy"


KEYS: "Mapping[str, Grade]" = {"1": "forgot", "2": "hard", "3": "good", "4": "easy"}


@app.callback()
def cards(context: typer.Context) -> None:
    """How many cards are due, and how many of them today's edition planned."""
    if context.invoked_subcommand:
        return
    from heed.actions import cards as actions

    waiting = actions.waiting(diet(context))
    if not waiting.cards:
        print(_nothing(waiting.next.due_at.date().isoformat() if waiting.next else ""))
        return
    print(f"{count(len(waiting.cards), 'card')} due; {waiting.left} in today's edition.")
    print("Look at them with: heed cards review")


@app.command()
def review(
    context: typer.Context,
    card: Annotated[int | None, typer.Argument(help="One card's number.")] = None,
    grade: Annotated[GradeChoice | None, typer.Argument()] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every due card.")] = False,
) -> None:
    """Look at today's cards one at a time, or answer one: heed cards review 3 good."""
    from heed.actions import cards as actions

    opened = diet(context)
    if card is not None:
        if grade is None:
            raise BadInput("Say how well you knew it: forgot, hard, good or easy.")
        after = actions.answer(opened, card, grade.value)
        print(f"Comes again on {after.due_at:%Y-%m-%d}.")
        return
    waiting = actions.waiting(opened)
    limit = len(waiting.cards) if everything or not waiting.planned else waiting.left
    if not limit:
        print(_nothing(waiting.next.due_at.date().isoformat() if waiting.next else ""))
    elif not sys.stdin.isatty():
        for one in waiting.cards[:limit]:
            print(f"{one.id:>4}  {one.front}")
    else:
        _one_by_one(opened, limit)


@app.command("list")
def list_cards(context: typer.Context, as_json: Json = False) -> None:
    """Every card, with how likely you know it now."""
    from heed.actions import cards as actions
    from heed.plain import card_json
    from heed.store import cards as rows

    opened = diet(context)
    with opened.db.read() as tx:
        kept = rows.all(tx)
    if as_json:
        return print_json([card_json(one, actions.recall(opened, one)) for one in kept])
    for one in kept:
        recall = f"{actions.recall(opened, one):.0%}"
        print(f"{one.id:>4}  {recall:>4}  due {one.due_at:%Y-%m-%d}  {one.front} / {one.back}")
    if not kept:
        print("No cards yet. Make one of what you marked: heed cards make HIGHLIGHT")


@app.command()
def make(
    context: typer.Context,
    highlight: int,
    hide: Annotated[str, typer.Option(help="The words to hide.")] = "",
    question: Annotated[str, typer.Option(help="Ask this instead of hiding words.")] = "",
    answer: Annotated[str, typer.Option(help="Its answer; else the marked words.")] = "",
) -> None:
    """Make a card of HIGHLIGHT: a gap in it, or your question."""
    from heed.actions import cards as actions

    made = actions.make(diet(context), highlight, hidden=hide, question=question, answer=answer)
    print(f"{made.id}  {made.front} / {made.back}")


@app.command()
def remove(context: typer.Context, card: int) -> None:
    """Take CARD away."""
    from heed.actions import cards as actions

    print(f"Taken away: {actions.remove(diet(context), card).front}")


@app.command()
def export(
    context: typer.Context,
    anki: Annotated[Path | None, typer.Option(help="Write an Anki package, FILE.apkg.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write notes into this folder.")] = None,
) -> None:
    """Take cards and marks elsewhere: an Anki package, or Markdown notes as Obsidian reads them."""
    from heed.actions import cardfiles

    if not anki and not markdown:
        raise BadInput("Say what to write: --anki FILE.apkg or --markdown DIR.")
    opened = diet(context)
    if anki:
        print(f"Written to {cardfiles.write_anki(opened, anki.expanduser())}")
    if markdown:
        notes = cardfiles.write_notes(opened, markdown.expanduser())
        print(f"{count(len(notes), 'note')} written to {markdown}")


def _one_by_one(opened: "Diet", limit: int) -> None:
    from heed.actions import cards as actions

    for one in actions.waiting(opened).cards[:limit]:
        began = time.monotonic()
        typer.prompt(f"\n{one.front}\n(Enter shows the answer)", default="", show_default=False)
        print(one.back)
        said = typer.prompt("1 forgotten, 2 hard, 3 known, 4 at once; q stops", default="q")
        if said not in KEYS:
            return
        after = actions.answer(opened, one.id, KEYS[said], round(time.monotonic() - began))
        print(f"Comes again on {after.due_at:%Y-%m-%d}.")
    print("\nThat is all for today.")


def _nothing(following: str) -> str:
    return f"No card is due. The next one is on {following}." if following else "No card is due."
