"""How well heed knows the reader: its foretelling beside simpler ways, on their own answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions.evaluation import evaluate
from heed.plain import beside, foretold
from heed.types import Bin, Evaluation
from heed.web.place import Here
from heed.wording import Words

SIDE, LEFT, TOP = 240, 44, 8
LARGEST = 9.0  # radius of the bin with the most answers
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One way of ranking; `place` and `width` draw its interval, in hundredths of the column."""

    name: str
    loss: str
    interval: str
    place: float
    width: float
    mean: float
    auc: str
    ndcg: str
    ece: str
    found: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin of the calibration picture, in the units of its viewBox."""

    x: float
    y: float
    radius: float
    said: str
    came: str
    count: str


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """The whole page."""

    told: str
    enough: bool
    best: str
    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    beside: tuple[str, ...] = ()
    asked: tuple[tuple[str, str, str], ...] = ()


@router.get("/evaluation")
def show(here: Here) -> HTMLResponse:
    """How well every way would have foretold the answers so far."""
    view = evaluation_view(evaluate(here.diet), here.words)
    return here.page("evaluation.html", view=view)


def evaluation_view(found: Evaluation, words: Words) -> EvaluationView:
    """Everything the page says."""
    return EvaluationView(
        told=foretold(found, words),
        enough=found.enough,
        best=words.number(found.best),
        rows=rows(found, words) if found.enough else (),
        dots=dots(found.curve, words) if found.enough else (),
        beside=beside(found, words),
        asked=asked(found, words),
    )


def asked(found: Evaluation, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Name, log-loss and interval on asked answers alone, best first; empty while they are few."""
    if not found.enough_asked:
        return ()
    ranked = sorted(found.unbiased.items(), key=lambda pair: pair[1].mean)
    return tuple(
        (words.method(name), f"{one.mean:.3f}", f"{one.lo:.3f} – {one.hi:.3f}")
        for name, one in ranked
    )


def rows(found: Evaluation, words: Words) -> tuple[Row, ...]:
    """Best first, by log-loss."""
    losses = [score.log_loss for score in found.methods.values()]
    low, high = min(one.lo for one in losses), max(one.hi for one in losses)
    scale = 100 / max(high - low, 1e-9)
    ranked = sorted(found.methods.items(), key=lambda pair: pair[1].log_loss.mean)
    return tuple(
        Row(
            name=words.method(name),
            loss=f"{score.log_loss.mean:.3f}",
            interval=f"{score.log_loss.lo:.3f} – {score.log_loss.hi:.3f}",
            place=round((score.log_loss.lo - low) * scale, 1),
            width=round((score.log_loss.hi - score.log_loss.lo) * scale, 1),
            mean=round((score.log_loss.mean - low) * scale, 1),
            auc=f"{score.auc:.2f}",
            ndcg=f"{score.ndcg10:.2f}",
            ece=f"{score.ece:.2f}",
            found=words.number(score.found),
            in_use=name == found.in_use,
        )
        for name, score in ranked
    )


def dots(curve: Sequence[Bin], words: Words) -> tuple[Dot, ...]:
    """What was said against what came; the larger the dot, the more answers."""
    most = max((one.count for one in curve), default=1)
    return tuple(
        Dot(
            x=round(LEFT + one.said * SIDE, 1),
            y=round(TOP + (1 - one.came) * SIDE, 1),
            radius=round(max(2.5, LARGEST * (one.count / most) ** 0.5), 1),
            said=f"{100 * one.said:.0f} %",
            came=f"{100 * one.came:.0f} %",
            count=words.number(one.count),
        )
        for one in curve
    )
