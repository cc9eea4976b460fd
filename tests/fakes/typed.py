"""heed as it is typed, in this process: starting another one for every verb would take minutes."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from heed.cli import main


def typed(home: Path | None, *words: object, given: str = "") -> CompletedProcess[str]:
    """What `heed --home HOME WORDS` said and its exit status; `given` is what is piped in."""
    line = ["heed", *(["--home", str(home)] if home else []), *map(str, words)]
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(io.StringIO()) as out,
        redirect_stderr(io.StringIO()) as err,
    ):
        patch.setattr(sys, "argv", line)
        patch.setattr(sys, "stdin", io.StringIO(given))
        patch.setenv("HEED_FULL_TEXT_PIECES", "0")
        with pytest.raises(SystemExit) as left:
            main()
    return CompletedProcess(line, int(left.value.code or 0), out.getvalue(), err.getvalue())


def run(home: Path | None, *words: object, given: str = "") -> tuple[int, str, str]:
    """The same as (status, what was said, what was complained of)."""
    done = typed(home, *words, given=given)
    return done.returncode, done.stdout, done.stderr
