"""`heed search` and `heed ask`: what is typed becomes one action, and then words."""

from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import day, diet, held, print_json
from heed.errors import BadInput

if TYPE_CHECKING:
    from heed.diet import Diet
    from heed.store import Sieve
    from heed.types import Finding, Source

NOTHING_YET = "Nothing is here to read yet. Add a source (heed add URL) and heed fetch."
SHOWN_WORDS = 6
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class TouchedChoice(StrEnum):
    """What you did with a piece before; worth: you would spend all of its minutes again."""

    read = "read"
    unread = "unread"
    worth = "worth"


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument()],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    source: Annotated[str, typer.Option(help="Of this source: number, address, title.")] = "",
    language: Annotated[str, typer.Option(help="In this language: en, zh.")] = "",
    since: Annotated[str, typer.Option(help="Published since this day, as 2026-11-20.")] = "",
    only: Annotated[TouchedChoice | None, typer.Option(help="What you did with it.")] = None,
    as_json: Json = False,
) -> None:
    """Find pieces by their words and their meaning, Chinese ones too."""
    from heed.actions import search as action
    from heed.plain import finding_json

    opened = diet(context)
    sieve = _sieve(opened, source, language, since, only)
    found = action.search(opened, " ".join(words), sieve, limit=limit)
    if as_json:
        return print_json([finding_json(one, held(opened)) for one in found])
    for one in found:
        print(f"{one.item.id}  {one.item.published_at:%Y-%m-%d}  {one.item.title}")
        if one.passage.text != one.item.title:
            print(f"      {one.passage.text}")
    if not found:
        print(_nothing(opened, "Nothing found."))


def ask(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument()],
    after: Annotated[str, typer.Option(help="The question this one follows up.")] = "",
    as_json: Json = False,
) -> None:
    """Answer a question with sentences of your own library, or say that it is not there."""
    from heed.actions import search as action
    from heed.actions.phrase import phrase
    from heed.plain import reply_json

    opened = diet(context)
    reply = action.ask(opened, " ".join(question), before=after)
    phrased = phrase(opened, reply)
    if as_json:
        return print_json(reply_json(reply, held(opened), phrased))
    if phrased.sent:
        told = phrased.text or f"Not phrased: {phrased.why_not}"
        print(f"{told}\n")
    for n, one in enumerate(reply.findings, 1):
        print(f"[{n}] " if phrased.text else "", end="")
        print("\n".join(_told(one, held(opened))))
    if not reply.findings:
        print(_nothing(opened, "I don't find it in what you keep."))


def _told(one: "Finding", sources: "dict[int, Source]") -> list[str]:
    from heed.plain import evidence

    source = sources.get(one.item.source_id)
    heaviest = sorted(evidence(one.passage), key=lambda part: -part.weight)[:SHOWN_WORDS]
    matched = ", ".join(
        f"{part.found}{f' for {part.asked}' if part.asked else ''} {part.weight:.0%}"
        for part in heaviest
    )
    return [
        one.passage.text,
        f"    {source.title if source else 'removed'} · {one.item.published_at:%Y-%m-%d} · "
        f"{one.item.title} · {one.item.id}",
        f"    matched: {matched or 'by its meaning'}",
    ]


def _sieve(
    opened: "Diet", source: str, language: str, since: str, only: TouchedChoice | None
) -> "Sieve":
    from heed.actions import sources
    from heed.store import Sieve

    if language and not language.replace("-", "").isalnum():
        raise BadInput(f"{language} is not a language; write it as en or zh.")
    first = day(since)
    return Sieve(
        source_id=sources.named(opened, source).id if source else None,
        language=language,
        since=datetime.combine(first, time(), opened.zone) if first else None,
        touched=only.value if only else "",
    )


def _nothing(opened: "Diet", otherwise: str) -> str:
    from heed.store import items

    with opened.db.read() as tx:
        return otherwise if items.count(tx) else NOTHING_YET
