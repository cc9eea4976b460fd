"""What a reader sets is one line of the home's file, and the rest of the file stays."""

import tomllib
from pathlib import Path

import pytest

from heed.actions.home import create_home, open_home
from heed.actions.settings import CHANGEABLE, change, with_line
from heed.errors import BadInput, NotFound
from heed.settings import FILE_NAME, Settings
from heed.web.settings import LABELS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "minutes = 20\n"),
        ("# minutes = 30  # a day\nport = 1\n", "minutes = 20\nport = 1\n"),
        ("minutes = 5\n# minutes = 30\n", "minutes = 20\n# minutes = 30\n"),
        ("port = 1\n\n[mail]\nhost = 1\n", "port = 1\nminutes = 20\n\n[mail]\nhost = 1\n"),
    ],
)
def test_a_line_takes_the_place_of_its_own(text: str, told: str) -> None:
    assert with_line(text, "minutes", 20) == told
    tomllib.loads(told)


def test_a_change_holds_at_once_and_after_the_next_start(tmp_path: Path) -> None:
    create_home(tmp_path)
    diet = open_home(tmp_path)
    change(diet, "minutes", "20")
    change(diet, "timezone", "Europe/Berlin")
    assert (diet.settings.minutes, str(diet.zone)) == (20, "Europe/Berlin")
    diet.db.close()
    again = open_home(tmp_path)
    assert (again.settings.minutes, again.settings.timezone) == (20, "Europe/Berlin")
    again.db.close()


def test_what_cannot_be_set_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = create_home(tmp_path).read_text()
    diet = open_home(tmp_path)
    with pytest.raises(BadInput, match="setting minutes cannot be used"):
        change(diet, "minutes", "many")
    with pytest.raises(NotFound, match="no setting host"):
        change(diet, "host", "0.0.0.0")
    monkeypatch.setenv("HEED_MINUTES", "9")
    with pytest.raises(BadInput, match="The environment sets minutes"):
        change(diet, "minutes", "20")
    assert (tmp_path / FILE_NAME).read_text() == before
    diet.db.close()


def test_the_page_names_what_can_be_changed() -> None:
    assert tuple(LABELS) == CHANGEABLE
    assert set(CHANGEABLE) < set(Settings.model_fields)
