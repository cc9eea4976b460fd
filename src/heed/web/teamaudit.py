"""The page on how good and fair the last market day was, beside what other rules would have done.

Counts nothing itself.
"""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions import team as actions
from heed.briefing import RULES, audit_rows, audit_told, rate
from heed.web.place import Here

router = APIRouter(include_in_schema=False)


@router.get("/team/audit")
def show(here: Here) -> HTMLResponse:
    """The audit in sentences, as a table of three rules, and every member's row."""
    day, words = actions.current(here.shared), here.words
    credits = actions.balances(here.shared)
    return here.page(
        "team_audit.html",
        told=audit_told(day, words) if day else (),
        rules=[words.gettext(RULES[one.rule]) for one in day.audits] if day else [],
        rows=audit_rows(day, words) if day else (),
        seed=day.seed if day else 0,
        day=words.date(day.day) if day else "",
        seats=[
            (
                one.name,
                words.minutes(one.offer_s),
                rate(one.price),
                f"{100 * (one.influence - 1):.0f} %",
                rate(credits.get(one.member_id)),
            )
            for one in (day.seats if day else ())
        ],
    )
