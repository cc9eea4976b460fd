"""A process killed in the middle of sharing out leaves nothing half-assigned behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.homes import Clock
from fakes.teams import team_home
from heed import store
from heed.actions import needs, team
from heed.diet import Diet

CHILD = """
import sys
from pathlib import Path
from sqlalchemy import event
from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.actions import team
from heed.diet import Diet
from heed.settings import Settings

home, stop = Path(sys.argv[1]), int(sys.argv[2])
settings, made = Settings(home=home, timezone="UTC"), []
with store.open(settings.database) as db:
    def after(connection, cursor, statement, *rest):
        made.append(statement.startswith("INSERT"))
        if sum(made) == stop:
            print("in the middle", flush=True)
            sys.stdin.read()
    event.listen(db.engine, "after_cursor_execute", after)
    team.clear(Diet(db, Silence(), settings, Clock(), by_spelling))
"""
STATEMENTS = 5
"""Changes of one clearing: the day, its seats, pieces and audits, the assignments."""


@pytest.fixture
def diet(tmp_path: Path) -> Iterator[Diet]:
    with team_home(tmp_path, Clock()) as opened:
        for topic in ("Tides", "Bread"):
            needs.add(opened, "topic", topic)
        yield opened


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("stop", range(1, STATEMENTS + 1))
def test_a_clearing_killed_in_the_middle_leaves_no_trace(diet: Diet, stop: int) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(diet.settings.home), str(stop)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout
    assert child.stdin
    with child.stdout, child.stdin:
        assert child.stdout.readline() == b"in the middle\n"
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL

    assert team.current(diet) is None
    with diet.db.read() as tx:
        assert store.assignments.of_market(tx, 1) == []
    day = team.clear(diet)
    assert {one.item_id for one in team.held(diet, day)} == {one.item_id for one in day.wanted}
