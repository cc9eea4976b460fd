"""`heed workers`: what work costs this machine, who holds which share, and doing what waits."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import print_json
from heed.cli.told import count
from heed.cli.told import progress as progress_bar

if TYPE_CHECKING:
    from heed.types import Job, WorkKind

app = typer.Typer(help="What work costs this machine, and whose turn it is.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_STEPS: "dict[WorkKind, str]" = {
    "text": "full text",
    "encode": "vector",
    "summary": "summary",
    "fit": "refit",
}
Tenant = Annotated[str, typer.Option(help="Whose work it is.")]


@app.callback(invoke_without_command=True)
def overview(context: typer.Context, as_json: Json = False) -> None:
    """Kinds of work, their shares, the CPU-seconds of the last week and what one is worth."""
    if context.invoked_subcommand is not None:
        return
    from heed.actions import compute

    found = compute.overview(open_diet(context))
    if as_json:
        from heed.plain import compute_json

        return print_json(compute_json(found))
    print(f"{'kind':<10}{'for':<14}{'part':>6}{'CPU-s':>10}{'wall s':>10}{'MB':>7}{'waits':>7}")
    for one in found.flows:
        print(
            f"{one.kind:<10}{one.tenant:<14}{one.part:>6.0%}{one.cpu_s:>10.2f}{one.wall_s:>10.2f}"
            f"{one.peak_mb:>7.0f}{one.waits:>7}"
        )
    if not found.flows:
        print("Nothing was metered in the last week. Fetch something with: heed fetch")
    priced = [one for one in found.prices if one.price is not None]
    for price in priced:
        print(f"A CPU-second of {price.kind} is worth {price.price:.2f} of an average one.")


@app.command()
def share(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="KIND")],
    value: Annotated[float, typer.Argument(metavar="SHARE")],
    tenant: Annotated[bool, typer.Option("--tenant", help="KIND names a tenant.")] = False,
) -> None:
    """Give a kind of work, or a tenant, its share; it counts against what the others have."""
    from heed.actions import compute

    made = compute.share(open_diet(context), name, value, tenant=tenant)
    print(f"The {made.of} {made.name} now holds {made.share:g}; one that was never set holds 1.")


@app.command()
def queue(
    context: typer.Context,
    kind: str,
    subject: Annotated[str, typer.Argument(help="What it is about, where the kind asks.")] = "",
    tenant: Tenant = "home",
) -> None:
    """Let work wait for its turn."""
    from heed.actions import compute

    job = compute.queue(open_diet(context), kind, tenant=tenant, subject=subject)
    print(f"{job.id}  {job.kind} for {job.tenant} waits. Do what waits with: heed workers run")


@app.command()
def run(
    context: typer.Context,
    seconds: Annotated[float, typer.Option(min=0.001, help="CPU-seconds to spend.")] = 600,
) -> None:
    """Do what waits, by turns, until nothing does or the CPU-seconds are spent."""
    from heed.actions import compute

    def told(job: "Job", cpu_s: float, trouble: str) -> None:
        print(f"{job.id}  {job.kind} for {job.tenant}: {trouble or f'{cpu_s:.2f} CPU-s'}")

    spent_s = compute.run(open_diet(context), budget_s=seconds, done=told)
    print(f"{spent_s:.2f} CPU-seconds spent.")


@app.command()
def cascade(
    context: typer.Context,
    seconds: Annotated[float, typer.Argument(min=0.001, metavar="CPU-SECONDS")],
    do: Annotated[bool, typer.Option("--do", help="Carry it out.")] = False,
) -> None:
    """Which full texts, vectors, summaries and refit are worth most within so many CPU-seconds."""
    from heed.actions import cascade as actions

    diet = open_diet(context)
    found = actions.plan(diet, seconds)
    taken = Counter(step.kind for step in found.taken)
    told = [count(taken[kind], name) for kind, name in _STEPS.items()]
    print(
        f"{', '.join(told)}, about {found.cpu_s:.2f} CPU-seconds; one more would be worth "
        f"{found.price:.2f} minutes."
    )
    if do:
        with progress_bar() as progress:
            actions.carry_out(diet, found, progress)
        print("Done.")
