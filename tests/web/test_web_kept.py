"""Marking, noting, putting by and reading on: the same with and without script."""

from heed.store import highlights, saved


def first(home):
    return home.edition().slots[0].item_id


def test_a_sentence_is_marked_by_its_number_with_a_note(home, site):
    item_id = first(home)
    page = site.get(f"/story/{item_id}").text
    assert 'name="sentence" value="1"' in page

    sent = {"sentence": ["1", "2"], "note": "Ask <b>her</b>."}
    page = site.post(f"/story/{item_id}/highlight", data=sent).text
    assert "What you marked here" in page
    assert "<mark>" in page
    assert "Ask &lt;b&gt;her&lt;/b&gt;." in page
    with home.db.read() as tx:
        [one] = highlights.all(tx)
    assert one.item_id == item_id
    assert one.quote in " ".join(site.get("/highlights").text.split())


def test_the_same_words_are_kept_once_and_taken_away(home, site):
    item_id = first(home)
    for _ in range(2):
        site.post(f"/story/{item_id}/highlight", data={"sentence": "1"})
    with home.db.read() as tx:
        [one] = highlights.all(tx)
    site.post(f"/story/{item_id}/highlight", data={"quote": one.quote})
    site.post(f"/highlights/{one.id}/note", data={"note": "later"})
    assert "later" in site.get("/highlights").text
    site.post(f"/highlights/{one.id}/remove")
    assert "Nothing is marked yet" in site.get("/highlights").text


def test_words_that_do_not_stand_there_are_not_marked(home, site):
    answer = site.post(f"/story/{first(home)}/highlight", data={"quote": "xyzzy plugh"})
    assert answer.status_code == 400
    assert "do not stand in the piece" in answer.text


def test_a_piece_is_put_by_and_taken_off(home, site):
    item_id = first(home)
    assert "Nothing is put by" in site.get("/saved").text
    page = site.post(f"/story/{item_id}/save", data={"does": "save"}).text
    assert "Take it off the list" in page
    assert f"/story/{item_id}" in site.get("/saved").text
    site.post(f"/saved/{item_id}/remove")
    with home.db.read() as tx:
        assert not saved.all(tx)


def test_the_place_is_kept_until_the_end_is_reached(home, site):
    item_id = first(home)
    site.post("/reading/place", data={"item": item_id, "share": "0.5"})
    page = site.get(f"/story/{item_id}").text
    assert "You were about 50 % in" in page
    assert 'id="here"' in page
    site.post("/reading/place", data={"item": item_id, "share": "1"})
    assert "% in. Read on" not in site.get(f"/story/{item_id}").text
    assert site.post("/reading/place", data={"item": 1, "share": "0.2"}).status_code == 404


def test_what_was_kept_stays_when_its_source_goes(home, site):
    item_id = first(home)
    site.post(f"/story/{item_id}/highlight", data={"sentence": "1"})
    with home.db.write() as tx:
        from heed.store import items, sources

        sources.remove(tx, items.get(tx, item_id).source_id)
    assert f"/story/{item_id}" in site.get("/highlights").text
