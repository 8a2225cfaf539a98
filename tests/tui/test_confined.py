"""A confined session: what a forced command of SSH makes of the words that came, and what its screens leave out."""

from __future__ import annotations

import ast
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from pilots import press, said, typed

import tui
from store import customers, followups, meetings, notes, team
from store.database import open_store
from store.errors import Denied
from store.followups import FollowUp, Status
from store.records import Ref
from store.team import Member
from tui import confined
from tui.app import HuddleApp
from tui.cli import main
from tui.options import account
from tui.screens import importing
from tui.widgets.picker import Picker

ROOT = Path(tui.__file__).parent
REFUSED = "This connection opens Huddle's screens, or runs one of: due, add, done, snooze, note, agenda."


def over_ssh(path: Path, words: str | None, *options: str) -> Result:
    """What a forced command answers when these words stood behind the host's name."""
    env = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "SSH_ORIGINAL_COMMAND": words}
    result = CliRunner(env=env).invoke(main, ["--db", str(path), "--as", "li", *options])
    open_store(path)
    return result


# Words


@pytest.mark.parametrize(
    "words",
    [
        *("id", "sh", "due;id", "/usr/bin/due", "../due", "'due id'", "$(due)", "`due`", "-h", "--help"),
        *("--db /etc/passwd due", "--as ana due", "--demo", "demo", "init", "import customers /etc/passwd", "minutes"),
        *("backup x", "restore x", "ssh setup", "calendar x", "member list", "check", "huddle due", "\x00", "''", "#"),
    ],
)
def test_nothing_but_the_six_commands_is_run(words: str) -> None:
    with pytest.raises(Denied) as refused:
        confined.words_of(words)
    assert str(refused.value) == REFUSED


def test_a_line_has_an_end() -> None:
    with pytest.raises(Denied, match="5004 characters; 5000 are taken"):
        confined.words_of("add " + "x" * 5000)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Done 12 Connected", ["done", "12", "Connected"]),
        ("add call Northwind fri", ["add", "call", "Northwind", "fri"]),
        ("note Northwind they don't know", ["note", "Northwind", "they", "don't", "know"]),
        ("note 'Northwind Traders' \"they're\" in", ["note", "Northwind Traders", "they're", "in"]),
        ("'due' ;id", ["due", ";id"]),  # which has no such argument
        ("add $(id) `id` | id > x & *", ["add", "$(id)", "`id`", "|", "id", ">", "x", "&", "*"]),
    ],
)
def test_words_stay_words_and_are_never_a_shells(words: str, read: list[str]) -> None:
    assert confined.words_of(words) == read


@pytest.mark.parametrize(
    ("said", "login", "command", "asked", "ssh", "is_one"),
    [
        (True, None, None, None, False, True),
        (False, "ana", None, None, True, True),  # a line that was written by hand
        (False, None, None, "due", True, True),
        (False, None, None, "", False, True),
        (False, "ana", "due", None, True, False),  # somebody with a shell of their own
        (False, None, None, None, True, False),
        (False, "ana", None, None, False, False),
    ],
)
def test_a_forced_session_is_told_from_one_with_a_shell(
    monkeypatch: pytest.MonkeyPatch,
    said: bool,
    login: str | None,
    command: str | None,
    asked: str | None,
    ssh: bool,
    is_one: bool,
) -> None:
    for name, value in (("SSH_ORIGINAL_COMMAND", asked), ("SSH_CONNECTION", "1 2 3 4" if ssh else None)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert confined.is_confined(said, login, command) is is_one


def test_the_six_commands_name_no_file() -> None:
    for name in confined.COMMANDS:
        command = main.get_command(None, name)  # type: ignore[arg-type]  # only a name is looked up
        assert command is not None
        assert not [param.name for param in command.params if isinstance(param.type, click.Path | click.File)], name


def test_no_variable_makes_anybody_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "LNAME", "SUDO_USER", "HOME"):
        monkeypatch.setenv(name, "ana")
    assert account() == pwd.getpwuid(os.getuid()).pw_name


