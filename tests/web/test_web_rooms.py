"""Which room and page an address belongs to."""

import re

import pytest

from heed.web.help import KEYS
from heed.web.render import STATIC
from heed.web.rooms import ROOMS, standing


@pytest.mark.parametrize(
    ("path", "room", "page"),
    [
        ("/", "Read", "/"),
        ("/team", "Team", "/team"),
        ("/team/people", "Team", "/team/people"),
        ("/rules/3/remove", "Read", "/rules"),
        ("/story/1000000000000000", "Read", ""),
        ("/teams", "Read", ""),
    ],
)
def test_an_address_lies_in_the_room_of_its_page(path: str, room: str, page: str) -> None:
    found, href = standing(path)
    assert (found.label, href) == (room, page)


def test_no_page_lies_in_two_rooms() -> None:
    pages = [page.href for room in ROOMS for page in room.pages]
    assert len(pages) == len(set(pages))


def test_the_help_page_lists_every_key_that_goes_somewhere() -> None:
    script = (STATIC / "keys.js").read_text(encoding="utf-8")
    places = re.search(r"const PLACES = \{(.*?)\}", script)
    assert places
    letters = re.findall(r"(\w): ", places[1])
    assert {keys for keys, _ in KEYS if keys.startswith("g ")} == {f"g {one}" for one in letters}
