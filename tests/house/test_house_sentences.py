"""Every sentence of an error that a page may show is known to the Chinese catalog, by its shape."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from heed import catalog

SOURCE = Path(catalog.__file__).parent
ERRORS = {
    "BadInput",
    "NotFound",
    "Denied",
    "Unreachable",
    "Unreadable",
    "StoreError",
    "Undecodable",
}
ONLY_TYPED = {
    "cli/attending.py",
    "cli/attention.py",
    "cli/cards.py",
    "cli/exchange.py",
    "cli/desk.py",
    "cli/finding.py",
    "cli/goals.py",
    "cli/keeping.py",
    "cli/lab.py",
    "cli/ledger.py",
    "cli/liking.py",
    "cli/opened.py",
    "cli/post.py",
    "cli/reading.py",
    "cli/team.py",
    "cli/watch.py",
    "cli/trade.py",
    "actions/trade.py",
    "exchange/sides.py",
    "actions/home.py",
    "actions/library.py",
    "sample/__init__.py",
    "settings.py",
    "store/archive.py",
    "store/migrating.py",
    "web/serve.py",
}
"""Said on the command line only, which speaks English."""
TABLES = {
    "sources/document.py": {"_REFUSALS"},
    "store/complaints.py": {"_SENTENCES", "_GONE"},
    "wire/answer.py": {"_REFUSALS", "_UNUSABLE"},
    "wire/http.py": {"causes", "otherwise"},
    "web/app.py": {"NO_PAGE", "NO_WAY", "UNUSABLE", "TOO_LONG", "NO_FORM"},
    "web/gathering.py": {"BROKEN"},
}
"""Sentences that are picked from a table, by the table's name."""
SYSTEM = {"Is a directory", "Permission denied", "No such file or directory", "Not a directory"}
"""Phrases of the operating system that a sentence may hold."""


def template(node: ast.expr) -> str | None:
    """`f"{a} is {b}."` and `"{a} is {b}."` alike as `{0} is {1}.`; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = re.split(r"\{\w+\}", node.value)
        return "".join(f"{{{n - 1}}}{part}" if n else part for n, part in enumerate(parts))
    if not isinstance(node, ast.JoinedStr):
        return None
    filled = 0
    text = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        else:
            text += f"{{{filled}}}"
            filled += 1
    return text


def strings(node: ast.AST) -> Iterator[str]:
    """Every text in a table: its values, without its keys."""
    inside: set[int] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr):
            inside |= {id(one) for one in ast.walk(part) if one is not part}
        if isinstance(part, ast.Dict):
            inside |= {id(key) for key in part.keys if key}
    for part in ast.walk(node):
        if isinstance(part, ast.Constant | ast.JoinedStr) and id(part) not in inside:
            text = template(part)
            if text:
                yield text


def sentences() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        if name in ONLY_TYPED:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and node.args:
                text = template(node.args[0])
                if text:
                    yield text
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if getattr(target, "id", "") in TABLES.get(name, ()):
                    yield from strings(node.value)


def known() -> dict[str, str]:
    with catalog.path("zh").open("rb") as file:
        return {one.id: one.string for one in read_po(file) if one.context == catalog.TOLD}


SAID = sorted(set(sentences()) | SYSTEM)


def test_every_sentence_is_told_in_chinese() -> None:
    assert [one for one in SAID if not known().get(one)] == []


def test_no_sentence_is_left_over() -> None:
    assert [one for one in known() if one not in SAID] == []


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_is_recognised_with_what_was_filled_in(sentence: str) -> None:
    values = ["https://a.example/x?y={0}.", "一 b c", "5.5", "a/b"]
    holes = sorted(set(re.findall(r"\{(\d)\}", sentence)))
    spoken = re.sub(r"\{(\d)\}", lambda hole: values[int(hole[1])], sentence)
    expected = re.sub(r"\{(\d)\}", lambda hole: values[int(hole[1])], known()[sentence])

    assert catalog.told("zh", spoken) == expected
    assert holes == sorted(set(re.findall(r"\{(\d)\}", known()[sentence])))
    assert catalog.told("en", spoken) == spoken


def test_other_texts_come_back_as_they_are() -> None:
    assert catalog.told("zh", "A feed wrote this.") == "A feed wrote this."


def test_what_was_filled_in_is_told_too() -> None:
    assert catalog.told("zh", "a.example sent a body that breaks off.") == (
        catalog.told("zh", "a.example sent X.").replace(
            "X", catalog.told("zh", "a body that breaks off")
        )
    )
