"""`heed lab`: what attention buys, and what rewards lead to. Trains nothing itself."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heed.errors import BadInput

if TYPE_CHECKING:
    from heed.lab.report import Result
    from heed.lab.task import Application

app = typer.Typer(help="What does attention buy? Train it with and without.", no_args_is_help=True)

Out = Annotated[Path, typer.Option(help="Folder that keeps finished runs.")]
OUT = Path("lab-results")
LOGGERS = ("tensorboard", "wandb")


@app.command("list")
def show() -> None:
    """The applications and what each asks."""
    from heed.lab.applications import everything

    _need_torch()
    for name, one in everything().items():
        print(f"{name:<10} {one.asks}")


@app.command("run")
def run_one(
    name: str,
    small: Annotated[
        bool, typer.Option("--small", help="A tiny set made here, in seconds.")
    ] = False,
    seeds: Annotated[int, typer.Option(min=1, max=100)] = 3,
    out: Out = OUT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    test: Annotated[Path | None, typer.Option(help="Test on this file of the same format.")] = None,
    logger: Annotated[str, typer.Option(help="Curves of training: tensorboard, wandb.")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that train a net.")] = 1,
) -> None:
    """Train an application's nets and say what attention bought. Finished runs are not repeated."""
    from heed.lab.report import Result, markdown
    from heed.lab.run import run
    from heed.lab.task import How

    one = _application(name)
    if test:
        _need_reading(one)
    _need_logger(logger)
    made = run(
        one,
        data=None if small else _data(one.folder),
        seeds=1 if small else seeds,
        folder=out,
        told=_tell,
        test=test,
        how=How(workers, logger, out / "logs"),
    )
    if as_json:
        told = [{k: v for k, v in asdict(r).items() if k != "pictures"} for r in made]
        print(json.dumps(told, indent=2))
    else:
        print(markdown([Result(one, tuple(made))]), end="")