def test_a_phone_does_its_work_as_the_member_of_its_key(store_file: Path, ana: Member, li: Member) -> None:
    client = customers.add(ana, "Northwind Traders", owner=li)
    assert over_ssh(store_file, "add call Northwind Traders renewal -5% fri 10:00").exit_code == 0
    (planned,) = followups.planned_for(client.id)
    assert (planned.subject, planned.owner) == ("renewal -5%", "Li")
    assert over_ssh(store_file, f"snooze {planned.id} next mon").stdout == "Snoozed until Mon 30 Nov.\n"
    assert over_ssh(store_file, "Note Northwind Traders they don't know yet").stdout == "Noted at Northwind Traders.\n"
    assert [(note.author, note.body) for note in notes.about(Ref("customer", client.id))] == [
        ("Li", "they don't know yet")
    ]
    assert over_ssh(store_file, f"Done {planned.id} Advanced they want both --next none").stdout == "Done.\n"
    record = FollowUp.load(planned.id)
    assert (record.status, record.outcome, record.note) == (Status.DONE, "advanced", "they want both")
    assert "renewal" not in over_ssh(store_file, "due").stdout
    assert over_ssh(store_file, "add 电话 Northwind Traders 价格 明天").exit_code == 0
    (planned,) = followups.planned_for(client.id)
    assert over_ssh(store_file, f"done {planned.id} 未接通 下午再打 --next none").exit_code == 0
    assert (FollowUp.load(planned.id).outcome, FollowUp.load(planned.id).note) == ("no_answer", "下午再打")


