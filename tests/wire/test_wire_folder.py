"""Reading folders from a real disk."""

from pathlib import Path

import pytest

from heed.errors import Unreachable
from heed.wire.folder import read_folder


def put(path: Path, text: str = "words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def paths(root: Path, **caps: int) -> list[str]:
    return [file.path for file in read_folder(root, **caps)]


def test_documents_of_every_level_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/er/c.HTML", "deep/d.htm", "e.pdf", "f"):
        put(tmp_path / name)
    assert paths(tmp_path) == ["a.md", "b.txt", "deep/d.htm", "deep/er/c.HTML"]


def test_a_file_comes_with_its_bytes_and_an_aware_time(tmp_path: Path) -> None:
    put(tmp_path / "a.md", "é")
    (file,) = read_folder(tmp_path)
    assert file.body == "é".encode()
    assert file.modified_at.utcoffset() is not None


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    put(tmp_path / ".secret.md")
    put(tmp_path / ".git" / "a.md")
    put(tmp_path / "kept.md")
    assert paths(tmp_path) == ["kept.md"]


def test_links_that_lead_out_are_refused_and_inner_ones_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    put(outside / "key.txt")
    put(inside / "real.txt")
    (inside / "leak.txt").symlink_to(outside / "key.txt")
    (inside / "leaks").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "same.txt").symlink_to(inside / "real.txt")
    (inside / "dangling.txt").symlink_to(inside / "nothing.txt")
    assert paths(inside) == ["real.txt", "same.txt"]


def test_too_large_files_are_skipped_and_too_many_are_a_sentence(tmp_path: Path) -> None:
    put(tmp_path / "big.txt", "x" * 11)
    put(tmp_path / "small.txt", "x" * 10)
    assert paths(tmp_path, max_file_bytes=10) == ["small.txt"]
    with pytest.raises(Unreachable, match="holds over 1 documents"):
        read_folder(tmp_path, max_files=1)


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="There is no folder"):
        read_folder(tmp_path / "nowhere")
