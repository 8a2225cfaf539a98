"""The progress bar: what takes its time says how far it is, in the room that there is, and leaves nothing behind."""

from __future__ import annotations

import io

import pytest

from tui.format import cell_width
from tui.progress import line, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize("words", ["Making the demo", "正在准备演示数据"])
def test_it_grows_in_its_place_and_fits(words: str, columns: int) -> None:
    shown = [line(words, share, columns) for share in (0, 50, 100)]
    assert len({cell_width(one) for one in shown}) == 1
    assert all(cell_width(one) < columns for one in shown)
    assert [one.count("█") for one in shown] == sorted({one.count("█") for one in shown})
    assert [one[-4:] for one in shown] == ["  0%", " 50%", "100%"]


def test_each_percent_is_drawn_once_and_the_line_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress("Making") as tell:
        for done in range(1001):
            tell(done, 1000)
    assert terminal.getvalue().count("%") == 101
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", file := io.StringIO())
    with progress("Making") as tell:
        tell(1, 2)
    assert file.getvalue() == ""