@pytest.mark.parametrize("words", ["done 1 conected", "done", "add", "note", "snooze 1 someday", "note Nobody hello"])
def test_what_a_phone_mistypes_is_refused_and_writes_nothing(
    store_file: Path, ana: Member, li: Member, words: str
) -> None:
    followups.add(li, team.today(), subject="x", owner=li)
    found = over_ssh(store_file, words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert FollowUp.load(1).status is Status.PLANNED
    assert "Traceback" not in found.stderr


def test_bytes_that_are_no_text_are_no_traceback(store_file: Path, li: Member) -> None:
    assert over_ssh(store_file, "add - \udcff\udcfe today").exit_code == 0
    found = CliRunner().invoke(main, ["--db", str(store_file), "--as", "li", "add", "- \udcff today"])
    assert (found.exit_code, found.stderr) == (2, "There are bytes in it that are no UTF-8. Write it as text.\n")


def test_a_confined_session_makes_no_team(tmp_path: Path) -> None:
    words = ["--db", str(tmp_path / "team.db"), "--as", "li", "--confined"]
    found = CliRunner(env={"SSH_ORIGINAL_COMMAND": "due"}).invoke(main, words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


# Doors of the host

ATTEMPTS = {
    "import subprocess; subprocess.run(['true'])": "starts no program",
    "import os; os.system('true')": "starts no program",
    "import os; os.execv('/bin/true', ['true'])": "starts no program",
    "import os; os.posix_spawn('/bin/true', ['true'], {})": "starts no program",
    "import os; os.fork()": "starts no program",
    "import pty; pty.spawn(['true'])": "starts no program",
    "import webbrowser; webbrowser.BackgroundBrowser('true').open('http://localhost/')": "starts no program",
    "open(there, 'w')": "writes no file",
    "open(there, 'ab')": "writes no file",
    "import os; os.open(there, os.O_RDWR)": "writes no file",
    "from pathlib import Path; Path(there + '2').touch()": "writes no file",
    "import os; os.remove(there)": "keeps its hands off",
    "import os; os.replace(there, there + '2')": "keeps its hands off",
    "import shutil; shutil.rmtree(there)": "keeps its hands off",
    "import os; os.link(there, there + '-2')": "hands off files",
    "import os; os.symlink('/', there + '-2')": "hands off files",
    "import os; os.chmod(there, 0o666)": "hands off files",
    "open(there).read()": "",
    "import sqlite3; sqlite3.connect(there + '.db').execute('CREATE TABLE t (x)')": "",
    "open(reports + '/crash.txt', 'w')": "",
}


def test_a_confined_session_starts_no_program_and_writes_no_file_whatever_a_screen_tries(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("kept")
    code = f"""
from pathlib import Path
from tui.confined import close_doors
there, reports = {str(tmp_path / "there")!r}, {str(tmp_path)!r}
close_doors(Path(reports) / "reports")
(Path(reports) / "reports").mkdir()
reports += "/reports"
for attempt in {list(ATTEMPTS)!r}:
    try:
        exec(attempt)
        print()
    except PermissionError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    for (attempt, refused), said_ in zip(ATTEMPTS.items(), done.stdout.splitlines(), strict=True):
        assert (refused in said_) if refused else said_ == "", attempt
    assert (tmp_path / "there").read_text() == "kept"


# What starts programs or names files in the screens' code. Each is held in by what stands behind it.
STARTS = {"tui/ssh/daemon.py": "huddle ssh check, which is none of the six commands"}
TOUCHES = {
    "tui/config.py": "the config file, read at the start",
    "tui/crash.py": "the report of a crash, in a folder of its own",
    "tui/newfile.py": "w saves a history or minutes, which a confined session doesn't offer",
    "tui/screens/importing.py": "import from a file, which a confined session refuses",
}
OF_THE_HOST = ("tui/commands/", "tui/ssh/", "tui/options.py", "tui/firstrun.py", "tui/confined.py")
PROGRAMS = {"subprocess", "pty", "webbrowser", "multiprocessing"}
STARTERS = {"system", "popen", "fork", "forkpty", "execv", "execve", "execvp", "execl", "posix_spawn", "spawnv"}
OF_TEXTUAL = {"open_url", "deliver_text", "deliver_binary", "deliver_screenshot", "save_screenshot"}
OF_FILES = {
    *("write_text", "write_bytes", "read_text", "read_bytes", "touch", "mkdir", "makedirs", "unlink", "rmtree"),
    *("scandir", "listdir", "iterdir", "glob", "rglob", "expanduser", "symlink_to", "rename", "hardlink_to"),
}


def named(node: ast.AST) -> Iterator[str]:
    """What a piece of code starts or opens: ``program`` or ``file``."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        yield from ("program" for module in modules if module.partition(".")[0] in PROGRAMS)
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id == "open":
        yield "file"
    if isinstance(node.func, ast.Attribute):
        mode = node.args[0] if node.args else None
        of_a_path = isinstance(mode, ast.Constant) and isinstance(mode.value, str) and len(mode.value) <= 2
        of_the_app = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "app"
        if node.func.attr in STARTERS | OF_TEXTUAL or (node.func.attr == "suspend" and of_the_app):
            yield "program"
        if node.func.attr in OF_FILES or (node.func.attr == "open" and of_a_path):
            yield "file"


def test_no_screen_can_start_a_program_or_open_a_file_but_those_that_are_named_here() -> None:
    found: dict[str, set[str]] = {"program": set(), "file": set()}
    for path in ROOT.rglob("*.py"):
        name = path.relative_to(ROOT.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for what in named(node):
                found[what].add(name)
            if isinstance(node, ast.ImportFrom) and not name.startswith((*OF_THE_HOST, "tui/cli.py")):
                assert not (node.module or "").startswith(("tui.commands", "tui.ssh")), name
    assert found["program"] == set(STARTS)
    assert {name for name in found["file"] if not name.startswith(OF_THE_HOST)} == set(TOUCHES)


@pytest.mark.parametrize("source", ["import subprocess", "os.system('x')", "self.app.suspend()", "p.open('w')"])
def test_the_inventory_can_fail(source: str) -> None:
    assert [what for node in ast.walk(ast.parse(source)) for what in named(node)] != []


# What the screens leave out

WAYS_OUT = {"suspend_process", "screenshot", "command_palette", "write", "show_help_panel"}


@pytest.fixture
def weekly(ana: Member) -> None:
    """A meeting that comes every week."""
    meetings.set_up(ana, title="Weekly", weekday=0, at=time(9, 30), minutes=60)


@pytest.mark.usefixtures("weekly")
async def test_no_key_of_a_confined_session_leads_to_the_host(ana: Member) -> None:
    app = HuddleApp(ana, confined=True)
    async with app.run_test(size=(120, 40)) as pilot:
        for name in ("today", "customers", "meeting"):
            await app.switch_mode(name)
            await pilot.pause()
            actions = {
                active.binding.action.rpartition(".")[2].partition("(")[0] for active in app.active_bindings.values()
            }
            assert actions & WAYS_OUT == set(), name
        await press(pilot, "2", "h")
        await press(pilot, "w", "enter")
        assert "write" not in {active.binding.id for active in app.active_bindings.values()}
        screen = app.huddle_screen()
        assert screen is not None
        importing.begin(screen)
        assert "No file is read from here" in said(app)
        screen.open_history(None)
        await press(pilot)
        assert "write" not in {active.binding.id for active in app.active_bindings.values()}
        await press(pilot, "escape", "ctrl+p", *typed("import"))
        assert app.screen.query_one(Picker).find("import") == []
        await press(pilot, "escape", "ctrl+z", "ctrl+backslash")
        assert app.is_running


@pytest.mark.usefixtures("weekly")
async def test_minutes_are_saved_where_files_are_ones_own(ana: Member) -> None:
    """So that the test above can fail."""
    app = HuddleApp(ana, start="meeting")
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "h")
        assert "write" in {active.binding.id for active in app.active_bindings.values()}
        screen = app.huddle_screen()
        assert screen is not None
        screen.open_history(None)
        await press(pilot)
        assert "write" in {active.binding.id for active in app.active_bindings.values()}
