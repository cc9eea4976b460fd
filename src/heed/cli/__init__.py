"""The command line: every verb is one call on a Diet or an action, and then words. Decides nothing.

The verbs are in the files beside this one, by subject; here they are put together. Heavy imports
happen inside the verbs, so that `heed --help` answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from heed import __version__
from heed.cli import (
    attending,
    attention,
    finding,
    home,
    ledger,
    liking,
    models,
    post,
    reading,
    sources,
    value,
)
from heed.cli.cards import app as cards_app
from heed.cli.desk import app as desk_app
from heed.cli.exchange import app as exchange_app
from heed.cli.goals import app as goals_app
from heed.cli.keeping import highlight_app, saved_app
from heed.cli.lab import app as lab_app
from heed.cli.person import app as person_app
from heed.cli.recommend import recommend
from heed.cli.rules import app as rules_app
from heed.cli.settings import settings
from heed.cli.shelves import Shelved
from heed.cli.since import since
from heed.cli.starters import starters
from heed.cli.summarise import summarise
from heed.cli.team import app as team_app
from heed.cli.trade import app as trade_app
from heed.cli.watch import app as watch_app
from heed.cli.who import app as who_app
from heed.cli.workers import app as workers_app
from heed.errors import HeedError

app = typer.Typer(
    cls=Shelved,
    help="heed: your minutes, well spent. Sources in, a finite edition out, with a price.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(rules_app, name="rule")
app.add_typer(lab_app, name="lab")
app.add_typer(who_app, name="who")
app.command()(finding.search)
app.command()(finding.ask)
app.add_typer(team_app, name="team")
app.add_typer(person_app, name="person")
app.command()(settings)
app.command()(starters)
app.add_typer(watch_app, name="watch")
app.add_typer(workers_app, name="workers")
app.add_typer(exchange_app, name="exchange")
app.add_typer(desk_app, name="desk")
app.command()(liking.stars)
app.command()(liking.seeds)
app.add_typer(highlight_app, name="highlight")
app.add_typer(saved_app, name="saved")
app.add_typer(cards_app, name="cards")
app.add_typer(goals_app, name="goal")
app.command()(post.send)
app.command()(post.letter)
app.command()(attending.focus)
app.command()(attending.check)
app.command()(attending.diet)
app.command()(ledger.ledger)
app.command()(value.value)
app.add_typer(trade_app, name="trade")
app.command()(recommend)
app.command()(summarise)
app.command()(since)
app.command()(models.translate)
app.command()(models.transcribe)
app.command()(home.init)
app.command()(sources.add)
app.command("sources")(sources.list_sources)
app.command()(sources.remove)
app.command()(sources.fetch)
app.command()(reading.edition)
app.command()(reading.verdict)
app.command()(attention.attend)
app.command()(home.serve)
app.command()(home.demo)
app.command()(reading.evaluate)
app.command()(home.export)
app.command("import")(home.take_in)


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(envvar="HEED_HOME", help="Folder that holds everything.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Options every verb has."""
    if version:
        print(f"heed {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
    context.obj = home.expanduser() if home else None


def main() -> NoReturn:
    """Run the command line; every known error is one sentence on stderr and exit status 1."""
    try:
        app(standalone_mode=False)
    except HeedError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped. Nothing is lost.", file=sys.stderr)
        sys.exit(130)
    except typer.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        # typer without standalone mode raises click's own usage errors for us to show.
        show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
        if show is None or code is None:
            raise
        show()
        sys.exit(code)
    sys.exit(0)
