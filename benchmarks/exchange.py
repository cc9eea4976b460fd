"""Every table of the exchange in one run: team, compute and data, trade, value.

    HEED_DATA=/path/to/data python benchmarks/exchange.py [--small] [--only team ...]

market    clearing made teams: round robin, the integer program by HiGHS and CP-SAT beside it
team      a week of news among 5, 20 and 50: round robin, everyone alone, the integer program
fair      how often a shared-out day is unfair beyond one piece; the plain sum and a draw
compute   batches, workers, two tenants (first come, first served), the cascade; and data: two homes
          that each fetch alone, a byte budget by newest first
trade     two sides with unlike needs, beside equal shares
value     what attention is worth in made-up prices, beside a rival, and newest first

Each is a script of its own that says machine, seed and data; this one runs them in turn. Small,
everything is made and takes some seconds; what asks for HEED_DATA runs without its data steps.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
TABLES: dict[str, tuple[str, Sequence[str]]] = {
    "market": ("market.py", ("--small",)),
    "team": ("team_week.py", ("--small",)),
    "fair": ("team.py", ("--markets", "3")),
    "compute": ("compute.py", ("--only", "shares")),
    "trade": ("trade.py", ("--seeds", "2")),
    "value": ("value.py", ("--days", "2")),
}
"""The script of each table, and what makes it small."""
ASK_DATA = {"team", "compute"}


def command(name: str, *, small: bool) -> list[str]:
    """What is run for one table; without data only its made part."""
    script, few = TABLES[name]
    without = name in ASK_DATA and "HEED_DATA" not in os.environ
    return [sys.executable, str(HERE / script), *(few if small or without else ())]


def main() -> None:
    asks = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asks.add_argument("--small", action="store_true", help="some seconds, for tests")
    asks.add_argument("--only", nargs="*", choices=list(TABLES), default=list(TABLES))
    asked = asks.parse_args()
    failed = []
    for name in asked.only:
        run = command(name, small=asked.small)
        print(f"\n# {name}: {' '.join([Path(run[1]).name, *run[2:]])}\n", flush=True)
        if name in ASK_DATA and "HEED_DATA" not in os.environ:
            print("HEED_DATA is not set: what needs real data is left out.\n", flush=True)
        if subprocess.run(run, check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"These tables could not be made: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
