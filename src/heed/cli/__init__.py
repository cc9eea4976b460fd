"""The command line: every verb is one call on a Diet or an action, and then words. Decides nothing.

Heavy imports happen inside the verbs, so that `heed --help` answers at once.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from heed import __version__
from heed.cli import attending, finding, ledger, liking, models, post, value
from heed.cli.cards import app as cards_app
from heed.cli.desk import app as desk_app
from heed.cli.exchange import app as exchange_app
from heed.cli.goals import app as goals_app
from heed.cli.keeping import highlight_app, saved_app
from heed.cli.lab import app as lab_app
from heed.cli.opened import day as _day
from heed.cli.opened import diet as _diet
from heed.cli.opened import held as _held
from heed.cli.opened import item_id as _item_id
from heed.cli.opened import print_json as _print_json
from heed.cli.opened import words as _words
from heed.cli.person import app as person_app
from heed.cli.recommend import recommend
from heed.cli.settings import settings
from heed.cli.starters import starters
from heed.cli.summarise import summarise
from heed.cli.team import app as team_app
from heed.cli.told import count, print_added, print_gathered, told
from heed.cli.told import progress as progress_bar
from heed.cli.trade import app as trade_app
from heed.cli.watch import app as watch_app
from heed.cli.watch import print_alerts
from heed.cli.who import app as who_app
from heed.cli.workers import app as workers_app
from heed.errors import BadInput, HeedError

app = typer.Typer(
    help="heed: your minutes, well spent. Sources in, a finite edition out, with a price.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
rules_app = typer.Typer(help="Floors and ceilings of your diet.", no_args_is_help=True)
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
app.command()(models.translate)
app.command()(models.transcribe)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class AnswerChoice(StrEnum):
    """How many of these minutes you would spend again."""

    none = "none"
    half = "half"
    all = "all"
    more = "more"


class BoundChoice(StrEnum):
    """At least (floor) or at most (ceiling)."""

    floor = "floor"
    ceiling = "ceiling"


class ScopeChoice(StrEnum):
    """What a rule is about."""

    topic = "topic"
    source = "source"


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


# -- sources -------------------------------------------------------------------------------------


@app.command()
def init(context: typer.Context) -> None:
    """Make a home: a folder with settings and an empty library."""
    from heed.actions.home import create_home
    from heed.settings import default_home

    settings = create_home(context.obj or default_home())
    _diet(context)
    print(f"Your home is {settings.parent}. Add a source with: heed add URL")


@app.command()
def add(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="URL|FILE.opml|DIR")],
    topic: Annotated[str, typer.Option(help="File it under this topic.")] = "",
) -> None:
    """Add a feed, a page, an OPML file or a folder of texts."""
    from heed.actions import sources

    diet = _diet(context, create=True)
    began = diet.clock()
    print_added(sources.add(diet, target, topic=topic), began)


@app.command("sources")
def list_sources(context: typer.Context, as_json: Json = False) -> None:
    """List the sources and how they are doing."""
    from heed.plain import sources_json
    from heed.store import sources, visits

    diet = _diet(context)
    with diet.db.read() as tx:
        held, seen = sources.all(tx), visits.all(tx)
    if as_json:
        return _print_json(sources_json(held, seen))
    words = _words(diet)
    for source in held:
        health = words.health(source, seen.get(source.id), diet.clock())
        print(f"{source.id:>4}  {source.title or source.url}  [{source.topic or '-'}]  {health}")
    if not held:
        print("No sources yet. Add one with: heed add URL")


@app.command()
def remove(context: typer.Context, source: str) -> None:
    """Remove a source by its number, address or title."""
    from heed.actions import sources

    diet = _diet(context)
    gone = sources.remove(diet, sources.named(diet, source).id)
    print(f"Removed {gone.title or gone.url}. What you read of it stays in your ledger.")


@app.command()
def fetch(
    context: typer.Context,
    force: Annotated[bool, typer.Option(help="Ask every source, due or not.")] = False,
) -> None:
    """Ask the sources that are due, and prepare what is new."""
    diet = _diet(context)
    with progress_bar() as progress:
        gathered = diet.gather(force=force, progress=progress)
    print_gathered(gathered)
    print_alerts(diet)


# -- reading -------------------------------------------------------------------------------------


@app.command()
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
    diet = _diet(context)
    wanted = _day(day) or diet.today()
    if wanted == diet.today():
        issued = diet.edition(minutes, again=again)
    else:
        issued = diet.preview(wanted, minutes)
    words = _words(diet)
    if as_json:
        from heed.plain import edition_json

        return _print_json(edition_json(issued, words, _held(diet)))
    print(diet.publish(issued, words) if markdown else told(issued, words))


@app.command()
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

    diet = _diet(context)
    item_id = _item_id(diet, item)
    diet.read(item_id, active_s=seconds, answer=answer.value, via="cli")
    with diet.db.read() as tx:
        title = items.get(tx, item_id).title
    print(f"Noted: {answer.value} of “{title}”. Tomorrow's edition will know.")


@app.command()
def attend(
    context: typer.Context,
    text: str,
    html: Annotated[Path | None, typer.Option(help="Write a heat map of every head here.")] = None,
    layer: Annotated[int, typer.Option(help="Layer to print; -1 is the last.")] = -1,
) -> None:
    """Show which words of a text the English encoder attends to."""
    from heed.attention.picture import heads_html, text_map
    from heed.models.encoder import load_encoder

    if not text.strip():
        raise BadInput("There is no text to attend to.")
    seen = load_encoder().attend(text)
    if not -seen.weights.shape[0] <= layer < seen.weights.shape[0]:
        raise BadInput(f"There is no layer {layer}; the encoder has {seen.weights.shape[0]}.")
    print(text_map(seen.weights[layer].mean(axis=0), seen.tokens))
    if "[UNK]" in seen.tokens:
        print("[UNK] marks what the English encoder cannot read.")
    if html:
        if not html.parent.is_dir():
            raise BadInput(f"Cannot write {html}: the folder {html.parent} does not exist.")
        html.write_text(heads_html(seen.weights, seen.tokens), encoding="utf-8")
        print(f"Every head is in {html}")


# -- rules ---------------------------------------------------------------------------------------


@rules_app.command("add")
def add_rule(
    context: typer.Context, bound: BoundChoice, scope: ScopeChoice, subject: str, minutes: float
) -> None:
    """A floor or ceiling of minutes a day for a topic or a source's number."""
    from heed.actions import rules
    from heed.plain import named_rule

    diet = _diet(context)
    rule = rules.add(diet, bound.value, scope.value, subject, minutes)
    told = _words(diet).rule(named_rule(rule, _held(diet)))
    print(f"{rule.id}  {told} It holds from the next edition.")


