"""The loop end to end on the bundled sample: gather, edition, read, learn, publish, next day."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fakes.homes import Clock, by_spelling
from heed import store
from heed.actions import library, rules, sample
from heed.actions import sources as source_actions
from heed.actions.home import create_home, open_home
from heed.actions.ledger import ledger
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.types import Edition
from heed.wording import Words


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample gathered in the morning; each test works on its own copy."""
    home = tmp_path_factory.mktemp("sample") / "home"
    create_home(home)
    diet = open_home(home, clock=Clock(), load=by_spelling, timezone="UTC")
    sample.lay_out(diet)
    diet.db.close()
    return home


@pytest.fixture
def diet(tmp_path: Path, laid_out: Path, clock: Clock) -> Iterator[Diet]:
    home = shutil.copytree(laid_out, tmp_path / "home")
    diet = open_home(home, clock=clock, load=by_spelling, timezone="UTC")
    yield diet
    diet.db.close()


def source_share(edition: Edition, source: str) -> float:
    return sum(slot.seconds for slot in edition.slots if slot.source == source)


def test_the_first_edition_fills_its_minutes_and_gives_reasons(diet: Diet) -> None:
    edition = diet.edition()

    assert 0.9 * 1800 <= edition.planned_s <= 1800
    assert all(slot.reasons for slot in edition.slots)
    for slot in edition.slots:
        assert sum(reason.weight for reason in slot.reasons) == pytest.approx(slot.worth, abs=1e-6)
    assert edition.price >= edition.reservation_rate
    assert 0 <= edition.gap < 0.05


def test_an_issued_edition_never_changes(diet: Diet, clock: Clock) -> None:
    first = diet.edition()
    diet.read(first.slots[0].item_id, answer="none")
    clock.now += timedelta(hours=3)
    diet.gather(force=True)

    assert diet.edition() == first


def test_answers_move_the_next_day_and_are_named_in_its_reasons(diet: Diet, clock: Clock) -> None:
    today = diet.edition()
    liked, disliked = today.slots[0], today.slots[1]
    for slot in today.slots:
        if slot.source == liked.source:
            diet.read(slot.item_id, active_s=slot.seconds, answer="more")
        elif slot.source == disliked.source:
            diet.read(slot.item_id, active_s=slot.seconds, answer="none")
    clock.next_day()
    diet.gather()
    tomorrow = diet.edition()

    read = {slot.story_id for slot in today.slots if slot.source in (liked.source, disliked.source)}
    assert not read & {slot.story_id for slot in tomorrow.slots}, "what was read does not return"
    told = {reason.item_id for slot in tomorrow.slots for reason in slot.reasons}
    assert liked.item_id in told
    worth = {slot.source: slot.worth for slot in tomorrow.slots}
    if disliked.source in worth and liked.source in worth and liked.source != disliked.source:
        assert worth[liked.source] > worth[disliked.source]


def test_gathering_again_brings_nothing_twice(diet: Diet) -> None:
    with diet.db.read() as tx:
        before = store.items.count(tx)
    again = diet.gather(force=True)

    with diet.db.read() as tx:
        assert store.items.count(tx) == before
    assert (again.new, again.updated) == (0, 0)


def test_minutes_granted_are_spent_or_returned(diet: Diet, clock: Clock) -> None:
    edition = diet.edition()
    diet.read(edition.slots[0].item_id, active_s=100, answer="all")
    clock.next_day()
    diet.gather()
    diet.edition()

    account = ledger(diet)
    first_day = account.days[0]
    assert (first_day.granted_s, first_day.spent_s, first_day.returned_s) == (1800, 100, 1700)
    assert account.still_open_s == 1800


def test_an_answer_changed_later_is_not_read_twice(diet: Diet) -> None:
    slot = diet.edition().slots[0]
    diet.read(slot.item_id, answer="all")
    diet.read(slot.item_id, answer="half")

    assert ledger(diet).spent_s == slot.seconds
    with diet.db.read() as tx:
        assert store.verdicts.latest(tx)[slot.item_id].answer == "half"


def test_outlets_telling_one_event_are_one_story(diet: Diet) -> None:
    assert max(slot.outlets for slot in diet.edition().slots) >= 2


def test_other_minutes_make_another_edition(diet: Diet) -> None:
    half, whole = diet.edition(minutes=10), diet.edition(minutes=60)

    assert half.planned_s <= 600 < whole.planned_s <= 3600
    assert diet.edition() == whole, "the page shows the last one asked for"


