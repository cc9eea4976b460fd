"""The rooms of the house and the pages of each, for the navigation. Knows no route."""

from typing import NamedTuple

from heed.wording import mark


class Page(NamedTuple):
    """A page one can go to: its address and its name in English."""

    href: str
    label: str


class Room(NamedTuple):
    """Pages that belong together; the first is where the room begins."""

    label: str
    pages: tuple[Page, ...]

    @property
    def href(self) -> str:
        """Where the room begins."""
        return self.pages[0].href


ROOMS = (
    Room(
        mark("Read"),
        (
            Page("/", mark("Today")),
            Page("/left-out", mark("Left out")),
            Page("/newest", mark("Newest first")),
            Page("/saved", mark("Put by")),
            Page("/sources", mark("Sources")),
            Page("/rules", mark("Rules")),
            Page("/settings", mark("Settings")),
        ),
    ),
    Room(
        mark("Find"),
        (
            Page("/search", mark("Search")),
            Page("/ask", mark("Ask")),
            Page("/watch", mark("Watch")),
            Page("/recommend", mark("Recommend")),
            Page("/translate", mark("Translate")),
        ),
    ),
    Room(
        mark("Learn"),
        (
            Page("/ledger", mark("Ledger")),
            Page("/you", mark("Who heed thinks you are")),
            Page("/evaluation", mark("How well heed knows you")),
            Page("/diet", mark("Your diet")),
            Page("/goals", mark("Goals")),
            Page("/highlights", mark("Marked")),
            Page("/cards", mark("Cards")),
        ),
    ),
    Room(
        mark("Team"),
        (
            Page("/team", mark("Market day")),
            Page("/team/people", mark("Members and needs")),
            Page("/team/audit", mark("How fair")),
            Page("/exchange/compute", mark("What it cost the machine")),
        ),
    ),
    Room(
        mark("Desk"),
        (
            Page("/desk", mark("What waits")),
            Page("/desk/report", mark("What the desk did")),
            Page("/desk/talk", mark("The customers' page")),
        ),
    ),
    Room(
        mark("Lab"),
        (
            Page("/lab", mark("What attention bought")),
            Page("/value", mark("What it is worth")),
            Page("/attention", mark("Look inside")),
        ),
    ),
)


def standing(path: str) -> tuple[Room, str]:
    """The room an address belongs to, and the address of the page it is or lies under, if any.

    What lies under no page, such as a story, belongs to the first room.
    """
    found = [
        (page.href, room)
        for room in ROOMS
        for page in room.pages
        if path == page.href or (page.href != "/" and path.startswith(f"{page.href}/"))
    ]
    if not found:
        return ROOMS[0], ""
    href, room = max(found, key=lambda one: len(one[0]))
    return room, href
