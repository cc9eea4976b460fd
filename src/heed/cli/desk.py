"""`heed desk`: a help desk from your own answers. What is typed becomes one action, then words."""

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from heed.cli.opened import day, diet, print_json
from heed.cli.told import count
from heed.errors import BadInput

if TYPE_CHECKING:
    from heed.actions.desk import Desk
    from heed.types import DeskAnswer, DeskTrained

app = typer.Typer(
    help="A help desk: it answers from your own questions and answers, or hands over.",
    no_args_is_help=True,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MOST_BYTES = 32 * 2**20
TOLD = 0.005
"""The weight from which a known message like this one is named: 1 %."""
UNREAD = (
    "Handed over to a person: the desk knows nothing in this language. "
    "Give it a file: heed desk init FAQ.csv"
)


@app.command()
def init(
    context: typer.Context,
    faq: Annotated[
        Path | None, typer.Argument(metavar="FAQ.csv|FAQ.md", help="Questions with answers.")
    ] = None,
    messages: Annotated[
        Path | None, typer.Option(help="Known messages: a CSV with text and intent.")
    ] = None,
    sample: Annotated[bool, typer.Option(help="Take a small shop's, to look around.")] = False,
) -> None:
    """Take in questions with answers, and messages whose intent you know."""
    from heed.actions import files

    if faq is None and messages is None and not sample:
        raise BadInput("Give a file of questions and answers, or --sample to look around.")
    desk = _desk(context, create=True)
    if sample:
        print(f"Taken: {count(desk.take_sample().added, 'answer')} of the sample.")
    if faq is not None:
        taken = desk.take_faq(files.body(faq, MOST_BYTES), faq.name)
        print(f"Taken: {count(taken.added, 'answer')}, {taken.changed} changed.")
    if messages is not None:
        known = desk.take_messages(files.body(messages, MOST_BYTES), messages.name)
        print(f"Taken: {count(known, 'message')}.")
    print("Train with: heed desk train")


@app.command()
def train(context: typer.Context, as_json: Json = False) -> None:
    """Learn from all of it, and say how well each known message is foretold from the others."""
    found = _desk(context).train()
    if as_json:
        from dataclasses import asdict

        return print_json(asdict(found))
    print("\n".join(_trained(found)))


@app.command()
def ask(context: typer.Context, message: list[str], as_json: Json = False) -> None:
    """Say what the desk would answer. Keeps nothing."""
    found = _desk(context).look(" ".join(message))
    if as_json:
        from heed.plain import desk_answer_json

        return print_json(desk_answer_json(found))
    print("\n".join(_told(found)))


@app.command()
def agent(
    context: typer.Context,
    name: str,
    minutes: Annotated[float, typer.Option(help="How much she takes on at a time.")] = 30,
    skills: Annotated[str, typer.Option(help="Intents she knows best, as a,b.")] = "",
    leaves: Annotated[bool, typer.Option("--leaves", help="Somebody else takes over.")] = False,
) -> None:
    """Name somebody who answers what the desk does not."""
    from heed.actions import deskwork

    desk = _desk(context)
    if leaves:
        deskwork.remove_agent(desk, deskwork.agent_named(desk, name).id)
        return print(f"{name} is no agent any more; what waited for her goes to the others.")
    made = deskwork.add_agent(desk, name, minutes, skills.split(","))
    print(f"{made.name} takes {made.offer_s / 60:g} minutes at a time.")


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
) -> None:
    """Open the customers' page and the API, and nothing of the home: agents use heed serve."""
    from heed.web.serve import serve as run

    def say(line: str) -> None:
        print(f"{line}\nCustomers: /desk/talk   programs: POST /api/desk/ask")

    run(diet(context), port=port, say=say, customers=True)


@app.command()
def report(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="From this day on, as 2026-11-20.")] = "",
    as_json: Json = False,
) -> None:
    """Say what was answered, handed over and wrong, and the minutes saved."""
    from heed.actions import deskwork

    desk = _desk(context)
    first = day(since)
    begin = datetime.combine(first, time(), desk.diet.zone) if first else None
    found = deskwork.report(desk, since=begin)
    if as_json:
        from dataclasses import asdict

        return print_json(asdict(found))
    print(
        f"{count(found.asked, 'message')}: {found.answered} answered, {found.handed} handed over, "
        f"{found.wrong} wrong. {found.waiting} waiting.\n"
        f"Saved: {found.saved_s / 60:g} minutes, at {found.each_s / 60:g} a message that stayed "
        "answered."
    )
    for one in found.intents:
        said = one.intent or "(none of the desk's)"
        print(f"  {said:30} {one.asked:>6} asked {one.handed:>6} handed over {one.wrong:>6} wrong")


def _desk(context: typer.Context, *, create: bool = False) -> "Desk":
    from heed.actions.desk import Desk

    return Desk(diet(context, create=create))


def _trained(found: "DeskTrained") -> list[str]:
    lines = [
        f"{count(found.entries, 'answer')}, {count(found.examples, 'known message')}, "
        f"{count(found.intents, 'intent')}."
    ]
    if not found.tested:
        return [*lines, "No intent has two messages, so nothing could be tested."]
    lines.append(
        f"Each known message read as if it were new: {found.right} of {found.tested} right; "
        f"{found.handed} would be handed over."
    )
    if found.error is not None:
        lines.append(f"Its confidence is off by {found.error:.3f} on average.")
    return lines


def _told(found: "DeskAnswer") -> list[str]:
    from heed.plain import evidence

    sure = f"{found.intent or 'none'}, {found.confidence:.0%} sure"
    like = [f"    like: {one.text} ({one.weight:.0%})" for one in found.likes if one.weight >= TOLD]
    if not found.sure:
        return [UNREAD]
    if found.entry is None or found.passage is None:
        return [f"Handed over to a person ({sure}; {found.sure:.0%} is needed).", *like]
    heaviest: Any = sorted(evidence(found.passage), key=lambda part: -part.weight)[:6]
    words = ", ".join(f"{part.found} {part.weight:.0%}" for part in heaviest)
    return [
        found.entry.answer,
        f"    {found.entry.question} · {sure}",
        f"    matched: {words or 'by its meaning'}",
        *like,
    ]
