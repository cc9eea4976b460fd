"""`heed rule`: floors and ceilings of your diet. Decides nothing."""

from enum import StrEnum

import typer

from heed.cli.opened import diet, held, words

app = typer.Typer(help="Floors and ceilings of your diet.", no_args_is_help=True)


class BoundChoice(StrEnum):
    """At least (floor) or at most (ceiling)."""

    floor = "floor"
    ceiling = "ceiling"


class ScopeChoice(StrEnum):
    """What a rule is about."""

    topic = "topic"
    source = "source"


@app.command("add")
def add(
    context: typer.Context, bound: BoundChoice, scope: ScopeChoice, subject: str, minutes: float
) -> None:
    """A floor or ceiling of minutes a day for a topic or a source's number."""
    from heed.actions import rules
    from heed.plain import named_rule

    opened = diet(context)
    rule = rules.add(opened, bound.value, scope.value, subject, minutes)
    told = words(opened).rule(named_rule(rule, held(opened)))
    print(f"{rule.id}  {told} It holds from the next edition.")


@app.command("list")
def list_rules(context: typer.Context) -> None:
    """The rules of your diet."""
    from heed.plain import named_rule
    from heed.store import rules

    opened = diet(context)
    with opened.db.read() as tx:
        declared = rules.all(tx)
    for rule in declared:
        print(f"{rule.id}  {words(opened).rule(named_rule(rule, held(opened)))}")
    if not declared:
        print("No rules. Add one with: heed rule add floor topic Science 5")


@app.command("remove")
def remove(context: typer.Context, rule: int) -> None:
    """Drop a rule by its number."""
    from heed.actions import rules

    rules.remove(diet(context), rule)
    print("Dropped.")
