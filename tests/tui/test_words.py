"""No word of a screen escapes translation: every screen is walked in a language that puts ⟦…⟧ around each text.

The team's own texts are in Greek letters, which no label has: a Latin word outside the brackets was forgotten,
and ``⟦⟦…⟧⟧`` around one text was translated twice.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import click
import pytest
from catalogue import said
from click.testing import CliRunner
from peewee import TextField
from rich.cells import cell_len
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input

from store import changes, team
from store.database import close_store, database, open_store, rows
from store.records import kind_of, models
from store.today import badges
from tui import i18n
from tui.app import HuddleApp
from tui.cli import main
from tui.config import Config
from tui.screens import SCREENS
from tui.screens.base import HuddleScreen
from tui.screens.welcome import Welcome
from tui.widgets.box import Box

GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "αβγδεφγηιικλμνοπκρστυβωξυζΑΒΓΔΕΦΓΗΙΙΚΛΜΝΟΠΚΡΣΤΥΒΩΞΥΖ"
)
CODES = {
    "timezone",
    "currency",
    "language",
    "weekdays",
    "left_out",
    "shares",
    "session",
    "segment",
}  # texts that programs read
OF_PEOPLE = {"title", "name", "by", "owner", "author", "facilitator", "customer", "about", "subject"} | {
    *("why", "text", "body", "problem", "decision"),  # what people wrote, in the minutes that are kept as JSON
}

# What stands on a screen in Latin letters and is no word: names of keys, codes, the program's own name.
KEYS = {"space", "esc", "Esc", "tab", "PgUp", "PgDn", "Home", "End", "Del"}
NAMES = {"Huddle", "EUR", "Europe", "Madrid", "English"}
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
TWICE = re.compile(r"⟦⟦[^⟦⟧]*⟧⟧")


def greek(text: str) -> str:
    """The same text in letters that no label has."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).translate(GREEK)


def greek_minutes(text: str) -> str:
    """Minutes as they are stored, with every text of people in Greek letters."""

    def told(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: told(name, part) for name, part in value.items()}
        if isinstance(value, list):
            return [told(key, part) for part in value]
        return greek(value) if isinstance(value, str) and key in OF_PEOPLE else value

    return json.dumps(told("", json.loads(text)), ensure_ascii=False)


