"""`heed init`, `serve`, `demo`, `export`, `import`: a home made, shown, taken along. No rules."""

from pathlib import Path
from typing import Annotated

import typer

from heed.cli.opened import diet
from heed.cli.told import count
from heed.cli.told import progress as progress_bar


def init(context: typer.Context) -> None:
    """Make a home: a folder with settings and an empty library."""
    from heed.actions.home import create_home
    from heed.settings import default_home

    settings = create_home(context.obj or default_home())
    diet(context)
    print(f"Your home is {settings.parent}. Add a source with: heed add URL")


def serve(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
) -> None:
    """Open the pages in a browser on this machine."""
    from heed.web.serve import serve as run

    run(diet(context, create=True), port=port)


def demo(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
) -> None:
    """Show heed on a sample written for it; nothing is fetched from anywhere."""
    from heed.actions import sample
    from heed.store import sources
    from heed.web.serve import serve as run

    opened = diet(context, create=True)
    with opened.db.read() as tx:
        empty = not sources.all(tx)
    if empty:
        with progress_bar() as progress:
            sample.lay_out(opened, progress)
    run(opened, port=port)


def export(context: typer.Context, file: Path) -> None:
    """Write everything to FILE (a zip), or the sources to FILE.opml."""
    from heed.actions import library

    print(f"Written to {library.export(diet(context), file)}")


def take_in(context: typer.Context, file: Path) -> None:
    """Take in a whole export into an empty home, or an OPML file."""
    from heed.actions import library

    came = library.restore(diet(context, create=True), file)
    print(f"{count(came, 'source')} came.")
