"""The nouns as plain JSON values, one shape for the command line and the API. No files, no HTTP."""

from heed.plain.compute import compute_json
from heed.plain.desk import desk_answer_json, desk_turn_json
from heed.plain.dietfacts import diet_json
from heed.plain.edition import edition_json, left_out_json, reasons_json, slot_json
from heed.plain.evaluation import beside, evaluation_json, foretold
from heed.plain.finding import Evidence, evidence, finding_json, reply_json
from heed.plain.growth import card_json, growth_json, highlight_json
from heed.plain.ledger import ledger_json
from heed.plain.portrait import portrait_json
from heed.plain.rules import named_rule, rule_json
from heed.plain.source import sources_json
from heed.plain.values import Json, minutes
from heed.plain.watch import alert_json, report_json, sighting_json, signal_json, watch_json

__all__ = [
    "Evidence",
    "Json",
    "alert_json",
    "beside",
    "card_json",
    "compute_json",
    "desk_answer_json",
    "desk_turn_json",
    "diet_json",
    "edition_json",
    "evaluation_json",
    "evidence",
    "finding_json",
    "foretold",
    "growth_json",
    "highlight_json",
    "ledger_json",
    "left_out_json",
    "minutes",
    "named_rule",
    "portrait_json",
    "reasons_json",
    "reply_json",
    "report_json",
    "rule_json",
    "sighting_json",
    "signal_json",
    "slot_json",
    "sources_json",
    "watch_json",
]
