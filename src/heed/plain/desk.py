"""The help desk: what it makes of a message, and a conversation's turns."""

from heed.plain.finding import evidence
from heed.plain.values import Json
from heed.types import DeskAnswer, DeskTurn


def desk_answer_json(found: DeskAnswer) -> Json:
    """What the help desk makes of a message; `answer` is null where it hands over."""
    entry, passage = found.entry, found.passage
    return {
        "asked": found.asked,
        "intent": found.intent,
        "confidence": round(found.confidence, 4),
        "needed": round(found.sure, 4),
        "answer": entry.answer if entry else None,
        "entry": entry.id if entry else None,
        "question": entry.question if entry else None,
        "sentence": passage.text if passage else None,
        "words": [
            {
                "found": part.found,
                "asked": part.asked or part.found,
                "weight": round(part.weight, 4),
            }
            for part in (evidence(passage) if passage else ())
        ],
        "like": [
            {"text": one.text, "intent": one.intent, "weight": round(one.weight, 4)}
            for one in found.likes
        ],
    }


def desk_turn_json(turn: DeskTurn) -> Json:
    """One message of a conversation and its answer, null while a person is awaited."""
    return {
        "id": turn.id,
        "talk": turn.talk,
        "asked_at": turn.asked_at.isoformat(),
        "asked": turn.asked,
        "state": turn.state,
        "answer": turn.answer or None,
        "by": "person" if turn.state == "replied" else "desk" if turn.entry_id else None,
    }
