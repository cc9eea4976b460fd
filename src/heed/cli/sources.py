"""`heed add`, `sources`, `remove`, `fetch`: what comes in. Decides nothing."""

from typing import Annotated

import typer

from heed.cli.opened import diet, print_json, words
from heed.cli.told import print_added, print_gathered
from heed.cli.told import progress as progress_bar
from heed.cli.watch import print_alerts

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def add(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="URL|FILE.opml|DIR")],
    topic: Annotated[str, typer.Option(help="File it under this topic.")] = "",
) -> None:
    """Add a feed, a page, an OPML file or a folder of texts."""
    from heed.actions import sources

    opened = diet(context, create=True)
    began = opened.clock()
    print_added(sources.add(opened, target, topic=topic), began)


def list_sources(context: typer.Context, as_json: Json = False) -> None:
    """List the sources and how they are doing."""
    from heed.plain import sources_json
    from heed.store import sources, visits

    opened = diet(context)
    with opened.db.read() as tx:
        held, seen = sources.all(tx), visits.all(tx)
    if as_json:
        return print_json(sources_json(held, seen))
    said = words(opened)
    for source in held:
        health = said.health(source, seen.get(source.id), opened.clock())
        print(f"{source.id:>4}  {source.title or source.url}  [{source.topic or '-'}]  {health}")
    if not held:
        print("No sources yet. Add one with: heed add URL")


def remove(context: typer.Context, source: str) -> None:
    """Remove a source by its number, address or title."""
    from heed.actions import sources

    opened = diet(context)
    gone = sources.remove(opened, sources.named(opened, source).id)
    print(f"Removed {gone.title or gone.url}. What you read of it stays in your ledger.")


def fetch(
    context: typer.Context,
    force: Annotated[bool, typer.Option(help="Ask every source, due or not.")] = False,
) -> None:
    """Ask the sources that are due, and prepare what is new."""
    opened = diet(context)
    with progress_bar() as progress:
        gathered = opened.gather(force=force, progress=progress)
    print_gathered(gathered)
    print_alerts(opened)