def test_looking_at_another_day_or_edition_costs_nothing(diet: Diet, clock: Clock) -> None:
    today = diet.edition()
    diet.preview(today.day + timedelta(days=1))
    diet.preview(today.day + timedelta(days=400), 5)
    diet.edition(minutes=7)
    again = diet.edition(minutes=30)

    assert again == today, "the same minutes are the same edition"
    assert diet.edition() == today, "and it is in hand again"
    assert ledger(diet).granted_s == ledger(diet).still_open_s == 1800


def test_an_edition_not_begun_may_be_made_anew(diet: Diet, tmp_path: Path) -> None:
    before = diet.edition()
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "own.txt").write_text("My own note\n\n" + "Tides and boats. " * 90, encoding="utf-8")
    source_actions.add(diet, str(folder))
    diet.gather()

    assert diet.edition() == before
    anew = diet.edition(again=True)
    assert "My own note" in {slot.title for slot in (*anew.slots, *anew.left_out)}
    diet.read(anew.slots[0].item_id, active_s=30)
    assert diet.edition(again=True) == anew, "what was begun is kept"
    assert ledger(diet).granted_s == 1800


def test_putting_the_sample_away_makes_room_for_one_s_own(diet: Diet, tmp_path: Path) -> None:
    diet.edition()
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "own.txt").write_text("My own note\n\n" + "Tides and boats. " * 90, encoding="utf-8")
    source_actions.add(diet, str(folder))
    diet.gather()
    sample.put_away(diet)

    assert [slot.title for slot in diet.edition().slots] == ["My own note"]


def test_a_run_of_bad_answers_is_no_end(diet: Diet, clock: Clock) -> None:
    for _ in range(4):
        for slot in diet.edition().slots[:6]:
            diet.read(slot.item_id, active_s=slot.seconds, answer="none")
        clock.next_day()
        diet.gather()

    assert diet.edition().slots


def test_a_floor_brings_its_topic_and_has_a_price(diet: Diet) -> None:
    rules.add(diet, "floor", "topic", "Essays", 6)
    edition = diet.edition()

    assert source_share(edition, "The Slow Ledger") >= 6 * 60 - 8
    assert [one.rule.subject for one in edition.rules if one.rule.id] == ["Essays"]


def test_a_rule_about_nothing_known_is_refused(diet: Diet) -> None:
    with pytest.raises(BadInput, match=r"No topic is called Sports\. Known: .*Science"):
        rules.add(diet, "floor", "topic", "Sports", 5)


def test_an_edition_can_be_taken_along_as_markdown(diet: Diet) -> None:
    edition = diet.edition()
    text = diet.publish(edition, Words("en", diet.zone))

    assert text.startswith("# heed · Friday 20 November · 30 min")
    assert text.count("\n## ") == len(edition.slots)


def test_a_day_without_candidates_is_not_issued(tmp_path: Path, clock: Clock) -> None:
    create_home(tmp_path / "empty")
    diet = open_home(tmp_path / "empty", clock=clock, load=by_spelling, timezone="UTC")

    assert diet.edition().id == 0
    assert ledger(diet).granted_s == 0
    diet.db.close()


def test_putting_the_sample_away_keeps_the_ledger(diet: Diet) -> None:
    slot = diet.edition().slots[0]
    diet.read(slot.item_id, active_s=60, answer="all")
    sample.put_away(diet)

    assert not sample.is_shown(diet)
    assert ledger(diet).spent_s == 60
    with diet.db.read() as tx:
        assert store.sources.all(tx) == []


def test_a_home_moves_whole_through_one_file(diet: Diet, tmp_path: Path, clock: Clock) -> None:
    edition = diet.edition()
    diet.read(edition.slots[0].item_id, active_s=60, answer="more")
    library.export(diet, tmp_path / "all.zip")
    create_home(tmp_path / "second")
    second = open_home(tmp_path / "second", clock=clock, load=by_spelling, timezone="UTC")
    library.restore(second, tmp_path / "all.zip")

    assert second.edition() == edition
    assert ledger(second) == ledger(diet)
    second.db.close()


def test_what_is_not_there_is_said(diet: Diet, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        diet.read(5, answer="all")
    with pytest.raises(BadInput, match="no folder, no OPML file and no web address"):
        source_actions.add(diet, "nonsense")
    with pytest.raises(BadInput, match="There is no file"):
        library.restore(diet, tmp_path / "missing.zip")


def test_a_folder_of_texts_is_a_source(diet: Diet, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "tides.md").write_text("# Tides\n\nThe moon pulls twice a day.", encoding="utf-8")
    (source,) = source_actions.add(diet, str(folder), topic="Notes")
    diet.gather()

    with diet.db.read() as tx:
        assert [item.title for item in store.items.newest(tx, 5, source_id=source.id)] == ["Tides"]
