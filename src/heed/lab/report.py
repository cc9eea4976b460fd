"""What the runs say: one table for the docs and one page that opens offline. Trains nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from heed.lab.compare import Bought, bought
from heed.lab.run import BASELINE
from heed.lab.task import Application, Run

COLUMNS = (
    "net",
    "quality",
    "parameters",
    "operations",
    "CPU-s per 1,000",
    "p50 ms",
    "p95 ms",
    "peak MB",
    "training CPU-s",
)


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """An application's runs, and what attention bought over the pooling that cannot choose."""

    application: Application
    runs: tuple[Run, ...]

    def of(self, net: str) -> list[Run]:
        """The runs of one net, by seed."""
        return sorted((run for run in self.runs if run.net == net), key=lambda run: run.seed)

    @property
    def nets(self) -> tuple[str, ...]:
        """The nets that have a run, the one with attention first."""
        names = (*self.application.nets, BASELINE)
        return tuple(name for name in names if self.of(name))

    @property
    def complete(self) -> bool:
        """Whether there is something to compare."""
        with_it = {run.seed for run in self.of(self.application.attention)}
        return bool(with_it & {run.seed for run in self.of(self.application.trivial)})

    @property
    def bought(self) -> Bought:
        """The gain over the trivial pooling."""
        app = self.application
        return bought(self.of(app.attention), self.of(app.trivial), corpus=app.corpus)

    @property
    def judged(self) -> Mapping[str, float]:
        """How well the weights fall where they should, the mean over seeds."""
        return _means([run.judged for run in self.of(self.application.attention)])

    def beside(self, net: str) -> str:
        """What else is told of a net, the mean over seeds: `; out of scope handed over .620`."""
        found = _means([run.beside for run in self.of(net)])
        return "".join(f"; {name} {_share(value)}" for name, value in found.items())

    @property
    def best_other(self) -> str:
        """The best of what has no attention: the dumb rival that must be named."""
        others = [name for name in self.nets if name != self.application.attention]
        return max(others, key=lambda name: np.mean([run.quality for run in self.of(name)]))


def markdown(results: Iterable[Result]) -> str:
    """A row an application, as the README and docs show it."""
    lines = [
        "| application | command | with | without | what attention bought | best rival | weights |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in results:
        app = one.application
        rival = one.best_other
        cells = (
            app.name,
            f"`heed lab run {app.name}`",
            quality(one.of(app.attention)) + one.beside(app.attention),
            f"{quality(one.of(app.trivial))} ({app.trivial})" + one.beside(app.trivial),
            verdict(one),
            f"{quality(one.of(rival))} ({rival})",
            ", ".join(f"{name} {_share(value)}" for name, value in one.judged.items()) or "-",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def verdict(one: Result) -> str:
    """`+.449 [.433, .465]: attention bought this`; says where it was expected to buy nothing."""
    gain = one.bought
    told = f"{_signed(gain.gain)} [{_signed(gain.low)}, {_signed(gain.high)}]: {gain.sentence}"
    return told + (", as expected" if one.application.expected_null and gain.low <= 0 else "")


def quality(runs: Sequence[Run]) -> str:
    """Mean and standard deviation over seeds: `.875 ± .004`, `.875 (n = 1)`."""
    found = [run.quality for run in runs]
    if len(found) == 1:
        return f"{_share(found[0])} (n = 1)"
    return f"{_share(float(np.mean(found)))} ± {_share(float(np.std(found, ddof=1)))}"


def page(results: Sequence[Result]) -> str:
    """Everything as one HTML page without a link to anywhere."""
    body = "".join(_section(one) for one in results)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>What attention bought</title><style>{_STYLE}</style>"
        f"<main><h1>What attention bought</h1><p>{_INTRODUCTION}</p>{body}</main></html>"
    )


def _section(one: Result) -> str:
    app = one.application
    told = [f"<h2>{escape(app.name)}</h2><p>{escape(app.asks)}</p>"]
    told.append(f"<p class='bought'>{escape(verdict(one))}</p>{_bar(one)}")
    told.append(_table(one))
    if one.judged:
        parts = ", ".join(f"{escape(name)} {_share(value)}" for name, value in one.judged.items())
        told.append(f"<p>Where its weights lay: {parts}.</p>")
    drawn = "".join(picture for run in one.of(app.attention) for picture in run.pictures)
    return f"<section>{''.join(told)}<div class='pictures'>{drawn}</div></section>"


def _table(one: Result) -> str:
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    rows = "".join(
        _row(net, one.of(net), quality(one.of(net)) + escape(one.beside(net))) for net in one.nets
    )
    return f"<div class='wide'><table><tr>{head}</tr>{rows}</table></div>"


def _row(net: str, runs: Sequence[Run], told: str) -> str:
    mean = {name: float(np.mean([getattr(run, name) for run in runs])) for name in _COSTS}
    costs = ["-" if net == BASELINE else way.format(mean[name]) for name, way in _COSTS.items()]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in (escape(net), told, *costs)) + "</tr>"