@app.command()
def report(
    out: Out = OUT,
    html: Annotated[Path | None, typer.Option(help="Write the page here.")] = None,
    bundle: Annotated[
        Path | None, typer.Option(help="Write the web page's numbers, and pictures of tiny sets.")
    ] = None,
    small: Annotated[bool, typer.Option("--small", help="Of the tiny sets.")] = False,
) -> None:
    """Every finished application as a table; with --html as a page that opens offline."""
    from heed.lab.report import markdown, page

    found = _results(out, "small" if small else "full")
    if not found:
        raise BadInput(f"There are no finished runs in {out}. Make some with: heed lab run NAME")
    print(markdown(found), end="")
    if html:
        _write(html, page(found))
        print(f"The page is in {html}", file=sys.stderr)
    if bundle:
        from heed.lab.bundle import bundle as numbers

        told = numbers(found, day=date.today(), tiny=_results(out, "small"))
        _write(bundle, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


@app.command()
def simulate(
    seeds: Annotated[int, typer.Option(min=1, max=100)] = 5,
    days: Annotated[int, typer.Option(min=1, max=3650)] = 90,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Made-up readers under rankings that learn worth, clicks or minutes; needs no torch."""
    from heed.lab import outcome
    from heed.lab.simulate import simulate as lived

    courses = lived(seeds=seeds, days=days)
    if as_json:
        sums = [asdict(one) | {"rate": one.rate} for one in outcome.totals(courses)]
        gained = [asdict(one) for one in outcome.gains(courses)]
        told = {"seeds": seeds, "days": days, "totals": sums, "gains": gained}
        print(json.dumps(told, indent=2))
    else:
        print(outcome.told(courses), end="")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"Cannot write {path}: {error.strerror}.") from error


def _results(out: Path, size: str) -> "list[Result]":
    from heed.lab.applications import everything
    from heed.lab.report import Result
    from heed.lab.run import read

    _need_torch()
    found = (Result(one, tuple(read(out, name, size))) for name, one in everything().items())
    return [one for one in found if one.complete]


def _application(name: str) -> "Application":
    from heed.lab.applications import NAMES, find

    _need_torch()
    if name not in NAMES:
        raise BadInput(f"There is no application {name}; choose one of {', '.join(NAMES)}.")
    return find(name)


def _data(folder: str) -> Path:
    """The folder HEED_DATA names, with what the application needs in it."""
    named = os.environ.get("HEED_DATA")
    if not named:
        raise BadInput("HEED_DATA names no folder of real data; set it, or try --small.")
    if not (Path(named) / folder).is_dir():
        raise BadInput(f"{named} holds no {folder}; docs/lab.md says where it comes from.")
    return Path(named)


def _need_torch() -> None:
    needed = ("torch", "sklearn", "matplotlib", "sacrebleu")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise BadInput(
            f"The lab needs {', '.join(missing)}; install it with: pip install 'heed-reader[lab]'"
        )


def _need_reading(one: "Application") -> None:
    from heed.lab.applications import everything

    if one.read is None:
        others = ", ".join(name for name, other in everything().items() if other.read)
        raise BadInput(f"{one.name} reads no other file to be tested on; these do: {others}.")


def _need_logger(kind: str) -> None:
    if kind and kind not in LOGGERS:
        raise BadInput(f"There is no logger {kind}; choose one of {', '.join(LOGGERS)}.")
    if kind and find_spec(kind) is None:
        raise BadInput(f"The logger {kind} is not installed; install it with: pip install {kind}")


def _tell(step: str) -> None:
    print(step, file=sys.stderr)


Small = Annotated[bool, typer.Option("--small", help="A tiny set made here, in seconds.")]
Seeds = Annotated[int, typer.Option(min=1, max=100)]


@app.command()
def explain(name: str, small: Small = False, seeds: Seeds = 3) -> None:
    """Do the weights say what decided? Parts are taken away by them, by gradients, by chance."""
    _need_torch()
    from heed.lab import explaining

    one, data = _asked(name, tuple(explaining.PARTS), small)
    found = explaining.explain(one, data=data, seeds=1 if small else seeds, told=_tell)
    print(explaining.told(found, name), end="")


@app.command()
def stress(
    name: str,
    small: Small = False,
    seeds: Seeds = 3,
    only: Annotated[list[str] | None, typer.Option(help="A subject; may be repeated.")] = None,
    test: Annotated[Path | None, typer.Option(help="Another file, for the shifted.")] = None,
) -> None:
    """What is left with and without attention when data, labels or the net are not as they were."""
    _need_torch()
    from heed.lab import stress as stressing

    one, data = _asked(name, stressing.NAMES, small)
    for subject in only or ():
        if subject not in stressing.SUBJECTS:
            known = ", ".join(stressing.SUBJECTS)
            raise BadInput(f"There is no stress of {subject}; choose one of {known}.")
    found = stressing.stress(
        one,
        data=data,
        seeds=1 if small else seeds,
        told=_tell,
        only=only or stressing.SUBJECTS,
        test=test,
    )
    print(stressing.told(found, name), end="")


def _asked(name: str, names: tuple[str, ...], small: bool) -> "tuple[Application, Path | None]":
    """The application, at its tiny set's plan where that is wanted, and the folder of its data."""
    if name not in names:
        raise BadInput(f"{name} cannot be asked for here; choose one of {', '.join(names)}.")
    one = _application(name)
    if small:
        return replace(one, plan=one.small), None
    return one, _data(one.folder)


class DataSet(StrEnum):
    """Which readers: of papers (their answers as they are, or shuffled), reviewers, or of news."""

    citeulike = "citeulike"
    gold = "gold"
    nemig = "nemig"
    permuted = "permuted"
    hackernews = "hackernews"


@app.command()
def recommend(
    known: Annotated[list[int] | None, typer.Option(min=1, help="Saved papers known.")] = None,
    readers: Annotated[int, typer.Option(min=2)] = 200,
    seeds: Annotated[int, typer.Option(min=1, max=100)] = 3,
    vectors: Annotated[Path | None, typer.Option(help="A file that keeps them.")] = None,
    data_set: Annotated[DataSet, typer.Option(help="Which readers.")] = DataSet.citeulike,
) -> None:
    """The reader model beside simpler ways: new papers, reviewers' own ratings, and two nulls."""
    for line in _recommended(data_set, known or [5, 20, 50], readers, seeds, vectors):
        print(line, flush=True)


def _recommended(
    data_set: DataSet, known: list[int], readers: int, seeds: int, vectors: Path | None
) -> Iterator[str]:
    from heed.lab import gold, nemig, recommending, replay

    if data_set is DataSet.hackernews:
        return replay.lines(_data("stream_hackernews") / "stream_hackernews", seeds=seeds)
    if data_set is DataSet.gold:
        return gold.lines(_data("rank_goldstandard") / "rank_goldstandard", vectors=vectors)
    if data_set is DataSet.nemig:
        folder = _data("rank_nemig") / "rank_nemig"
        return nemig.lines(folder, many=readers, vectors=vectors)
    return recommending.lines(
        _data("rank_citeulike") / "rank_citeulike",
        known=known,
        many=readers,
        seeds=seeds,
        vectors=vectors,
        permuted=data_set is DataSet.permuted,
    )


@app.command()
def sureness(
    seeds: Annotated[int, typer.Option(min=1, max=100)] = 5,
    days: Annotated[int, typer.Option(min=20, max=3650)] = 40,
) -> None:
    """Do intervals hold what they should, on made-up readers; needs no torch."""
    from heed.lab.sureness import lines

    for line in lines(seeds=seeds, days=days):
        print(line, flush=True)


@app.command()
def policy(
    seeds: Annotated[int, typer.Option(min=2, max=100)] = 8,
    days: Annotated[int, typer.Option(min=10, max=3650)] = 90,
    lives: Annotated[int, typer.Option(min=2, max=1000)] = 24,
) -> None:
    """A policy that looks a week ahead against the myopic one, on made-up readers; no torch."""
    from heed.lab.policies import lines

    for line in lines(seeds=seeds, days=days, lives=lives):
        print(line, flush=True)


@app.command()
def residual(
    readers: Annotated[int, typer.Option(min=2)] = 40,
    seeds: Annotated[int, typer.Option(min=1, max=100)] = 2,
    steps: Annotated[int, typer.Option(min=1, help="Of training.")] = 400,
    vectors: Annotated[Path | None, typer.Option(help="A file that keeps them.")] = None,
    save: Annotated[
        Path | None, typer.Option(help="Keep the weights, for `heed evaluate --learned FILE`.")
    ] = None,
) -> None:
    """Attention trained on other readers against the reader model, answer after answer."""
    _need_torch()
    from heed.lab.recommend import read_papers
    from heed.lab.residual import lines, meet, with_card

    papers = read_papers(_data("rank_citeulike") / "rank_citeulike", vectors)
    met = [meet(papers, many=readers, steps=steps, seed=seed) for seed in range(seeds)]
    if save:
        save.write_bytes(bytes(with_card(met[-1], seeds - 1)))
    for line in lines(met, steps):
        print(line)


@app.command()
def attribution(
    known: Annotated[int, typer.Option(min=1, help="Saved papers known.")] = 20,
    readers: Annotated[int, typer.Option(min=2)] = 150,
    seeds: Annotated[int, typer.Option(min=1, max=100)] = 2,
    steps: Annotated[int, typer.Option(min=1, help="Of training.")] = 200,
    vectors: Annotated[Path | None, typer.Option(help="A file that keeps them.")] = None,
) -> None:
    """What each kind of attention adds to a recommender, and what it costs."""
    _need_torch()
    from heed.lab.attribution import lines

    folder = _data("rank_citeulike") / "rank_citeulike"
    given = {"known": known, "many": readers, "seeds": seeds, "steps": steps}
    for line in lines(folder, vectors=vectors, **given):
        print(line, flush=True)
