"""Running an application: every net under every seed, each in its own process, kept when done.

A run that is on disk is not made again, so a crash or Ctrl-C costs the one that was under way.
"""

import csv
import json
import multiprocessing
import resource
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch

from heed.errors import HeedError
from heed.lab import card
from heed.lab.logger import logger, nothing
from heed.lab.parallel import Workers, together
from heed.lab.task import Application, How, Net, Run, Scores, Task
from heed.lab.train import fit, scores

BASELINE = "baseline"
UNREADABLE = (OSError, EOFError, LookupError, ValueError, csv.Error, zipfile.BadZipFile)
Told = Callable[[str], None]


def run(
    application: Application,
    *,
    data: Path | None,
    seeds: int,
    folder: Path,
    told: Told,
    test: Path | None = None,
    how: How = How(),
) -> list[Run]:
    """All runs of an application, those found in `folder` and the rest made now.

    data: the folder of real data; None trains on the tiny set, in this process. test: a file whose
    examples take the place of the test set; such runs are kept apart. Raises HeedError where a
    run's process ended without a result, and where `test` cannot be read.
    """
    torch.set_num_threads(1)
    application = application if data else replace(application, plan=application.small)
    size = ("full" if data else "small") + (_mark(test) if test else "")
    kept = folder / application.name / size
    kept.mkdir(parents=True, exist_ok=True)

    def load(seed: int) -> Task:
        task = application.load(data, seed)
        return tested(application, task, test) if test else task

    def make(name: str, seed: int, task: Task) -> Run:
        apart = data or how.workers > 1
        return (_apart if apart else one)(application, name, seed, task, how)

    nets = (*application.nets, BASELINE)
    return [
        one
        for seed in range(seeds)
        for one in _under_seed(
            nets, seed, (load, make), kept, lambda s: told(f"{application.name}: {s}")
        )
    ]


def tested(application: Application, task: Task, file: Path) -> Task:
    """The task with the examples of `file` as its test set. Raises HeedError."""
    if application.read is None:
        raise HeedError(f"{application.name} reads no other file to be tested on.")
    try:
        return replace(task, test=application.read(file, task))
    except UNREADABLE as error:
        raise HeedError(
            f"{file} is not a file as {application.name} reads them ({type(error).__name__}: "
            f"{error})."
        ) from error


def _mark(file: Path) -> str:
    """Names runs after a file and what it holds. Raises HeedError."""
    try:
        return f"-on-{file.name.split('.')[0]}-{sha256(file.read_bytes()).hexdigest()[:8]}"
    except OSError as error:
        raise HeedError(f"Cannot read {file}: {error.strerror}.") from error


def read(folder: Path, name: str, size: str) -> list[Run]:
    """The finished runs of an application, `size` "full" or "small"."""
    return [_read(path) for path in sorted((folder / name / size).glob("*.json"))]


def _under_seed(
    nets: Sequence[str],
    seed: int,
    steps: tuple[Callable[[int], Task], Callable[[str, int, Task], Run]],
    kept: Path,
    told: Told,
) -> Iterator[Run]:
    load, make = steps
    task: Task | None = None
    for name in nets:
        path = kept / f"{name}-{seed}.json"
        if not path.exists():
            if task is None:
                told(f"reading the data, seed {seed}")
                task = load(seed)
            told(f"{name}, seed {seed}")
            _write(path, make(name, seed, task))
        yield _read(path)


def one(application: Application, name: str, seed: int, task: Task, how: How = How()) -> Run:
    """Train and measure one net, or take the baseline's scores, in this process."""
    empty = Run(application.name, name, seed, ())
    if name == BASELINE:
        return _scored(empty, application.baseline(task, seed), application)
    torch.manual_seed(seed)
    net = application.nets[name](task)
    with logger(how.logger, how.logs, f"{application.name}-{name}-{seed}") as logged:

        def work(workers: Workers) -> tuple[int, float]:
            if workers.rank:  # each drops out for itself
                torch.manual_seed(seed + workers.rank * 1_000_003)
            return fit(
                net, task, application.plan, seed=seed, told=lambda done, total: None,
                loss=application.loss, logged=logged if workers.rank == 0 else nothing,
                workers=workers,
            )  # fmt: skip

        epochs, seconds = together(how.workers, work)
        made = _measured(application, net, task, empty)
        logged(epochs, {"quality": made.quality})
    return replace(made, epochs=epochs, train_cpu_s=seconds)


def _measured(application: Application, net: Net, task: Task, empty: Run) -> Run:
    use = application.use or card.answer
    p50, p95 = card.latency_ms(net, task.test, use)
    looked = empty.net == application.attention
    return replace(
        _scored(empty, (application.scored or scores)(net, task.test), application),
        parameters=card.parameters(net),
        flops=card.operations(net, task.test, use),
        cpu_s_per_1000=card.cpu_s_per_1000(net, task.test, use),
        p50_ms=p50,
        p95_ms=p95,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        beside=application.beside(net, task) if application.beside else {},
        judged=application.judged(net, task.test) if looked and application.judged else {},
        pictures=tuple(application.pictures(net, task.test))
        if looked and application.pictures and empty.seed == 0
        else (),
    )


def _scored(run: Run, found: Scores, application: Application) -> Run:
    corpus = application.corpus
    whole = float(corpus(found.sum(0))) if corpus else None
    return replace(run, scores=_row(found.tolist()), whole=whole)


def _row(scores: list[Any]) -> tuple[Any, ...]:
    """Numbers, or rows of counts, as a run keeps them."""
    return tuple(tuple(one) if isinstance(one, list) else one for one in scores)


def _apart(application: Application, name: str, seed: int, task: Task, how: How) -> Run:
    """The same in a forked process: its memory is its own, and it may die alone."""
    here, there = multiprocessing.Pipe(duplex=False)

    def work() -> None:
        there.send(one(application, name, seed, task, how))

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    there.close()
    try:
        made: Run = here.recv()
    except EOFError:
        process.join()
        raise HeedError(
            f"{application.name}, {name}, seed {seed} ended without a result (exit status "
            f"{process.exitcode}). Run the same line again: what is finished is kept."
        ) from None
    finally:
        process.join()
    return made


def _write(path: Path, made: Run) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(made)), encoding="utf-8")
    part.replace(path)


def _read(path: Path) -> Run:
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Run(**{**kept, "scores": _row(kept["scores"]), "pictures": tuple(kept["pictures"])})