@rules_app.command("list")
def list_rules(context: typer.Context) -> None:
    """The rules of your diet."""
    from heed.plain import named_rule
    from heed.store import rules

    diet = _diet(context)
    with diet.db.read() as tx:
        held = rules.all(tx)
    for rule in held:
        print(f"{rule.id}  {_words(diet).rule(named_rule(rule, _held(diet)))}")
    if not held:
        print("No rules. Add one with: heed rule add floor topic Science 5")


@rules_app.command("remove")
def remove_rule(context: typer.Context, rule: int) -> None:
    """Drop a rule by its number."""
    from heed.actions import rules

    rules.remove(_diet(context), rule)
    print("Dropped.")


# -- the home ------------------------------------------------------------------------------------


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
) -> None:
    """Open the pages in a browser on this machine."""
    from heed.web.serve import serve as run

    run(_diet(context, create=True), port=port)


@app.command()
def demo(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
) -> None:
    """Show heed on a sample written for it; nothing is fetched from anywhere."""
    from heed.actions import sample
    from heed.store import sources
    from heed.web.serve import serve as run

    diet = _diet(context, create=True)
    with diet.db.read() as tx:
        empty = not sources.all(tx)
    if empty:
        with progress_bar() as progress:
            sample.lay_out(diet, progress)
    run(diet, port=port)


@app.command()
def evaluate(context: typer.Context, as_json: Json = False) -> None:
    """How well heed foretells your answers, beside simpler ways; the better one ranks."""
    from heed.actions.evaluation import evaluate as look
    from heed.cli.told import evaluation
    from heed.plain import evaluation_json

    diet = _diet(context)
    found, words = look(diet), _words(diet)
    if as_json:
        return _print_json(evaluation_json(found, words))
    print(evaluation(found, words))


@app.command("export")
def export_home(context: typer.Context, file: Path) -> None:
    """Write everything to FILE (a zip), or the sources to FILE.opml."""
    from heed.actions import library

    print(f"Written to {library.export(_diet(context), file)}")


@app.command("import")
def import_home(context: typer.Context, file: Path) -> None:
    """Take in a whole export into an empty home, or an OPML file."""
    from heed.actions import library

    came = library.restore(_diet(context, create=True), file)
    print(f"{count(came, 'source')} came.")


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
