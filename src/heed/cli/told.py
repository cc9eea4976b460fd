"""What the command line says: an edition and a gathering in words, progress on stderr. No verbs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from heed.intake import Progress
    from heed.types import Edition, Evaluation, Gathered, Source
    from heed.wording import Words

STEPS = {
    "fetch": "Asking sources",
    "encode": "Reading pieces",
    "pages": "Fetching whole pages",
    "exchange": "Taking from the other home",
}
SHOWN = 10  # sources named one by one; a long list is counted


def told(issued: "Edition", words: "Words") -> str:
    """An edition as lines of text."""
    lines = [
        f"{words.date(issued.day)} · {words.minutes(issued.granted_s)} · "
        f"{count(len(issued.slots), 'piece')} · {words.minutes(issued.planned_s)} planned",
        words.price(issued),
        "",
    ]
    for number, slot in enumerate(issued.slots, 1):
        why = " ".join(words.reason(one) for one in words.telling(slot.reasons, 2))
        more = f" +{slot.outlets - 1}" if slot.outlets > 1 else ""
        lines.append(f"{number:>2}. {words.minutes(slot.seconds):>6}  {words.title(slot)}")
        lines.append(f"            {slot.source}{more}{' · ' * bool(slot.source)}{why}")
    lines += ["", f"Left out: {count(len(issued.left_out), 'piece')}."]
    if not issued.slots and not issued.left_out:
        lines.append("Nothing is here to read yet. Add a source (heed add URL) and heed fetch.")
    return "\n".join(lines)


def evaluation(found: "Evaluation", words: "Words") -> str:
    """How well each way foretold the answers, best first."""
    from heed.plain import beside, foretold

    lines = [foretold(found, words)]
    if found.enough:
        lines += ["", f"{'':48}log-loss   (95 %)          AUC  nDCG@10   ECE"]
    ranked = sorted(found.methods.items(), key=lambda pair: pair[1].log_loss.mean)
    for name, score in ranked if found.enough else ():
        loss = score.log_loss
        lines.append(
            f"{words.method(name):48}{loss.mean:8.3f}   {loss.lo:.3f} to {loss.hi:.3f}"
            f"{score.auc:8.3f}{score.ndcg10:9.3f}{score.ece:7.3f}"
        )
    if found.enough_asked:
        lines += ["", f"{'asked by chance alone':48}log-loss   (95 %)"]
        for name, loss in sorted(found.unbiased.items(), key=lambda pair: pair[1].mean):
            lines.append(
                f"{words.method(name):48}{loss.mean:8.3f}   {loss.lo:.3f} to {loss.hi:.3f}"
            )
    lines += ["", *beside(found, words)]
    return "\n".join(lines)


def print_added(held: "Sequence[Source]", began: "datetime") -> None:
    """Say which sources came and how many were followed before `began`."""
    added = [source for source in held if source.added_at >= began]
    for source in added[:SHOWN]:
        print(f"Added {source.title or source.url}")
    if len(added) > SHOWN:
        print(f"and {len(added) - SHOWN} more.")
    if len(added) < len(held):
        print(f"Already followed: {count(len(held) - len(added), 'source')}.")
    if added:
        print("Fetch with: heed fetch")


def print_gathered(gathered: "Gathered") -> None:
    """Say what a gathering brought, and each trouble in its line."""
    asked = len(gathered.reports)
    new = count(gathered.new, "new piece")
    print(f"Asked {count(asked, 'source')}: {new}, {gathered.updated} changed.")
    for report in gathered.troubles:
        print(f"  {report.source.title or report.source.url}: {report.trouble}")


def count(number: int, thing: str) -> str:
    """`1 piece`, `2 pieces`, `3 summaries`."""
    many = f"{thing[:-1]}ies" if thing.endswith("ry") else f"{thing}s"
    return f"{number} {thing if number == 1 else many}"


@contextmanager
def progress() -> Iterator["Progress"]:
    """A progress bar on stderr where a person watches; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks = {
            step: bar.add_task(label, total=None, visible=False) for step, label in STEPS.items()
        }
        yield lambda step, done, total: bar.update(
            tasks[step], completed=done, total=total, visible=True
        )
