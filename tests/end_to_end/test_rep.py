"""A rep's day in the installed program: the README's two minutes, and two people at one follow-up."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from installed import HUDDLE
from terminal import Terminal

README = Path(__file__).parents[2] / "README.md"
NAMED = {"Enter": "enter", "Tab": "tab"}
AFTER = {  # what the screen says after the last key of a row of the README's table
    "4": "Overdue · 2",
    "space n enter": "next call Tue 24 Nov · u undo",
    "space enter": "next call Mon 30 Nov · u undo",
    "space a tab they want both mills enter": "next call Wed 23 Dec · u undo",
    "1 / complaint enter": "Today · 1",
    "space a brighter display leaves today enter": "Answered · u undo",
    "6 >": "Needs confirmed · 25% · u undo",
}


def two_minutes() -> list[list[str]]:
    """The keys and texts of each row of the table in the README."""
    table = README.read_text(encoding="utf-8").partition("## Two minutes of a rep")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ") and "`" in line]
    return [
        [
            NAMED.get(key, key) if key else text.strip()
            for key, text in re.findall(r"`([^`]+)`|([^`]+)", row)
            if key or text.strip()
        ]
        for row in rows
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_two_minutes_of_the_readme(home: dict[str, str], plain: Callable[..., str], size: tuple[int, int]) -> None:
    with Terminal([*HUDDLE, "demo", "--as", "tom"], size=size, env=home) as terminal:
        terminal.wait_for("Must do", 60)
        for keys in two_minutes()[:-1]:
            for key in keys:
                terminal.press(key)
                terminal.read(0.15)
            terminal.wait_for(AFTER[" ".join(keys)])
        terminal.press(*two_minutes()[-1])
        assert terminal.wait() == 0
    customer = json.loads(plain("--demo", "customer", "Papierfabrik", "--json"))
    assert "they want both mills" in json.dumps(customer)
    moved = [deal["name"] for deal in json.loads(plain("--demo", "deals", "--stage", "Needs confirmed", "--json"))]
    assert "Waterworks, tender" in moved
    with sqlite3.connect(Path(home["XDG_DATA_HOME"]) / "huddle" / "demo.db") as file:
        done = file.execute("SELECT outcome FROM follow_up WHERE done_at LIKE '2026-11-23T09%' ORDER BY id").fetchall()
        answered = file.execute("SELECT count(*) FROM complaint WHERE first_response_at LIKE '2026-11-23T09%'")
        assert sorted(outcome for (outcome,) in done) == ["advanced", "connected", "no_answer"]
        assert answered.fetchone() == (1,)


def test_two_people_complete_one_follow_up_and_no_word_is_lost(home: dict[str, str], plain: Callable[..., str]) -> None:
    plain("init", "--team", "Northern Sales", "--name", "Ana", "--currency", "EUR", "--timezone", "Europe/Madrid")
    plain("member", "add", "Li Wei", "li")
    plain("add", "call - renewal terms today")
    ana, li = (Terminal([*HUDDLE, *who], size=(80, 24), env=home) for who in ([], ["--as", "li"]))
    with ana, li:
        for terminal in (ana, li):
            terminal.wait_for("1Today")
            terminal.press("4")
        li.press("m")
        for terminal, words in ((ana, "Ana spoke to their lawyer"), (li, "Li spoke to the buyer")):
            terminal.wait_for("renewal terms")
            terminal.press("space")
            terminal.wait_for("Outcome")
            terminal.press("tab", words)
            terminal.wait_for(words)
        ana.press("enter")
        ana.wait_for("Done · u undo")
        li.press("enter")
        li.wait_for("Ana completed this already, Mon 23 Nov 10:00")
        assert "Li spoke to the buyer" in li.text
        li.press("enter")
        li.wait_for("Your note is kept")
        for terminal in (ana, li):
            terminal.press("q")
            assert terminal.wait() == 0
    with sqlite3.connect(Path(home["XDG_DATA_HOME"]) / "huddle" / "team.db") as file:
        assert file.execute("SELECT outcome, note FROM follow_up").fetchall() == [
            ("connected", "Ana spoke to their lawyer")
        ]
        assert file.execute("SELECT body FROM note").fetchall() == [("Li spoke to the buyer",)]
