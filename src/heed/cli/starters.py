"""`heed starters`: public feeds to begin with."""

from typing import Annotated

import typer

from heed.cli.opened import diet as _diet


def starters(
    context: typer.Context,
    topics: Annotated[
        list[str] | None, typer.Argument(help="Subscribe to these; without any, they are listed.")
    ] = None,
) -> None:
    """Public feeds to begin with, by topic: heed starters Science World"""
    from heed.actions import starters as actions

    if not topics:
        for one in actions.starters():
            print(f"{one.name}: {', '.join(feed.title for feed in one.feeds)}")
        print("Begin with: heed starters TOPIC …")
        return
    made = actions.begin(_diet(context, create=True), topics)
    print(f"{len(made)} sources were added. Fetch them with: heed fetch")
