"""How slow steps are spread and what they cost. Decides nothing about the work itself."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Way = Literal["serial", "processes", "ray"]


def threads(work: Callable[[T], R], things: Sequence[T], *, count: int) -> Iterator[tuple[T, R]]:
    """Run `work` on every thing in at most `count` threads; yield (thing, result) as each ends.

    An exception of `work` is raised at the moment its result would have been yielded.
    """
    with ThreadPoolExecutor(max_workers=max(1, count)) as pool:
        running = {pool.submit(work, thing): thing for thing in things}
        for future in as_completed(running):
            yield running[future], future.result()


def map_batches(
    work: Callable[[Sequence[T]], R],
    batches: Sequence[Sequence[T]],
    *,
    way: Way = "serial",
    count: int = 1,
) -> Iterator[R]:
    """`work` on every batch, results in the order of the batches.

    Batches are handed out as workers come free: give the dearest first, and workers end together.
    way: here, in `count` processes, or on Ray, which runs what it is given and counts itself. For
    the last two, `work` and the batches must be picklable.
    """
    if way == "serial":
        yield from map(work, batches)
    elif way == "processes":
        with ProcessPoolExecutor(max_workers=max(1, count)) as pool:
            yield from pool.map(work, batches)
    else:
        yield from _on_ray(work, batches, count)


def _on_ray(
    work: Callable[[Sequence[T]], R], batches: Sequence[Sequence[T]], count: int
) -> Iterator[R]:
    """Imported here: Ray is large, and one home never needs it."""
    ray: Any = import_module("ray")
    if not ray.is_initialized():
        # Workers import what this process can; `work` may stand in a file no package holds.
        seen = {"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path)}}
        own = {"num_cpus": count, "include_dashboard": False, "runtime_env": seen}
        ray.init(log_to_driver=False, **({} if "RAY_ADDRESS" in os.environ else own))

    def once(asked: Callable[[Sequence[T]], R], batch: Sequence[T]) -> R:
        return asked(batch)  # Ray takes functions only, `work` may be any callable

    remote, kept = ray.remote(once), ray.put(work)  # sent once, not with every batch
    running = [remote.remote(kept, batch) for batch in batches]
    for one in running:
        yield ray.get(one)


@dataclass(slots=True)
class Meter:
    """What a piece of work took, filled in when it ends. `count` is set by the work."""

    count: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0


_TENANT: ContextVar[str] = ContextVar("tenant", default="")


@contextmanager
def for_tenant(name: str) -> Iterator[None]:
    """What is metered inside is on this tenant's account."""
    token = _TENANT.set(name)
    try:
        yield
    finally:
        _TENANT.reset(token)


def tenant() -> str:
    """Whose account is metered on now; "" where nobody said."""
    return _TENANT.get()


@contextmanager
def metered() -> Iterator[Meter]:
    """Measure a block, also one that raises.

    CPU time is the whole process's, with every thread the work started, and so with whatever else
    this process did meanwhile. Memory is the most it held since it began.
    """
    meter = Meter()
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield meter
    finally:
        meter.cpu_s = time.process_time() - cpu
        meter.wall_s = time.perf_counter() - wall
        meter.peak_mb = peak_mb()


def peak_mb() -> float:
    """The most memory this process has held, in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most) / (2**20 if sys.platform == "darwin" else 2**10)
