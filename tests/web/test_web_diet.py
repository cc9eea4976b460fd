"""The diet, the check after reading and the focus view, from a home."""

from heed.actions import check, goals, rules
from heed.actions import diet as diets
from heed.store import cards, items, sources


def read_some(home):
    for n, slot in enumerate(home.edition().slots[:4]):
        home.read(slot.item_id, active_s=120 + 60 * n, answer="all")


def test_an_empty_diet_says_so(bare, empty_site):
    assert "there is nothing to weigh" in empty_site.get("/diet").text


def test_the_diet_adds_up_to_what_was_spent(home, site):
    read_some(home)
    found = diets.facts(home)
    assert found.seconds == 120 + 180 + 240 + 300
    assert sum(one.seconds for one in found.sources) == found.seconds
    assert sum(one.seconds for one in found.known) == found.seconds
    assert 1 <= found.effective_topics <= len(found.topics)
    assert not {one.name for one in found.known} & set(found.gaps)
    page = site.get("/diet").text
    assert "The map of what you know" in page
    assert page.count('<rect class="area"') == len(found.known)
    assert "you never read them" in page
    assert "你的信息饮食" in site.get("/diet", headers={"accept-language": "zh"}).text


def test_rules_and_goals_show_what_they_cost(home, site, clock):
    with home.db.read() as tx:
        topic = next(one.topic for one in sources.all(tx) if one.topic)
    rules.add(home, "floor", "topic", topic, 5)
    goals.add(home, topic, 70)
    home.edition()
    found = diets.facts(home).rules
    assert [one.rule.seconds for one in found] == [300, 600]
    assert all(one.editions == 1 and one.cost >= 0 and not one.held for one in found)
    assert f"At least 10 min of {topic} a day." in site.get("/diet").text


def test_a_check_asks_a_sentence_of_the_piece_and_its_answer_makes_a_card(home, site):
    item_id = home.edition().slots[0].item_id
    asked = check.check(home, item_id)
    assert asked
    with home.db.read() as tx:
        assert asked.sentence in items.get(tx, item_id).text
    assert 0 < asked.share <= 1
    page = site.get(f"/story/{item_id}/check").text
    assert "Show the answer" in page
    home.read(item_id, answer="all")
    assert f"/story/{item_id}/check" in site.get(f"/story/{item_id}").text
    site.post(f"/story/{item_id}/check", data={"grade": "good", "seconds": "7"})
    with home.db.read() as tx:
        [card] = cards.all(tx)
        [given] = cards.reviews(tx)
    assert (card.front, card.back) == (asked.front, asked.back)
    assert (given.grade, given.seconds) == ("good", 7)


def test_focus_shows_one_piece_after_another_and_ends(home, site):
    slots = home.edition().slots
    for slot in slots:
        page = site.get("/focus").text
        assert "Leave focus" in page
        assert 'class="rooms"' not in page
        assert f'data-reading="{slot.item_id}"' in page
        sent = {"answer": "half", "focus": "1"}
        answer = site.post(
            f"/story/{slot.item_id}/verdict", data=sent, headers={"hx-request": "true"}
        )
        assert 'href="/focus"' in answer.text
    assert "That is all for today." in site.get("/focus").text


def test_without_script_focus_goes_on_by_itself(home, site):
    first, second = home.edition().slots[:2]
    page = site.post(f"/story/{first.item_id}/verdict", data={"answer": "all", "focus": "1"}).text
    assert f'data-reading="{second.item_id}"' in page
