"""`heed person` as it is typed."""

from pathlib import Path
from subprocess import CompletedProcess

from fakes.typed import typed
from heed.actions import people
from heed.actions.home import open_home


def heed(home: Path, *words: str, given: str = "") -> CompletedProcess[str]:
    return typed(home, "person", *words, given=given)


def test_people_are_let_in_and_out_on_the_command_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "owner of this home" in heed(home, "add", "ada", given="a long word for ada\n").stdout
    assert "readers/ben" in heed(home, "add", "ben", given="a word ben knows\n").stdout
    short = heed(home, "add", "cleo", given="short\n")
    assert short.returncode == 1
    assert short.stderr == "A password has 10 to 200 characters.\n"
    assert "ada  owner" in heed(home, "list").stdout
    secret = heed(home, "token", "ben", "phone").stdout.strip()
    assert heed(home, "invite").stdout.startswith("/join/")
    assert heed(home, "password", "ben", given="another word ben knows\n").returncode == 0
    diet = open_home(home)
    entered = people.known(diet, secret)
    assert entered is not None
    assert entered.person.name == "ben"
    assert people.enter(diet, "ben", "another word ben knows")
    diet.db.close()
    assert "no longer" in heed(home, "remove", "ben").stdout
    assert heed(home, "remove", "ben").stderr == "Nobody called ben may enter this home.\n"
