"""A thousand customers at once: is any message lost, kept twice, or answered to somebody else?

    python benchmarks/deskcrowd.py [--customers 1000] [--at-once 100] [--spelling]

The sample's shop behind its real server on this machine; every message goes over its own
connection, `--at-once` threads send them, and half of them are about nothing the shop knows, so
that they are handed to one agent until she has no room. --spelling reads by spelling alone, which
costs less; else the encoder that is installed. Exits with 1 where anything is wrong.
"""

import argparse
import http.client
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import numpy as np
import uvicorn

from heed.actions import deskwork
from heed.actions.desk import Desk
from heed.actions.home import create_home, open_home
from heed.models.encoder import Encoder, load_encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing
from heed.store import deskturns
from heed.types import DeskTurn
from heed.web.app import CUSTOMERS, create_app

KNOWN = "Do you deliver to Pell Island? I ask for parcel {}."
UNKNOWN = "Sing me the national anthem of Peru, verse {}"
PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Told:
    """What one customer was told: the status, the JSON that came, and how long she waited."""

    asked: str
    status: int
    id: int
    talk: str
    answer: str
    seconds: float


def by_spelling(_: bytes | None) -> Encoder:
    return Encoder(lambda: Missing("Not asked for."), None, Hashed())


@contextmanager
def served(app: object) -> Iterator[int]:
    """The app on a free port of this machine; more connections may wait than come at once."""
    given = uvicorn.Config(app, port=0, log_level="warning", ws="none", backlog=2048)  # type: ignore[arg-type]
    server = uvicorn.Server(given)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def ask(port: int, message: str) -> Told:
    begin = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        body = json.dumps({"message": message})
        line.request("POST", "/api/desk/ask", body, {"content-type": "application/json"})
        answer = line.getresponse()
        said = json.loads(answer.read())
    finally:
        line.close()
    waited = time.perf_counter() - begin
    return Told(message, answer.status, said.get("id", 0), said.get("talk", ""),
                said.get("answer") or "", waited)  # fmt: skip


def wrong(told: Sequence[Told], kept: Sequence[DeskTurn]) -> dict[str, int]:
    """What must be none."""
    by_id = {one.id: one for one in kept}
    taken = [one for one in told if one.status == 200]
    fine = [one for one in taken if one.id in by_id]
    return {
        "refused": len(told) - len(taken),
        "lost": len(taken) - len(fine),
        "kept without a customer": len(kept) - len({one.id for one in fine}),
        "kept twice": len(kept) - len({one.asked for one in kept}),
        "two in one conversation": len(taken) - len({one.talk for one in taken}),
        "another one's message": sum(by_id[one.id].asked != one.asked for one in fine),
        "another answer than was kept": sum(by_id[one.id].answer != one.answer for one in fine),
        "neither answered nor waiting": sum(
            not one.answer and one.state != "waiting" for one in kept
        ),
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--customers", type=int, default=1000)
    asked.add_argument("--at-once", type=int, default=100)
    asked.add_argument("--spelling", action="store_true")
    given = asked.parse_args()
    messages = [(KNOWN if n % 2 else UNKNOWN).format(n) for n in range(given.customers)]
    with TemporaryDirectory() as scratch:
        folder = create_home(Path(scratch) / "home").parent
        diet = open_home(folder, load=by_spelling if given.spelling else load_encoder)
        desk = Desk(diet)
        desk.take_sample()
        deskwork.add_agent(desk, "Ada", 1440)
        desk.look("warm up")
        with served(create_app(diet, pages=CUSTOMERS)) as port:
            ask(port, "warm up")
            began, cpu = time.perf_counter(), time.process_time()
            with ThreadPoolExecutor(given.at_once) as pool:
                told = list(pool.map(lambda one: ask(port, one), messages))
            took, worked = time.perf_counter() - began, time.process_time() - cpu
        with diet.db.read() as tx:
            kept = [one for one in deskturns.all(tx) if one.asked != "warm up"]
        held = sum(one.agent_id is not None and one.state == "waiting" for one in kept)
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python "
          f"{platform.python_version()}; {given.customers} messages, {given.at_once} at once, read "
          f"{'by spelling' if given.spelling else 'by the installed encoder'}")  # fmt: skip
    waits = np.percentile([one.seconds for one in told], [50, 95, 100])
    print(f"{sum(one.state == 'answered' for one in kept)} answered, {held} with the agent, "
          f"{sum(one.state == 'waiting' for one in kept) - held} waiting for room")  # fmt: skip
    print(f"{took:.1f} s elapsed, {1e3 * worked / len(told):.0f} ms of the processor a message, "
          f"its customer's part too; waited p50 {waits[0]:.2f} s, p95 {waits[1]:.2f} s, most "
          f"{waits[2]:.2f} s")  # fmt: skip
    found = wrong(told, kept)
    print(", ".join(f"{name} {count}" for name, count in found.items()))
    sys.exit(1 if any(found.values()) else 0)


if __name__ == "__main__":
    main()
