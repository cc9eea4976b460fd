"""The account of minutes."""

from heed.plain.values import Json, minutes, rounded
from heed.types import Ledger, LedgerPart


def ledger_json(ledger: Ledger) -> Json:
    """The account as `heed ledger --json` and `/api/ledger` give it; minutes, not seconds."""
    return {
        "granted_minutes": minutes(ledger.granted_s),
        "spent_minutes": minutes(ledger.spent_s),
        "returned_minutes": minutes(ledger.returned_s),
        "open_minutes": minutes(ledger.still_open_s),
        "answers": ledger.answers,
        "worth_per_minute": rounded(ledger.worth_per_minute),
        "worth_interval": [rounded(ledger.worth_low), rounded(ledger.worth_high)],
        "regret_minutes": minutes(round(ledger.regret_s)),
        "days": [
            {
                "date": day.day.isoformat(),
                "granted_minutes": minutes(day.granted_s),
                "spent_minutes": minutes(day.spent_s),
                "returned_minutes": minutes(day.returned_s),
                "open_minutes": minutes(day.still_open_s),
            }
            for day in ledger.days
        ],
        "sources": [
            {
                "source": row.source_id,
                "title": row.title,
                "topic": row.topic,
                "spent_minutes": minutes(row.spent_s),
                "answers": row.answers,
                "worth_per_minute": rounded(row.worth_per_minute),
                "worth_interval": [rounded(row.worth_low), rounded(row.worth_high)],
                "surplus_minutes": minutes(round(row.surplus_s)),
            }
            for row in ledger.sources
        ],
        "topics": [{"topic": one.name} | _part(one) for one in ledger.topics],
        "hours": [{"hour": int(one.name)} | _part(one) for one in ledger.hours],
    }


def _part(one: LedgerPart) -> dict[str, object]:
    return {
        "spent_minutes": minutes(one.spent_s),
        "answers": one.answers,
        "worth_per_minute": rounded(one.worth_per_minute),
        "worth_interval": [rounded(one.worth_low), rounded(one.worth_high)],
    }
