"""Serving the pages on this machine, and gathering in the background. No page lives here."""

import errno
import logging
import socket
import threading
from collections.abc import Callable

import uvicorn

from heed.actions import sample
from heed.actions.sending import send_when_due
from heed.diet import Diet
from heed.errors import BadInput, HeedError
from heed.store import people
from heed.web.app import CUSTOMERS, PAGES, create_app
from heed.web.guard import LOOPBACK
from heed.web.houses import Houses
from heed.web.place import House

LOOK_EVERY_S = 60.0


def serve(
    diet: Diet,
    *,
    port: int | None = None,
    say: Callable[[str], None] = print,
    customers: bool = False,
) -> None:
    """Serve until stopped; customers: only what a help desk's customers may reach, no home.

    Raises BadInput where the address cannot be used.

    While nobody has to enter by a password heed answers this machine only, but for customers.
    """
    host = diet.settings.host
    with diet.db.read() as tx:
        asks = people.any(tx)
    if host not in LOOPBACK and not asks and not customers:
        raise BadInput(
            f"Anybody could enter, so heed serves this machine only, not {host}. "
            "Name somebody first: heed person add NAME"
        )
    listening = _listen(host, diet.settings.port if port is None else port)
    stopped = threading.Event()
    pages, names = CUSTOMERS if customers else PAGES, (host, *diet.settings.names)
    app = create_app(diet, sample=sample.is_shown(diet), hosts=names, pages=pages)
    houses: Houses = app.state.houses
    if not customers:
        threading.Thread(target=_gather_when_due, args=(houses, stopped), daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    say(f"heed is open on http://{shown}:{listening.getsockname()[1]} (stop with Ctrl-C)")
    try:
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
    finally:
        stopped.set()


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if error.errno != errno.EADDRINUSE:
            raise BadInput(f"Cannot listen on {host}, port {port}: {error.strerror}.") from error
        raise BadInput(
            f"Port {port} is taken (is heed open already?). Choose another: heed serve --port 8422"
        ) from error
    return listening


def _gather_when_due(houses: Houses, stopped: threading.Event) -> None:
    """Visits are planned in the store, so a restart asks nobody twice; nor does anybody get an
    edition by mail twice, or before what was due has come."""
    while not stopped.is_set():
        for house in houses.every():
            house.gathering.start(house.diet)
        if stopped.wait(LOOK_EVERY_S):
            return
        for house in houses.every():
            if not house.gathering.stage.running:
                _send_when_due(house)


def _send_when_due(house: House) -> None:
    try:
        send_when_due(house.diet)
    except HeedError as error:
        logging.getLogger(__name__).warning("today's edition did not leave: %s", error)
    except Exception:  # a thread has nobody above it: the other homes are looked after as before
        logging.getLogger(__name__).exception("sending")
