"""The people's side of the help desk: agents, what waits for them, replies, corrections, counts.

A correction is one more known message: nothing learned before is forgotten, all are learned from.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from heed.actions.desk import Desk, add_entries, checked, hand_out, named, renew
from heed.assist import deskfile, deskreport, handover
from heed.errors import BadInput, NotFound
from heed.store import Tx, deskagents, deskentries, deskexamples, deskturns
from heed.types import DeskAgent, DeskEntry, DeskExample, DeskReport, DeskTurn

LONGEST_NAME = 60
MOST_MINUTES = 1440


def add_agent(desk: Desk, name: str, minutes: float, skills: Sequence[str] = ()) -> DeskAgent:
    """Somebody who answers what is handed over: so many minutes of it at a time, these intents
    best. Raises BadInput.
    """
    clean = " ".join(name.split())
    if not 0 < len(clean) <= LONGEST_NAME:
        raise BadInput(f"An agent needs a name of at most {LONGEST_NAME} characters.")
    if not 0 <= minutes <= MOST_MINUTES:
        raise BadInput(f"An offer of {minutes:g} minutes cannot hold; a day has 0 to 1440.")
    able = tuple(dict.fromkeys(filter(None, map(deskfile.intent_name, skills))))
    with desk.diet.db.write() as tx:
        if any(one.name.casefold() == clean.casefold() for one in deskagents.all(tx)):
            raise BadInput(f"{clean} is an agent already; give the other one another name.")
        made = deskagents.add(
            tx, name=clean, offer_s=round(minutes * 60), skills=able, at=desk.diet.clock()
        )
        hand_out(tx, desk.each_s)
    return made


def remove_agent(desk: Desk, agent_id: int) -> None:
    """An agent leaves; what she held goes to the others. Raises NotFound."""
    with desk.diet.db.write() as tx:
        deskagents.remove(tx, agent_id)
        for one in deskturns.waiting(tx):
            if one.agent_id == agent_id:
                deskturns.update(tx, replace(one, agent_id=None))
        hand_out(tx, desk.each_s)


def agent_named(desk: Desk, name: str) -> DeskAgent:
    """The agent with this name or number. Raises NotFound."""
    with desk.diet.db.read() as tx:
        held = deskagents.all(tx)
    for one in held:
        if name.strip().casefold() == one.name.casefold() or name == str(one.id):
            return one
    known = ", ".join(one.name for one in held) or "none yet"
    raise NotFound(f"Nobody at the desk is called {name}. Agents: {known}.")


def loads(desk: Desk) -> dict[int, int]:
    """Seconds of work each agent holds, by her number."""
    with desk.diet.db.read() as tx:
        people, turns = deskagents.all(tx), deskturns.waiting(tx)
    return dict(handover.load(people, turns, desk.each_s))


def reply(desk: Desk, turn_id: int, text: str, *, intent: str = "", keep: bool = False) -> DeskTurn:
    """An agent's answer to a waiting message. Raises BadInput, NotFound.

    intent: what it wanted, learned from where it is given; keep: also answer with it from now on.
    """
    said, wanted = checked(text), deskfile.intent_name(intent)
    if keep and not wanted:
        raise BadInput("Name the intent, so that the desk can answer with this from now on.")
    with desk.diet.db.write() as tx:
        turn = _waiting(tx, turn_id)
        done = replace(turn, state="replied", answer=said, settled_at=desk.diet.clock())
        if keep:
            entry = DeskEntry(0, turn.asked, said, wanted, turn.language)
            add_entries(tx, [entry], desk)
            renew(tx)
        elif wanted:
            _learn(tx, turn, wanted, desk.diet.clock())
        done = replace(done, intent=wanted or turn.intent)
        deskturns.update(tx, done)
        hand_out(tx, desk.each_s)
    return done


def object_to(desk: Desk, turn_id: int, talk: str) -> DeskTurn:
    """A customer says that the desk's answer was none: a person takes over. Raises NotFound.

    talk: her conversation; another one's messages are not hers.
    """
    named(talk)
    with desk.diet.db.write() as tx:
        turn = deskturns.get(tx, turn_id)
        if turn.talk != talk:
            raise NotFound(f"There is no message {turn_id} at this desk.")
        if turn.state != "answered":
            return turn
        changed = replace(turn, state="waiting", wrong=True, settled_at=None)
        deskturns.update(tx, changed)
        return hand_out(tx, desk.each_s).get(turn_id, changed)


def correct(desk: Desk, turn_id: int, intent: str) -> DeskTurn:
    """An agent says what a message wanted ("": nothing this desk answers); it is learned from.

    An answer given for another intent was wrong. Raises NotFound.
    """
    wanted = deskfile.intent_name(intent)
    with desk.diet.db.write() as tx:
        turn = deskturns.get(tx, turn_id)
        missed = turn.entry_id is not None and wanted != turn.intent
        _learn(tx, turn, wanted, desk.diet.clock())
        changed = replace(turn, intent=wanted, wrong=turn.wrong or missed)
        deskturns.update(tx, changed)
    return changed


def report(desk: Desk, *, since: datetime | None = None) -> DeskReport:
    """What the desk did; since: of what was asked from then on."""
    with desk.diet.db.read() as tx:
        turns = deskturns.all(tx, since=since)
    return deskreport.report(turns, each_s=desk.each_s)


def intents(desk: Desk) -> tuple[str, ...]:
    """Every intent somebody named so far."""
    with desk.diet.db.read() as tx:
        named_ = {one.intent for one in deskentries.all(tx)}
        named_ |= {one.intent for one in deskexamples.all(tx)}
    return tuple(sorted(named_ - {""}))


def _waiting(tx: Tx, turn_id: int) -> DeskTurn:
    turn = deskturns.get(tx, turn_id)
    if turn.state != "waiting":
        raise BadInput("This message was answered meanwhile; nothing was changed.")
    return turn


def _learn(tx: Tx, turn: DeskTurn, intent: str, at: datetime) -> None:
    """What somebody said of the same message before is not forgotten: both stay known."""
    made = DeskExample(0, turn.asked, intent, turn.language, "corrected", at)
    deskexamples.add(tx, [made])
    renew(tx)
