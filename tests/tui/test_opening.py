"""The screens open without Click, by the same options as with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import pytest

from tui import __main__, cli, i18n, opening
from tui.options import Options

WORDS: list[tuple[str, ...]] = [
    (),
    ("--demo",),
    ("--as", "ana"),
    ("--db", "team.db", "--as", "王", "--no-mouse"),
    ("--mouse", "--lang", "zh_CN", "--demo"),
    ("--confined", "--db", "a b.db", "--as", "li"),
]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Options]]:
    """With which options the screens would have opened."""
    found: list[Options] = []
    monkeypatch.setenv(i18n.LANGUAGE, "en")  # so that it is put back
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.setattr(opening, "open_screens", found.append)
    yield found
    i18n.use("en")


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_the_short_way_in_reads_the_options_as_the_long_one_does(words: Sequence[str], opened: list[Options]) -> None:
    short = opening.without_command(words)
    assert short is not None
    assert opening.begin(short)
    cli.main(list(words), standalone_mode=False)
    assert asdict(opened[0]) == asdict(opened[1])


@pytest.mark.parametrize(
    "words",
    [("due",), ("--help",), ("--as",), ("--as", "--demo"), ("--db=x",), ("--oops",), ("--demo", "due")],
    ids=" ".join,
)
def test_whatever_else_is_said_is_for_click(words: Sequence[str]) -> None:
    assert opening.without_command(words) is None


def test_a_confined_session_that_asks_for_a_command_gets_no_screens(
    monkeypatch: pytest.MonkeyPatch, opened: list[Options]
) -> None:
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "rm -rf /")
    monkeypatch.setattr(sys, "argv", ["huddle", "--as", "ana"])
    with pytest.raises(SystemExit, match="2"):
        __main__.main()
    assert opened == []
