"""The page of what work costs this machine and who holds which share; the counting is the action's.

Work is set and done on the command line; this page shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions import compute
from heed.types import HOME, ComputeUse, FlowUse, WorkKind
from heed.web.place import Here
from heed.wording import Words, mark

router = APIRouter(include_in_schema=False)
KINDS: Mapping[WorkKind, str] = {
    "fetch": mark("asking sources"),
    "encode": mark("reading pieces for their meaning"),
    "fit": mark("learning your sources' words"),
    "text": mark("fetching whole pages"),
    "rank": mark("making an edition"),
    "learn": mark("looking at how well heed knows you"),
    "exchange": mark("exchanging with another home"),
    "summary": mark("summaries made ahead"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of work for one tenant, as the page shows it; width: of its bar, 0 to 100."""

    kind: str
    tenant: str
    width: float
    cpu: str
    each: str
    memory: str
    part: str
    price: str
    waits: int


@router.get("/exchange/compute")
def show(here: Here) -> HTMLResponse:
    """The last seven days by kind and tenant."""
    use = compute.overview(here.diet)
    return here.page(
        "compute.html",
        told=told(use, here.words),
        rows=rows(use, here.words),
        shares=[
            (label(one.name, here.words) if one.of == "kind" else one.name, f"{one.share:g}")
            for one in use.shares
        ],
    )


def told(use: ComputeUse, words: Words) -> str:
    """The week in one sentence; "" where nothing was metered."""
    whole = sum(one.cpu_s for one in use.flows)
    if not whole:
        return ""
    most = use.flows[0]
    return words.gettext(
        "In seven days heed used {time} of this machine's processor; {share} of it for {kind}.",
        time=seconds(whole, words),
        share=f"{100 * most.cpu_s / whole:.0f} %",
        kind=label(most.kind, words),
    )


def rows(use: ComputeUse, words: Words) -> list[Row]:
    """One row a flow, the dearest first."""
    most = max((one.cpu_s for one in use.flows), default=0.0) or 1.0
    prices = {one.kind: one.price for one in use.prices}
    return [row(one, most, prices[one.kind], words) for one in use.flows]


def row(one: FlowUse, most: float, price: float | None, words: Words) -> Row:
    """One line of the table."""
    return Row(
        kind=label(one.kind, words),
        tenant=words.gettext("this home") if one.tenant == HOME else one.tenant,
        width=round(100 * one.cpu_s / most, 1),
        cpu=seconds(one.cpu_s, words),
        each=f"{1000 * one.cpu_s / one.count:.1f} ms" if one.count else "",
        memory=f"{one.peak_mb:.0f} MB" if one.runs else "",
        part=f"{100 * one.part:.0f} %",
        price="" if price is None else f"{price:.2f}",
        waits=one.waits,
    )


def label(kind: str, words: Words) -> str:
    """A kind of work in words."""
    return next((words.gettext(said) for name, said in KINDS.items() if name == kind), kind)


def seconds(amount: float, words: Words) -> str:
    """CPU-seconds as a person says them."""
    if amount >= 120:
        return words.minutes(round(amount))
    return words.gettext("{seconds} s", seconds=f"{amount:.1f}")
