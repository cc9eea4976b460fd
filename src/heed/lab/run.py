"""Running an application: every net under every seed, each in its own process, kept when done.

A run that is on disk is not made again, so a crash or Ctrl-C costs the one that was under way.
"""

import json
import multiprocessing
import resource
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from heed.errors import HeedError
from heed.lab import card
from heed.lab.task import Application, Run, Scores, Task
from heed.lab.train import fit, scores

BASELINE = "baseline"
Told = Callable[[str], None]


def run(
    application: Application,
    *,
    data: Path | None,
    seeds: int,
    folder: Path,
    told: Told,
) -> list[Run]:
    """All runs of an application, those found in `folder` and the rest made now.

    data: the folder of real data; None trains on the tiny set, in this process. Raises HeedError
    where a run's process ended without a result.
    """
    torch.set_num_threads(1)
    application = application if data else replace(application, plan=application.small)
    kept = folder / application.name / ("full" if data else "small")
    kept.mkdir(parents=True, exist_ok=True)
    return [
        one
        for seed in range(seeds)
        for one in _under_seed(application, seed, data=data, kept=kept, told=told)
    ]


def read(folder: Path, name: str, size: str) -> list[Run]:
    """The finished runs of an application, `size` "full" or "small"."""
    return [_read(path) for path in sorted((folder / name / size).glob("*.json"))]


def _under_seed(
    application: Application, seed: int, *, data: Path | None, kept: Path, told: Told
) -> Iterator[Run]:
    task: Task | None = None
    for name in (*application.nets, BASELINE):
        path = kept / f"{name}-{seed}.json"
        if not path.exists():
            if task is None:
                told(f"{application.name}: reading the data, seed {seed}")
                task = application.load(data, seed)
            told(f"{application.name}: {name}, seed {seed}")
            make = _apart if data else one
            _write(path, make(application, name, seed, task))
        yield _read(path)


def one(application: Application, name: str, seed: int, task: Task) -> Run:
    """Train and measure one net, or take the baseline's scores, in this process."""
    empty = Run(application.name, name, seed, ())
    if name == BASELINE:
        return _scored(empty, application.baseline(task, seed), application)
    torch.manual_seed(seed)
    net = application.nets[name](task)
    epochs, seconds = fit(net, task, application.plan, seed=seed, told=lambda done, total: None)
    use = application.use or card.answer
    p50, p95 = card.latency_ms(net, task.test, use)
    looked = name == application.attention
    return replace(
        _scored(empty, (application.scored or scores)(net, task.test), application),
        parameters=card.parameters(net),
        flops=card.operations(net, task.test, use),
        train_cpu_s=seconds,
        cpu_s_per_1000=card.cpu_s_per_1000(net, task.test, use),
        p50_ms=p50,
        p95_ms=p95,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        epochs=epochs,
        judged=application.judged(net, task.test) if looked and application.judged else {},
        pictures=tuple(application.pictures(net, task.test))
        if looked and application.pictures and seed == 0
        else (),
    )


def _scored(run: Run, found: Scores, application: Application) -> Run:
    corpus = application.corpus
    whole = float(corpus(found.sum(0))) if corpus else None
    return replace(run, scores=_row(found.tolist()), whole=whole)


def _row(scores: list[Any]) -> tuple[Any, ...]:
    """Numbers, or rows of counts, as a run keeps them."""
    return tuple(tuple(one) if isinstance(one, list) else one for one in scores)


def _apart(application: Application, name: str, seed: int, task: Task) -> Run:
    """The same in a forked process: its memory is its own, and it may die alone."""
    here, there = multiprocessing.Pipe(duplex=False)

    def work() -> None:
        there.send(one(application, name, seed, task))

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