_COSTS = {
    "parameters": "{:,.0f}",
    "flops": "{:,.0f}",
    "cpu_s_per_1000": "{:.3f}",
    "p50_ms": "{:.2f}",
    "p95_ms": "{:.2f}",
    "peak_mb": "{:.0f}",
    "train_cpu_s": "{:.1f}",
}


def _bar(one: Result) -> str:
    """The qualities as bars with their spread, 0 to 1."""
    rows = []
    for place, net in enumerate(one.nets):
        found = [run.quality for run in one.of(net)]
        mean, y = float(np.mean(found)), 22 * place
        strong = ' class="with"' if net == one.application.attention else ""
        dots = "".join(f'<circle cx="{110 + 420 * v:.1f}" cy="{y + 9}" r="2.5"/>' for v in found)
        rows.append(
            f'<text x="104" y="{y + 13}" text-anchor="end">{escape(net)}</text>'
            f'<rect{strong} x="110" y="{y + 2}" width="{420 * mean:.1f}" height="14" rx="2"/>{dots}'
            f'<text x="{118 + 420 * mean:.1f}" y="{y + 13}">{_share(mean)}</text>'
        )
    height = 22 * len(rows) + 2
    return (
        f'<svg class="bars" viewBox="0 0 590 {height}" width="590" height="{height}" role="img"'
        f' aria-label="quality of each net">{"".join(rows)}</svg>'
    )


def _means(found: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """The mean of each name over the seeds."""
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def _share(value: float) -> str:
    """`.875`, `1.000`."""
    return f"{value:.3f}".removeprefix("0")


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "−") + _share(abs(value))


_INTRODUCTION = (
    "Each application is trained with attention and with a pooling that cannot choose, the same "
    "net otherwise, beside a rival without a network. The gain is paired by example, its 95 % "
    "interval drawn over seeds and examples. Dots are seeds; times are CPU-seconds on one thread; "
    "operations are torch's count for one example, two for a multiply-add."
)
_STYLE = (
    ":root{color-scheme:light dark;--ink:#1c1917;--paper:#fdfcfa;--line:#d6d3d1;--accent:#c2410c}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e7e5e4;--paper:#1c1917;--line:#44403c;"
    "--accent:#fb923c}}"
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Georgia,serif}"
    "main{max-width:56rem;margin:0 auto;padding:2rem 1rem}h1{font-size:2rem;margin:0 0 .5rem}"
    "section{border-top:1px solid var(--line);margin-top:2rem}h2{margin-bottom:0}"
    ".bought{font-weight:bold}.wide{overflow-x:auto}"
    "table{border-collapse:collapse;font:13px/1.4 system-ui,sans-serif;font-variant-numeric:"
    "tabular-nums;width:100%}th,td{text-align:right;padding:.25rem .6rem;border-bottom:1px solid"
    " var(--line);white-space:nowrap}th:first-child,td:first-child{text-align:left}"
    "svg{max-width:100%;height:auto}.bars{font:12px system-ui,sans-serif;fill:var(--ink)}"
    ".bars rect{fill:var(--line)}.bars rect.with{fill:var(--accent)}.bars circle{fill:var(--ink)}"
    ".pictures{display:flex;flex-wrap:wrap;gap:1rem;margin-top:1rem}"
)
