"""`heed edition`, `verdict`, `evaluate`: the day's edition, what you say of it. Decides nothing."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from heed.cli.opened import day as day_typed
from heed.cli.opened import diet, held, item_id, print_json, words
from heed.cli.told import told
from heed.errors import BadInput

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class AnswerChoice(StrEnum):
    """How many of these minutes you would spend again."""

    none = "none"
    half = "half"
    all = "all"
    more = "more"


def edition(
    context: typer.Context,
    minutes: Annotated[float | None, typer.Option(min=1, max=1440, help="Minutes to fill.")] = None,
    day: Annotated[str | None, typer.Option("--date", help="Another day, as 2026-11-20.")] = None,
    as_json: Json = False,
    markdown: Annotated[bool, typer.Option(help="Print Markdown.")] = False,
    again: Annotated[
        bool, typer.Option(help="Make today's anew; only while none of it was read.")
    ] = False,
) -> None:
    """Today's edition: what your minutes buy, and what was left out. Another day is a preview."""
    if as_json and markdown:
        raise BadInput("One edition is printed one way: give --json or --markdown, not both.")
    opened = diet(context)
    wanted = day_typed(day) or opened.today()
    if wanted == opened.today():
        issued = opened.edition(minutes, again=again)
    else:
        issued = opened.preview(wanted, minutes)
    said = words(opened)
    if as_json:
        from heed.plain import edition_json

        return print_json(edition_json(issued, said, held(opened)))
    print(opened.publish(issued, said) if markdown else told(issued, said))


def verdict(
    context: typer.Context,
    item: Annotated[str, typer.Argument(help="The item's id, or its number in today's edition.")],
    answer: AnswerChoice,
    seconds: Annotated[
        int | None, typer.Option(min=0, help="How long you read, if you timed it.")
    ] = None,
) -> None:
    """Say how many of these minutes you would spend again."""
    from heed.store import items

    opened = diet(context)
    number = item_id(opened, item)
    opened.read(number, active_s=seconds, answer=answer.value, via="cli")
    with opened.db.read() as tx:
        title = items.get(tx, number).title
    print(f"Noted: {answer.value} of “{title}”. Tomorrow's edition will know.")


def evaluate(
    context: typer.Context,
    learned: Annotated[
        Path | None,
        typer.Option(help="Weights of `heed lab residual --save`, which take part from now on."),
    ] = None,
    without_learned: Annotated[bool, typer.Option(help="Forget such weights.")] = False,
    as_json: Json = False,
) -> None:
    """How well heed foretells your answers, beside simpler ways; the better one ranks."""
    from heed.actions import files
    from heed.actions.evaluation import drop, take
    from heed.actions.evaluation import evaluate as look
    from heed.cli.told import evaluation
    from heed.plain import evaluation_json

    opened = diet(context)
    if learned:
        take(opened, files.body(learned))
    elif without_learned:
        drop(opened)
    found, said = look(opened), words(opened)
    if as_json:
        return print_json(evaluation_json(found, said))
    if learned:
        print("Taken: it makes editions where your own answers prove it better.")
    print(evaluation(found, said))
