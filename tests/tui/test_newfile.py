"""A file that somebody takes along is whole, or there is none."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from store.errors import Invalid
from tui.newfile import new_file, proposed


def test_a_disk_that_fills_up_leaves_no_half_a_file_that_looks_whole(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(Invalid), new_file(tmp_path / "history.csv") as file:
            file.write("a change\n" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_what_stops_half_way_leaves_nothing_and_what_was_there_stays(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "history.csv"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").write_text("kept")
    for name in (tmp_path / "mine", tmp_path / "none" / "there", "~nobody-here/there"):
        with pytest.raises(Invalid), new_file(name):
            pass
    assert (tmp_path / "mine").read_text() == "kept"


def test_a_place_is_proposed_even_where_the_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    assert proposed("history.csv") == str(tmp_path / "gone" / "history.csv")
    (tmp_path / "gone").rmdir()
    assert proposed("history.csv") == "~/history.csv"