@pytest.fixture(scope="session")
def greek_original(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with every text of people in Greek letters."""
    path = tmp_path_factory.mktemp("greek") / "team.db"
    shutil.copy(demo_original, path)
    open_store(path)
    database.connection().create_function("greek", 1, lambda text: (greek_minutes if text[:1] == "{" else greek)(text))
    fields = {kind_of(model): model._meta.sorted_fields for model in models()}
    texts = {kind: [f.name for f in of if type(f) is TextField and f.name not in CODES] for kind, of in fields.items()}
    for kind, names in texts.items():
        for name in names:
            database.execute_sql(f'UPDATE "{kind}" SET "{name}" = greek("{name}") WHERE "{name}" > \'\'')
    for kind, names in texts.items():
        for name in names:
            for side in ("before", "after"):
                text = f"json_extract({side}, '$.{name}')"
                database.execute_sql(
                    f"UPDATE change_entry SET {side} = json_replace({side}, '$.{name}', greek({text}))"
                    f" WHERE kind = ? AND {text} > ''",
                    (kind,),
                )
    database.execute_sql("UPDATE change SET title = greek(title)")
    database.execute_sql("UPDATE search_entry SET title = greek(title)")
    close_store()
    return path


class Asked(i18n.Brackets):
    """The pseudo-language, which remembers what it was asked to translate."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: set[tuple[str, str]] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(("", message))
        return super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages.add(("", msgid1))
        return super().ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        self.messages.add((context, message))
        return super().pgettext(context, message)


@pytest.fixture(scope="session")
def catalogued() -> set[tuple[str, str]]:
    """The messages that a catalogue has, each with its context."""
    return {(message.context, message.one) for message in said()}


@pytest.fixture
def app(
    greek_original: Path, catalogued: set[tuple[str, str]], tmp_path: Path, monday: datetime
) -> Iterator[HuddleApp]:
    """The program in the pseudo-language; whatever it is asked to translate, a translator must have seen."""
    shutil.copy(greek_original, tmp_path / "team.db")
    open_store(tmp_path / "team.db")
    i18n.use(i18n.BRACKETS)
    asked = Asked()
    i18n._state = (i18n.BRACKETS, asked)
    lead = next(member for member in team.members() if member.role == "lead")
    yield HuddleApp(lead, demo=True, badges=badges)
    i18n.use("en")
    close_store()
    ours = {(context, text) for context, text in asked.messages if LATIN.search(text) and "⟦" not in text}
    unseen = {text for _context, text in ours - catalogued}
    assert unseen == set(), "no catalogue has these: mark them with N_ where they are written"


# Reading what a screen shows

CELL, LINE, FIRST_LINE = 12.2, 24.4, 20.0  # of Textual's screenshots, in their own units


def lines(svg: str, part: Region | None = None) -> Iterator[tuple[int, str]]:
    """The text of a screenshot (or of a part of it), line by line, with each character in its own column."""
    found: dict[int, dict[int, str]] = {}
    for attributes, text in re.findall(r"<text ([^>]*)>([^<]*)</text>", svg.partition('clip-path="url(#')[2]):
        place = dict(re.findall(r'\b(x|y)="([\d.]+)"', attributes))
        row, column = round((float(place["y"]) - FIRST_LINE) / LINE), round(float(place["x"]) / CELL)
        for character in unescape(text).replace("\xa0", " "):
            if part is None or part.contains(column, row):
                found.setdefault(row, {})[column] = character
            column += max(cell_len(character), 1)
    for row, line in sorted(found.items()):
        yield row, "".join(line.get(column, " ") for column in range(max(line) + 1))


def cells(svg: str, part: Region | None = None) -> Iterator[tuple[int, str]]:
    """What stands between the frames of each line: where it begins, and its text."""
    for _row, line in lines(svg, part):
        for found in re.finditer(r"[^│╭╮╰╯─┃]+", line):
            yield found.start(), found[0]


def forgotten(svg: str, part: Region | None = None, data: Collection[str] = ()) -> list[str]:
    """The words outside the brackets that are no data, and the texts that were translated twice."""
    found: list[str] = []
    known = {*KEYS, *NAMES, *data}
    open_at: dict[int, int] = {}  # where a cell begins → brackets that are open at the end of its line
    for start, text in cells(svg, part):
        found += TWICE.findall(text)
        depth, outside = open_at.pop(start, 0) if text.strip() else 0, ""
        for character in text:
            if character == "⟦":
                depth += 1
            elif character in "⟧…":  # what was cut lost its bracket
                depth = max(depth - 1, 0) if character == "⟧" else 0
                outside += " "
            elif depth == 0:
                outside += character
        if depth:
            open_at[start] = depth
        found += [f"{word!r} in {text.strip()!r}" for word in LATIN.findall(outside) if word not in known]
    return found


def test_the_reader_finds_a_forgotten_word_and_a_text_that_was_translated_twice() -> None:
    def line(text: str) -> str:
        return f'<g clip-path="url(#x)"><text class="r" x="0" y="20">{text}</text></g>'

    assert forgotten(line("⟦Kept⟧ space esc 12 Καλημερα")) == []
    assert forgotten(line("⟦Kept⟧ Lost")) == ["'Lost' in '⟦Kept⟧ Lost'"]
    assert forgotten(line("⟦⟦Twice⟧⟧")) == ["⟦⟦Twice⟧⟧"]
    assert forgotten(line("⟦{a} · ⟦Nested⟧⟧")) == []


def unbracketed(app: App[Any]) -> list[str]:
    """What was forgotten on the screen that is on top; what a person typed into its fields is data."""
    box = next(iter(app.screen.query(Box)), None)
    typed = " ".join(field.value for field in app.screen.query(Input))
    return forgotten(app.export_screenshot(), box.region if box else None, LATIN.findall(typed))


# Walking the screens


class Walk:
    """Goes through one screen and collects what was forgotten, by what was pressed."""

    def __init__(self, app: HuddleApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.found: dict[str, list[str]] = {}

    async def look(self, after: str) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        seen = {text for texts in self.found.values() for text in texts}
        if new := [text for text in unbracketed(self.app) if text not in seen]:
            self.found[after] = new

    def where(self) -> tuple[object, object]:
        return self.app.screen, len(self.app.screen_stack)

    async def back(self, screen: HuddleScreen) -> None:
        """Close what a key opened, without saving."""
        for _again in range(6):
            if self.app.screen is screen and not screen.typing and not screen.something_open:
                return
            await self.pilot.press("escape")
            await self.pilot.pause()
            if type(self.app.screen).__name__ == "Confirm":  # "Discard what you typed?"
                await self.look("discard")
                await self.pilot.press("y")
                await self.pilot.pause()

    async def keys(self, screen: HuddleScreen) -> None:
        """Press every key that this screen shows for the record under its cursor, one after the other."""
        pressed: set[str] = set()
        for key, active in list(screen.active_bindings.items()):
            id = active.binding.id or ""
            if not id or id in pressed or id.startswith(("screen.", "list.", "pane.")) or id in ("quit", "back"):
                continue
            pressed.add(id)
            await self.press(screen, key, id)
            if id == "mine":
                await self.pilot.press(key)

    async def rows(self, screen: HuddleScreen, most: int = 6) -> None:
        """Go down the list, looking at each row and its detail; edit what the last one is."""
        await self.pilot.press("home")
        for row in range(most):
            await self.look(f"row {row}")
            await self.pilot.press("j")
        await self.pilot.press("end")
        await self.look("last row")
        for key, id in (("e", "edit"), ("x", "remove"), ("space", "done")):
            await self.press(screen, key, f"{id} of the last row")

    async def press(self, screen: HuddleScreen, key: str, id: str) -> None:
        before = rows("SELECT max(id) FROM change")
        await self.pilot.press(key)
        await self.look(f"{id} ({key})")
        if self.app.screen is not screen and hasattr(self.app.screen, "action_save"):
            await self.pilot.press("ctrl+s")  # what is refused is words, too
            await self.look(f"{id} ({key}), saved")
        await self.back(screen)
        while rows("SELECT max(id) FROM change") != before and changes.last_change(self.app.me) is not None:
            changes.undo(self.app.me)
            self.app.tell_changed()
            before = rows("SELECT max(id) FROM change")
        await self.pilot.pause()


PLACES = [place.name for place in SCREENS]
LARGE = (150, 48)


@pytest.mark.parametrize("name", PLACES)
async def test_every_word_of_a_screen_is_translated(app: HuddleApp, name: str) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await app.switch_mode(name)
        walk = Walk(app, pilot)
        await walk.look("opened")
        screen = app.screen
        assert isinstance(screen, HuddleScreen)
        assert "⟦" in app.export_screenshot(), "the screen speaks the pseudo-language"
        await walk.keys(screen)
        await walk.rows(screen)
        assert walk.found == {}


async def test_every_word_of_the_running_meeting_is_translated(app: HuddleApp) -> None:
    async with app.run_test(size=LARGE) as pilot:
        await app.switch_mode("meeting")
        walk = Walk(app, pilot)
        await pilot.press("b")
        await walk.look("who is here")
        await pilot.press("enter")
        for number in range(9):
            await pilot.pause()
            await walk.look(f"section {number}")
            await pilot.press("greater_than_sign")
        await walk.look("ratings")
        await pilot.press("escape", "v")
        await walk.look("the view for the room")
        await pilot.press("v", "P", "equals_sign")
        await walk.look("paused")
        await pilot.press("P", "c", *"αβγ", "escape", "q")
        await walk.look("leaving")
        await pilot.press("n", "E", "enter")
        await walk.look("minutes")
        await pilot.press("w")
        await walk.look("saving them")
        assert walk.found == {}


@pytest.mark.parametrize("name", PLACES)
async def test_every_word_of_a_narrow_and_of_a_filtered_screen_is_translated(app: HuddleApp, name: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await app.switch_mode(name)
        walk = Walk(app, pilot)
        await walk.look("opened at 80x24")
        await pilot.press("enter")
        await walk.look("detail at 80x24")
        await walk.back(app.screen_stack[0])
        await pilot.press("slash", *"9999", "enter")
        await walk.look("nothing found")
        await pilot.resize_terminal(40, 12)
        await walk.look("too small")
        assert walk.found == {}


async def test_every_word_of_the_first_questions_is_translated(app: HuddleApp) -> None:
    welcome = Welcome(Path("β.db"), Config())
    async with welcome.run_test(size=LARGE) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert unbracketed(welcome) == []


@pytest.mark.parametrize(
    "command", [["due", "--everyone"], ["member", "list", "--all"], ["check"], ["due", "--member", "β"], ["minutes"]]
)
def test_every_word_of_a_plain_command_is_translated(app: HuddleApp, command: list[str]) -> None:
    path = str(database.database)
    shown = CliRunner().invoke(main, ["--lang", i18n.BRACKETS, "--db", path, "--as", app.me.login, *command])
    assert "⟦" in shown.output
    text = shown.output.replace(path, "")
    for _nested in range(3):
        text = re.sub("⟦[^⟦⟧]*⟧?", "", text)  # the end of what was cut is gone
    assert LATIN.findall(text) == []


COMMAND_WORDS = {  # what is typed as it stands, in whatever language
    *("huddle", "SSH", "CSV", "UTF", "GB", "Markdown", "Enter", "Huddle", "ics", "EUR", "CNY", "root", "sshd"),
    *(
        "month",
        "quarter",
        "year",
        "next",
        "none",
        "connected",
        "advanced",
        "done",
        "note",
        "mon",
        "file",
        "en",
        "zh",
        "CN",
    ),
    *("rep", "main"),
}


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command with the names that lead to it."""
    with click.Context(group) as ctx:
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            yield (*before, name)
            if isinstance(command, click.Group):
                yield from commands(command, *before, name)


def test_every_word_of_the_help_of_every_command_is_translated(in_chinese: None) -> None:
    """Names of commands, options and their values are typed, and stay as they are."""
    found = {}
    names = {name for words in commands(main) for name in words}
    for words in ((), *commands(main)):
        shown = CliRunner().invoke(main, ["--lang", "zh", *words, "--help"], terminal_width=100).output
        text = re.sub(r"-{1,2}[a-z][a-z-]*|\[[a-z_|]+\]|`[^`]*`|\S*/\S*", " ", shown)
        left = {word for word in LATIN.findall(text) if word not in COMMAND_WORDS | names}
        assert all(cell_len(line) <= 100 for line in shown.splitlines())
        if left or "用法" not in shown:
            found[" ".join(words)] = left
    assert found == {}


@pytest.mark.parametrize(
    "command",
    [
        *(["--nix"], ["nix"], ["due", "--nix"], ["due", "more"], ["add"], ["member", "add", "Ana"], ["done", "twelve"]),
        *(["done", "1", "--outcome", "great"], ["due", "--member"], ["import"], ["init"]),
        *(["customer", "ξξξ"], ["--db", "/nowhere/x.db", "due"], ["forecast", "soon"], ["snooze", "1", "someday"]),
    ],
)
def test_every_word_of_a_refusal_is_translated(app: HuddleApp, in_chinese: None, command: list[str]) -> None:
    options = [] if command[0].startswith("-") else ["--db", str(database.database), "--as", app.me.login]
    shown = CliRunner().invoke(main, ["--lang", "zh", *options, *command])
    assert shown.exit_code, "it is refused"
    text = re.sub(r"'[^']*'|`[^`]*`|“[^”]*”|-{1,2}[a-z-]+|/\S+", " ", shown.output)
    typed = {*COMMAND_WORDS, *" ".join(command).split(), *(name for words in commands(main) for name in words)}
    left = [word for word in LATIN.findall(text) if word not in typed]
    assert re.search("[\u4e00-\u9fff]", text) and left == [], shown.output
