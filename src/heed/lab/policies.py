"""The table of policies: reward, worth and clicks over the days, and the off-policy check."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from heed.lab.policy import Policy, Step, checked, learned, live, others
from heed.lab.recommend import interval
from heed.lab.simulate import NATURES, Nature, Vector, world


def lines(*, seeds: int, days: int, lives: int) -> Iterator[str]:
    """Every nature: the myopic policy and learned ones on the same days, paired by seed."""
    yield f"seeds 0 to {seeds - 1}, {days} days; learned on {lives} other readers' days"
    for nature in NATURES:
        yield from _nature(nature, seeds=seeds, days=days, lives=lives)


def _nature(nature: Nature, *, seeds: int, days: int, lives: int) -> Iterator[str]:
    taught = others(nature, lives=lives, days=days)
    ways = (Policy("myopic"), learned(taught, discount=0.0), learned(taught))
    logs = {
        one.name: [live(world(seed, days), nature, one, seed=seed) for seed in range(seeds)]
        for one in ways
    }
    yield f"\n{nature.name}: {nature.tells}"
    yield f"{'':24}reward a day   worth   clicks   reward minus myopic, 95 %"
    for one in ways:
        yield _line(one.name, logs)
    today, ahead = (_rewards(logs[one.name]) for one in ways[1:])
    gap, low, high = interval((ahead - today).tolist())
    yield f"looking ahead, on top of the same features: {gap:+.2f} [{low:+.2f}, {high:+.2f}]"
    yield from _checked(nature, logs["myopic"], ways[-1], days=days)


def _line(name: str, logs: Mapping[str, Sequence[Sequence[Step]]]) -> str:
    reward, worth, clicks = (
        np.array([np.mean([getattr(step, what) for step in log]) for log in logs[name]])
        for what in ("reward", "worth", "clicks")
    )
    line = f"{name:24}{reward.mean():12.2f}{worth.mean():8.2f}{clicks.mean():9.2f}"
    if name == "myopic":
        return line
    gap, low, high = interval((reward - _rewards(logs["myopic"])).tolist())
    return f"{line}   {gap:+.2f} [{low:+.2f}, {high:+.2f}]"


def _rewards(logs: Sequence[Sequence[Step]]) -> Vector:
    """The mean reward of a day of each life."""
    return np.array([np.mean([step.reward for step in log]) for log in logs])


def _checked(
    nature: Nature, logs: Sequence[Sequence[Step]], policy: Policy, *, days: int
) -> Iterator[str]:
    """The drawn slot by the log of the myopic policy, and by letting the learned one fill it."""
    found = checked(logs, policy)
    told = f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}], {found.ess:.0f} effective rows"
    why = f" ({found.lack})" if found.lack else ""
    yield f"off-policy, the drawn slot by the learned choice: {told}: {found.verdict}{why}"
    shadow = replace(policy, fills_drawn=True)
    lived = [live(world(seed, days), nature, shadow, seed=seed) for seed in range(len(logs))]
    true = float(np.mean([step.gained for log in lived for step in log]))
    drawn = float(np.mean([step.gained for log in logs for step in log]))
    yield f"drawn by chance it earned {drawn:.3f}; a life wholly by the learned policy {true:.3f}"
