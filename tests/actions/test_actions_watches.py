"""Watches in a home: found in the next gathering, once a day, with reasons, sent where wanted."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fakes.homes import MORNING, Clock
from fakes.teams import an_item
from fakes.watches import BAD, bad_day, watched_home
from heed import store
from heed.actions import alerts, watches
from heed.diet import Diet
from heed.errors import BadInput, NotFound, Unreachable
from heed.types import Entity, Watch

ARVO = Entity("Arvo", ("阿沃",))


class Post:
    """A messenger that keeps what it is given, or answers nobody."""

    def __init__(self) -> None:
        self.posted: list[dict[str, object]] = []
        self.mailed: list[tuple[str, str, str]] = []
        self.down = False

    def post(self, url: str, body: bytes) -> None:
        if self.down:
            raise Unreachable("hook.example did not answer within 20 s.")
        self.posted.append({"url": url, **json.loads(body)})

    def mail(self, to: str, subject: str, text: str) -> None:
        self.mailed.append((to, subject, text))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def diet(tmp_path: Path, clock: Clock) -> Iterator[Diet]:
    with watched_home(tmp_path, clock) as opened:
        yield opened


def arvo(diet: Diet, **given: bool) -> Watch:
    return watches.add(diet, "Arvo", entities=[ARVO], **given)


def arrive(diet: Diet) -> None:
    with diet.db.write() as tx:
        store.items.save(tx, bad_day(diet.clock()))


def test_a_quiet_day_is_not_an_alert(diet: Diet) -> None:
    arvo(diet)
    assert watches.check(diet) == []
    assert watches.backtest(diet, watches.named(diet, "arvo")) == []


def test_the_gathering_that_brings_a_bad_day_brings_the_alert(diet: Diet) -> None:
    arvo(diet)
    assert watches.check(diet) == []
    arrive(diet)
    (made,) = watches.check(diet)
    raised = {one.kind: one for one in made.signals if one.raised}
    assert set(raised) == {"negative"}
    assert raised["negative"].value == 1
    assert raised["negative"].usual < 0.3
    assert len(made.evidence) == 5
    assert all(one.tones[0].cues for one in made.evidence)
    assert all(one.tone is not None and one.tone < 0 for one in made.evidence)


def test_a_watch_speaks_once_a_day(diet: Diet, clock: Clock) -> None:
    arvo(diet)
    arrive(diet)
    assert len(watches.check(diet)) == 1
    clock.now += timedelta(hours=1)
    arrive_again = [an_item(6000 + n, title=t, lead="") for n, t in enumerate(BAD)]
    with diet.db.write() as tx:
        store.items.save(tx, arrive_again)
    assert watches.check(diet) == []


def test_an_urgent_watch_speaks_again_of_new_pieces_only(diet: Diet, clock: Clock) -> None:
    arvo(diet, urgent=True)
    arrive(diet)
    assert len(watches.check(diet)) == 1
    clock.now += timedelta(hours=1)
    assert watches.check(diet) == []
    fresh = [
        an_item(6000 + n, title=title, lead="", published_at=clock.now - timedelta(minutes=n))
        for n, title in enumerate(BAD[:4])
    ]
    with diet.db.write() as tx:
        store.items.save(tx, fresh)
    assert len(watches.check(diet)) == 1


def test_the_same_pieces_do_not_alert_again_the_next_morning(diet: Diet, clock: Clock) -> None:
    arvo(diet)
    clock.now = MORNING + timedelta(hours=15)
    arrive(diet)
    assert len(watches.check(diet)) == 1
    clock.now = MORNING + timedelta(days=1)
    assert watches.check(diet) == []


def test_a_muted_watch_is_silent_and_quiet_hours_wait(tmp_path: Path, clock: Clock) -> None:
    with watched_home(tmp_path, clock, quiet_hours="22-8") as diet:
        one = arvo(diet)
        arrive(diet)
        assert watches.check(diet) == []  # it is 7:55
        clock.now += timedelta(hours=1)
        watches.mute(diet, one.id, True)
        assert watches.check(diet) == []
        watches.mute(diet, one.id, False)
        assert len(watches.check(diet)) == 1


def test_a_backtest_finds_the_bad_day_without_a_watch_before(diet: Diet, clock: Clock) -> None:
    arrive(diet)
    clock.now += timedelta(days=3)
    made = watches.backtest(diet, arvo(diet))
    assert {one.day for one in made} <= {(MORNING + timedelta(days=n)).date() for n in (0, 1)}
    assert made


def test_tones_are_of_each_entity(diet: Diet) -> None:
    both = watches.add(diet, "Both", entities=[ARVO, Entity("Belz")])
    arrive(diet)
    (report,) = watches.reports(diet, [both])
    told = {tone.entity: tone.value for one in report.seen for tone in one.tones
            if one.text.startswith("Arvo shares plunge")}  # fmt: skip
    assert told["Arvo"] < -0.2 < 0.1 < told["Belz"]


def test_a_watch_is_seen_by_meaning(diet: Diet) -> None:
    gulls = "The lighthouse keeper counts herring gulls at dawn"
    with diet.db.write() as tx:
        store.items.save(tx, [an_item(7000, title=gulls, lead="", published_at=MORNING)])
    diet.prepare()
    like = watches.add(diet, "Birds", examples=[gulls])
    (report,) = watches.reports(diet, [like])
    assert [(one.text.strip(), one.by) for one in report.seen] == [(gulls, (gulls,))]


def test_what_cannot_be_watched_is_told_in_one_sentence(diet: Diet) -> None:
    for name, given, said in (
        ("", {"words": ["x"]}, "needs a name"),
        ("12", {"words": ["x"]}, "not a number"),
        ("x", {}, "needs a word"),
        ("x", {"words": ["y"] * 41}, "at most 40"),
        ("x", {"words": ["y" * 301]}, "at most 300"),
    ):
        with pytest.raises(BadInput, match=said):
            watches.add(diet, name, **given)
    with pytest.raises(BadInput, match="write it as"):
        watches.entity(" = ARV")
    with pytest.raises(NotFound, match="No watch is called x"):
        watches.named(diet, "x")


def test_alerts_leave_once_by_webhook_and_mail(tmp_path: Path, clock: Clock) -> None:
    ways = {"alert_webhook": "https://hook.example/a", "alert_mail": "ada@example.org"}
    with watched_home(tmp_path, clock, **ways) as diet:
        arvo(diet)
        arrive(diet)
        post = Post()
        found, troubles = alerts.speak(diet, post)
        assert (len(found), troubles) == (1, [])
        (sent,) = post.posted
        assert sent["url"] == ways["alert_webhook"]
        assert "Why now: 100 % of the pieces negative" in str(sent["text"])
        (mailed,) = post.mailed
        assert mailed[:2] == (
            "ada@example.org",
            "heed: Arvo: more bad news than usual",
        )
        assert "slumps −" in mailed[2]
        assert alerts.deliver(diet, post) == []
        assert (len(post.posted), len(post.mailed)) == (1, 1)


def test_an_alert_that_did_not_leave_is_tried_again(tmp_path: Path, clock: Clock) -> None:
    with watched_home(tmp_path, clock, alert_webhook="https://hook.example/a") as diet:
        arvo(diet)
        arrive(diet)
        post = Post()
        post.down = True
        assert alerts.speak(diet, post)[1] == ["hook.example did not answer within 20 s."]
        post.down = False
        clock.now += timedelta(hours=1)
        assert alerts.speak(diet, post) == ([], [])
        assert len(post.posted) == 1
