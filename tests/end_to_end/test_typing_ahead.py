"""Keys that arrive in one piece, as a slow line brings them: each does what it does when it is pressed alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from installed import HUDDLE
from terminal import KEYS, Terminal

ENTER, TAB, SAVE, BACK = KEYS["enter"], KEYS["tab"], KEYS["ctrl+s"], KEYS["escape"]


def marked(terminal: Terminal) -> int:
    """The line of the screen on which the cursor stands."""
    return next(number for number, line in enumerate(terminal.screen.display) if "▌" in line)


def test_what_is_typed_ahead_goes_where_it_is_meant_and_no_letter_becomes_a_command(
    home: dict[str, str], original: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "team.db"
    shutil.copy(original("demo"), path)
    with sqlite3.connect(path) as file:
        (changes,), (entries,) = (file.execute(f"SELECT max(id) FROM {t}").fetchone() for t in ("change", "follow_up"))
    with Terminal([*HUDDLE, "--db", str(path), "--as", "ana"], size=(80, 24), env=home) as terminal:
        terminal.wait_for("1Today")  # the bar; the keys of the list aren't waited for
        terminal.press(f"+call Northgate renewal terms fri{ENTER}{ENTER}")
        terminal.wait_for("Added · Call · Northgate")
        terminal.press(f"4g/renewal{ENTER}{ENTER}")  # a screen that wasn't there yet, its filter, what it found
        terminal.wait_for("Call  renewal terms")  # its detail
        terminal.press("qq/zzz")
        terminal.wait_for("Nothing here contains zzz")
        terminal.press(BACK)
        terminal.wait_for("Kessler")
        terminal.press("g")
        terminal.read(0.1)
        first = marked(terminal)
        terminal.press("jjjjj")
        terminal.read(0.2)
        assert marked(terminal) == first + 5
        terminal.press(f"nNorthgate{ENTER}{TAB}cables of the second line{TAB}fri{TAB}10:30{SAVE}")
        terminal.wait_for("Planned")
        terminal.press(f"1gjc they want both lines, and soon{SAVE}")
        terminal.wait_for("Noted")
        terminal.press("?q")
        terminal.read(0.2)
        terminal.press(f"4g {TAB}spoken to the buyer{ENTER}")
        terminal.wait_for("Done")
        terminal.press("q")
        assert terminal.wait() == 0
    with sqlite3.connect(path) as file:
        verbs = file.execute(
            "SELECT verb, count(*) FROM change WHERE id > ? AND verb NOT IN (?, ?) GROUP BY verb",
            (changes, "planned ahead", "evaluated"),  # without what is done by itself once a day
        ).fetchall()
        added = file.execute(
            "SELECT subject, due_on, due_time FROM follow_up WHERE id > ? AND done_at IS NULL AND origin = 'manual'",
            (entries,),
        ).fetchall()
        note = file.execute("SELECT body FROM note ORDER BY id DESC").fetchone()
        said = file.execute("SELECT count(*) FROM follow_up WHERE note = 'spoken to the buyer'").fetchone()
    assert dict(verbs) == {"added": 3, "completed": 1}
    assert added == [("renewal terms", "2026-11-27", None), ("cables of the second line", "2026-11-27", "10:30")]
    assert note == ("they want both lines, and soon",)
    assert said == (1,)
