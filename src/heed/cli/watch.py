"""`heed watch`: what you keep an eye on. Every verb is one action, and then words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet, print_json, words
from heed.cli.told import count

if TYPE_CHECKING:
    from heed.diet import Diet
    from heed.types import Sighting, Watch, WatchReport
    from heed.wording import Words

app = typer.Typer(
    help="Keep an eye on words, companies or subjects: tone, surges.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
NONE = "No watches. Add one with: heed watch add Chips --word semiconductor"
FEW_DAYS = "Too few days are known to say what is usual."
SHOWN = 5


@app.command()
def add(
    context: typer.Context,
    name: str,
    word: Annotated[list[str] | None, typer.Option(help="A word to look for.")] = None,
    entity: Annotated[
        list[str] | None, typer.Option(help="Whom it is about: 'Arvo = ARV, Arvo Corp'.")
    ] = None,
    example: Annotated[
        list[str] | None, typer.Option(help="A sentence; pieces close to it in meaning.")
    ] = None,
    urgent: Annotated[bool, typer.Option(help="May alert between two editions.")] = False,
    as_json: Json = False,
) -> None:
    """Watch for words, entities and what example sentences are about; give any as often as needed.

    It speaks up after a fetch, at most once a day unless urgent, when today is out of the ordinary.
    """
    from heed.actions import watches
    from heed.plain import watch_json

    made = watches.add(
        diet(context),
        name,
        words=word or (),
        examples=example or (),
        entities=[watches.entity(one) for one in entity or ()],
        urgent=urgent,
    )
    if as_json:
        return print_json(watch_json(made))
    print(f"{made.id}  {made.name} is watched. See how it stands: heed watch report {made.id}")


@app.command("list")
def show(context: typer.Context, as_json: Json = False) -> None:
    """The watches and what each looks for."""
    from heed.plain import watch_json
    from heed.store import watches

    with diet(context).db.read() as tx:
        kept = watches.all(tx)
    if as_json:
        return print_json([watch_json(one) for one in kept])
    for one in kept:
        marks = "".join(f" [{mark}]" for mark in ("urgent", "muted") if getattr(one, mark))
        print(f"{one.id:>4}  {one.name}{marks}  {_looked_for(one)}")
    if not kept:
        print(NONE)


@app.command()
def remove(context: typer.Context, watch: str) -> None:
    """Forget a watch, by its number or name, and its alerts."""
    from heed.actions import watches

    opened = diet(context)
    gone = watches.remove(opened, watches.named(opened, watch).id)
    print(f"{gone.name} is no longer watched.")


@app.command()
def mute(
    context: typer.Context,
    watch: str,
    off: Annotated[bool, typer.Option("--off", help="Let it speak again.")] = False,
) -> None:
    """Let a watch be silent; it is still there to be asked."""
    from heed.actions import watches

    opened = diet(context)
    one = watches.mute(opened, watches.named(opened, watch).id, not off)
    print(f"{one.name} is silent." if one.muted else f"{one.name} may speak again.")


@app.command()
def report(
    context: typer.Context,
    watch: Annotated[str, typer.Argument(help="Its number or name; none: every watch.")] = "",
    as_json: Json = False,
) -> None:
    """How the last day compares with the days before it, and the words that say so."""
    from heed.actions import watches
    from heed.plain import report_json

    opened = diet(context)
    made = watches.reports(opened, _asked(opened, watch))
    if as_json:
        return print_json([report_json(one) for one in made])
    for one in made:
        print(_told(one, words(opened)))
    if not made:
        print(NONE)


@app.command()
def backtest(context: typer.Context, watch: str, as_json: Json = False) -> None:
    """What would have alerted in the last month."""
    from heed.actions import watches
    from heed.plain import alert_json

    opened = diet(context)
    one = watches.named(opened, watch)
    found = watches.backtest(opened, one)
    if as_json:
        return print_json([alert_json(alert) for alert in found])
    said = words(opened)
    for alert in found:
        print(f"{said.short_date(alert.day)}  {said.signals(alert.signals)}")
        print("\n".join(_pieces(alert.evidence, said)))
    days = watches.BACKTEST_DAYS
    print(f"{one.name}: {count(len(found), 'alert')} in the last {days} days.")


def print_alerts(opened: "Diet") -> None:
    """Ask the watches after a gathering, and say what they speak up about."""
    from heed.actions import alerts
    from heed.store import watches

    found, troubles = alerts.speak(opened)
    said = words(opened)
    with opened.db.read() as tx:
        names = {one.id: one.name for one in watches.all(tx)}
    for alert in found:
        print(f"{said.alert_title(names[alert.watch_id], alert)}\n{said.alert_text(alert)}")
    for trouble in troubles:
        print(f"An alert did not leave: {said.told(trouble)}")


def _asked(opened: "Diet", text: str) -> "list[Watch]":
    from heed.actions import watches as actions
    from heed.store import watches

    if text:
        return [actions.named(opened, text)]
    with opened.db.read() as tx:
        return watches.all(tx)


def _looked_for(watch: "Watch") -> str:
    names = [" = ".join([one.name, *one.aliases]) for one in watch.entities]
    return " · ".join([*names, *watch.words, *(f"“{one}”" for one in watch.examples)])


def _told(report: "WatchReport", said: "Words") -> str:
    head = said.signals(report.signals) if report.signals else FEW_DAYS
    shown = report.seen[:SHOWN]
    lines = [f"{report.watch.name}: {head}", *_pieces(shown, said), *said.tone_limits(shown)]
    return "\n".join(lines)


def _pieces(seen: "Sequence[Sighting]", said: "Words") -> list[str]:
    lines = []
    for one in seen:
        lines.append(f"  {one.item_id}  {one.text.partition(chr(10))[0]}")
        lines += [f"      {said.tone_told(tone)}" for tone in one.tones if tone.cues]
    return lines
