"""`heed goal`: what you want to grow in, and how it goes. Decides nothing."""

from typing import Annotated

import typer

from heed.cli.opened import diet, print_json, words

app = typer.Typer(help="What you want to grow in.", no_args_is_help=True)


@app.command()
def add(
    context: typer.Context,
    topic: str,
    minutes: Annotated[float, typer.Argument(help="Minutes a week.")],
    answer: Annotated[
        list[str] | None, typer.Option(help="A question you want to be able to answer.")
    ] = None,
) -> None:
    """At least so many minutes of TOPIC a week; another goal of the topic is replaced."""
    from heed.actions import goals

    opened = diet(context)
    made = goals.add(opened, topic, minutes, answer or ())
    weekly = words(opened).minutes(made.weekly_s)
    print(f"{made.id}  {made.topic}: {weekly} a week. It holds from the next edition.")


@app.command("list")
def list_goals(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """Your goals and how they go."""
    from heed.actions import goals
    from heed.plain import growth_json

    opened = diet(context)
    grown, said = goals.growing(opened), words(opened)
    if as_json:
        return print_json([growth_json(one) for one in grown])
    for one in grown:
        week, wanted = said.minutes(one.week_s), said.minutes(one.goal.weekly_s)
        print(f"{one.goal.id}  {one.goal.topic}: {week} of {wanted} in the last seven days")
        print(f"   cards you know: {one.known} of {one.cards}")
        for question in one.goal.questions:
            print(f"   {question}")
    if not grown:
        print("No goals. Set one with: heed goal add Science 30 --answer 'Why is the sky blue?'")


@app.command()
def remove(context: typer.Context, goal: int) -> None:
    """Take GOAL back by its number."""
    from heed.actions import goals

    goals.remove(diet(context), goal)
    print("Taken back. What you learned stays.")
