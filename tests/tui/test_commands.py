"""The plain commands: what each prints, what each refuses, and that a refusal is one sentence and exit 2."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from store import customers, database, followups, team
from store.database import close_store, known_version, open_store
from store.errors import Unavailable
from tui import cli, firstrun, opening, options

FIRST = ["--team", "Northern Sales", "--name", "Ana", "--currency", "EUR", "--timezone", "Europe/Madrid"]
HUDDLE = [sys.executable, "-m", "tui"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, monday: object) -> Iterator[Path]:
    """Folders of one's own, and an account called ana."""
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HUDDLE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("HUDDLE_DB", raising=False)
    monkeypatch.setattr(options, "account", lambda: "ana")
    monkeypatch.setattr("tui.commands.core.account", lambda: "ana")
    yield tmp_path
    close_store()


@pytest.fixture
def path(home: Path) -> Path:
    """Where the team's file is by default."""
    return home / "data" / "huddle" / "team.db"


@pytest.fixture
def begun(path: Path) -> Path:
    """Ana's team, in the file of which commands are run."""
    said(*("init", *FIRST))
    return path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli.main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(*arguments: str) -> str:
    """What a command prints that does what it is told."""
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return str(result.stdout)


def refused(*arguments: str) -> str:
    """The one sentence with which a command refuses."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].endswith((".", "!"))
    return lines[0]


# init


def test_init_begins_a_team_led_by_the_account_with_its_meeting(begun: Path) -> None:
    open_store(begun)
    found = team.team()
    assert (found.name, found.timezone, found.currency) == ("Northern Sales", "Europe/Madrid", "EUR")
    assert [(m.name, m.login, m.role) for m in team.members()] == [("Ana", "ana", "lead")]
    assert database.rows("SELECT weekday, at FROM series") == [(0, "09:30")]
    assert begun.stat().st_mode & 0o077 == 0, "nobody else reads it"


def test_init_takes_the_day_and_the_time_as_people_type_them(path: Path) -> None:
    said("init", *FIRST, "--weekday", "thu", "--time", "2pm", "--login", "boss")
    open_store(path)
    assert database.rows("SELECT weekday, at FROM series") == [(3, "14:00")]
    assert [m.login for m in team.members()] == ["boss"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--team", " "], "A team needs a name"),
        (["--name", ""], "Somebody without a name"),
        (["--currency", "EURO"], "three letters"),
        (["--timezone", "Madrid"], "timezone"),
        (["--timezone", "../../etc/passwd"], "timezone"),
        (["--weekday", "someday"], "someday is no weekday"),
        (["--weekday", "2026-11-23"], "no weekday"),
        (["--time", "25:00"], "25:00 is no time"),
        (["--login", "a b"], "no blanks"),
    ],
)
def test_init_refuses_what_it_cannot_use_and_leaves_nothing(path: Path, options: list[str], words: str) -> None:
    assert words in refused("init", *FIRST, *options)
    assert not path.parent.exists() or list(path.parent.iterdir()) == []


def test_init_never_touches_a_team_that_is_there(begun: Path) -> None:
    close_store()
    before = begun.read_bytes()
    assert "There is a team in" in refused("init", *FIRST)
    close_store()
    assert begun.read_bytes() == before


def test_beginning_half_way_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(firstrun.meetings, "set_up", fail)
    with pytest.raises(KeyboardInterrupt):
        firstrun.begin(path, "T", "Ana", "EUR", "UTC", 0, firstrun.time_of("9:00"), "ana")
    assert list(path.parent.iterdir()) == []


# due and add


def test_due_is_empty_for_a_new_team(begun: Path) -> None:
    assert said("due") == ""
    assert json.loads(said("due", "--json")) == []


def test_what_is_added_is_due(begun: Path) -> None:
    line = said("add", "call - renewal terms fri 10:00 !high")
    assert "renewal terms" in line and "Fri 27 Nov" in line
    assert said("due") == line
    assert json.loads(said("due", "--json")) == [
        {
            "id": 1,
            "bucket": "week",
            "due_on": "2026-11-27",
            "due_time": "10:00",
            "kind": "call",
            "customer": None,
            "subject": "renewal terms",
            "owner": "Ana",
            "priority": "high",
        }
    ]


def test_due_lists_overdue_today_and_the_week_in_this_order_and_nothing_later(begun: Path) -> None:
    for line in ("visit - later +30d", "visit - in the week fri", "call - today today"):
        said("add", line)
    open_store(begun)
    ana = team.acting("ana")
    followups.add(ana, team.today().replace(day=20), subject="late", owner=ana)
    found = json.loads(said("due", "--json"))
    assert [(row["bucket"], row["subject"]) for row in found] == [
        ("overdue", "late"),
        ("today", "today"),
        ("week", "in the week"),
    ]


def test_due_is_mine_a_members_or_everyones(begun: Path) -> None:
    said("member", "add", "李 娜", "li")
    said("add", "call - mine today")
    said("add", "call - hers today @li")
    assert [row["subject"] for row in json.loads(said("due", "--json"))] == ["mine"]
    for name in ("li", "李 娜", "LI"):
        assert [row["subject"] for row in json.loads(said("due", "--json", "--member", name))] == ["hers"]
    assert len(json.loads(said("due", "--json", "--everyone"))) == 2
    assert "Nobody is called bo" in refused("due", "--member", "bo")


def test_each_language_has_a_demo_of_its_own(demo_original: Path, chinese_original: Path, path: Path) -> None:
    path.parent.mkdir(parents=True)
    shutil.copy(demo_original, path.with_name("demo.db"))
    shutil.copy(chinese_original, path.with_name("demo_zh.db"))
    assert "Aceites Valdeoliva" in said("--demo", "due")
    assert "郑州金塬粮油" in said("--lang", "zh_CN", "--demo", "due")
    assert "Aceites Valdeoliva" in said("--lang", "en", "--demo", "due")


def test_add_names_the_nearest_customers_instead_of_guessing(begun: Path) -> None:
    open_store(begun)
    ana = team.acting("ana")
    customers.add(ana, "Northwind Traders")
    customers.add(ana, "Northwind Hotels")
    sentence = refused("add", "call northwind renewal fri")
    assert "Northwind Traders" in sentence and "Northwind Hotels" in sentence
    assert "No customer is named" in refused("add", "call tomorrow")
    assert "Nobody is called bo" in refused("add", "call - x tomorrow @bo")
    assert json.loads(said("due", "--json")) == []
    assert "Northwind Hotels" in said("add", "call northwind hotels renewal fri")


def test_hostile_text_cannot_reach_the_terminal(begun: Path) -> None:
    said("add", "call - \x1b]52;c;x\x07[/b] today")
    line = said("due")
    assert "␛]52;c;x␇[/b]" in line and "\x1b" not in line
    said("add", "call - 王\x9b31m\u202egnp today")
    told = said("due", "--json")
    assert "王" in told and not set("\x9b\x1b\u202e") & set(told)
    assert json.loads(told)[1]["subject"] == "王\x9b31m\u202egnp"


# member


def test_members_are_listed_added_and_seen_off(begun: Path) -> None:
    assert said("member", "add", "李 娜", "li", "--email", "li@example.org") == "李 娜 is in the team.\n"
    found = json.loads(said("member", "list", "--json"))
    assert [(m["login"], m["role"], m["joined_on"], m["left_on"]) for m in found] == [
        ("ana", "lead", "2026-11-23", None),
        ("li", "rep", "2026-11-23", None),
    ]
    assert said("member", "leave", "li", "--on", "fri") == "李 娜 leaves on 2026-11-27.\n"
    assert "left 2026-11-27" in said("member", "list")


def test_a_leaver_is_listed_only_when_asked_for(begun: Path) -> None:
    said("member", "add", "Li", "li")
    open_store(begun)
    li = team.by_login("li")
    assert li is not None
    team.edit_member(team.acting("ana"), li, joined_on=team.today().replace(day=1))
    said("member", "leave", "li", "--on", "2026-11-20")
    assert "Li" not in said("member", "list")
    assert "Li" in said("member", "list", "--all")
    assert "has left the team" in refused("--as", "li", "due")


def test_what_a_leaver_leaves_behind_is_named_and_handed_over(begun: Path) -> None:
    said("member", "add", "Li", "li")
    for line in ("call - one fri @li", "call - two fri @li"):
        said("add", line)
    assert said("member", "leave", "li").splitlines() == [
        "Li leaves on 2026-11-23.",
        "Still theirs: 2 follow-ups.",
        "`huddle member leave li --to ana` hands it over.",
    ]
    assert "Ana takes over: 2 follow-ups." in said("member", "leave", "li", "--to", "ana")
    assert len(json.loads(said("due", "--json"))) == 2


def test_members_are_refused_with_a_reason(begun: Path) -> None:
    said("member", "add", "Li", "li")
    assert "Li has the login li" in refused("member", "add", "Other", "LI")
    assert "Somebody without a name" in refused("member", "add", "", "x")
    assert "last lead" in refused("member", "leave", "ana")
    assert "Nobody is called bo" in refused("member", "leave", "bo")
    assert "no day" in refused("member", "leave", "li", "--on", "whenever")
    assert "before they joined" in refused("member", "leave", "li", "--on", "2020-01-01")
    assert "Only the lead" in refused("--as", "li", "member", "add", "Bo", "bo")
    assert "Nobody is called bo" in refused("member", "leave", "li", "--to", "bo")
    assert "Li leaves" in refused("member", "leave", "li", "--to", "li")


def test_a_stranger_is_refused_and_told_how_to_act_as_a_member(begun: Path) -> None:
    assert "Nobody in this team has the login ." in refused("--as", "", "due")
    assert "--as" in refused("--as", "nobody", "due")


def test_a_viewer_looks_and_changes_nothing(begun: Path) -> None:
    said("member", "add", "Vera", "vera", "--role", "viewer")
    assert said("--as", "vera", "due") == ""
    assert "look at everything" in refused("--as", "vera", "add", "call - x today")


# backup, restore, check


def test_a_backup_comes_back(begun: Path, home: Path) -> None:
    said("add", "call - before today")
    copy = home / "copy.db"
    assert str(copy) in said("backup", str(copy))
    assert copy.stat().st_mode & 0o077 == 0
    said("add", "call - after today")
    kept = said("restore", str(copy)).strip().rstrip(".").rpartition(" ")[2]
    assert [row["subject"] for row in json.loads(said("due", "--json"))] == ["before"]
    assert len(json.loads(said("--db", kept, "due", "--json"))) == 2, "what was there is kept"


def test_a_backup_overwrites_nothing_and_says_where_it_cannot_write(begun: Path, home: Path) -> None:
    (home / "there.db").write_text("mine")
    assert "exists already" in refused("backup", str(home / "there.db"))
    assert (home / "there.db").read_text() == "mine"
    assert str(home) in refused("backup", str(home / "no folder" / "copy.db"))
    assert str(home) in refused("backup", str(home))


def test_a_backup_is_restored_where_there_is_no_team_yet(begun: Path, home: Path) -> None:
    said("add", "call - kept today")
    said("backup", str(home / "copy.db"))
    elsewhere = home / "new" / "team.db"
    assert str(elsewhere) in said("--db", str(elsewhere), "restore", str(home / "copy.db"))
    assert [row["subject"] for row in json.loads(said("--db", str(elsewhere), "due", "--json"))] == ["kept"]
    assert sorted(p.name for p in elsewhere.parent.iterdir() if not p.name.endswith(("-wal", "-shm"))) == ["team.db"]


@pytest.mark.parametrize("there", [True, False])
def test_what_is_no_backup_is_refused_and_nothing_changes(begun: Path, home: Path, there: bool) -> None:
    target = begun if there else home / "new" / "team.db"
    (home / "text.db").write_text("no database" * 100)
    for source in ("text.db", "none.db", "."):
        assert str(home) in refused("--db", str(target), "restore", str(home / source))
    assert target.exists() is there


def test_only_the_lead_restores(begun: Path, home: Path) -> None:
    said("member", "add", "Li", "li")
    said("backup", str(home / "copy.db"))
    assert "Only the lead" in refused("--as", "li", "restore", str(home / "copy.db"))


def test_check_finds_a_sound_file_in_order(begun: Path) -> None:
    assert said("check") == f"{begun} is in order.\n"


def damage(path: Path, pages: int = 27) -> bytes:
    """Overwrite pages in the middle of a file, which must have more than thirty."""
    open_store(path)
    ana = team.acting("ana")
    for number in range(150):
        customers.add(ana, f"Customer {number}", notes="x" * 400)
    database.database.execute_sql("PRAGMA journal_mode = DELETE")
    close_store()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * (3 + pages)] = b"\x5a" * (4096 * pages)
    path.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize("pages", [1, 27])
def test_check_says_what_is_damaged_and_what_to_do_and_changes_nothing(begun: Path, pages: int) -> None:
    before = damage(begun, pages)
    result = run("check")
    assert result.exit_code == 2
    assert result.stdout.startswith(("integrity: ", "file: ")), "what was found, on standard output"
    assert [line for line in result.stderr.splitlines() if "huddle restore" in line] == [result.stderr.strip()]
    assert begun.read_bytes() == before


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_check_names_the_backup_of_a_team_whose_file_is_gone(
    begun: Path, home: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("backup", "--keep", "2", str(home / "copies"))
    (copy,) = (home / "copies").iterdir()
    begun.unlink()
    if how == "empty":
        begun.touch()
    assert f"huddle restore {copy}" in refused("check")
    monkeypatch.setattr(opening, "need_terminal", lambda: None)
    with pytest.raises(Unavailable, match="`huddle check` names its newest backup"):
        opening.open_screens(options.Options(database=str(begun)))  # and asks nobody for a new team
    assert "Restored" in said("restore", str(copy))
    assert "in order" in said("check")


def test_a_damaged_file_is_replaced_by_a_backup_and_kept(begun: Path, home: Path) -> None:
    said("add", "call - kept today")
    said("backup", str(home / "copy.db"))
    before = damage(begun)
    assert "is damaged" in refused("due")
    kept = next(word for word in said("restore", str(home / "copy.db")).split() if "-damaged-" in word).rstrip(";")
    assert Path(kept).read_bytes() == before
    assert [row["subject"] for row in json.loads(said("due", "--json"))] == ["kept"]
    assert "in order" in said("check")


# Bad files


def test_no_team_yet_says_how_to_begin(path: Path) -> None:
    for command in (["due"], ["add", "x"], ["member", "list"], ["check"], ["backup", "x.db"]):
        assert "huddle init" in refused(*command)
    assert not path.exists()


def bad(kind: str, folder: Path, good: Path) -> Path:
    """A file that can't be used, of this kind."""
    path = folder / f"{kind}.db"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("Call Northwind\n" * 50)
    elif kind == "foreign":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE t (a)")
        other.close()
    elif kind == "newer":
        said("backup", str(path))
        with sqlite3.connect(path) as other:
            other.execute("PRAGMA journal_mode = DELETE")
            other.execute(f"PRAGMA user_version = {known_version() + 1}")
        other.close()
    elif kind == "cut":
        path.write_bytes(good.read_bytes()[:60])
    else:
        shutil.copy(good, path)
        damage(path)
    return path


@pytest.mark.parametrize("kind", ["folder", "text", "foreign", "newer", "cut", "damaged"])
@pytest.mark.parametrize("command", [["due"], ["add", "call - x today"], ["init", *FIRST]])
def test_a_file_that_cannot_be_used_is_named_and_untouched(
    begun: Path, home: Path, kind: str, command: list[str]
) -> None:
    close_store()
    path = bad(kind, home, begun)
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(home.iterdir())
    assert str(path) in refused("--db", str(path), *command)
    assert before is None or path.read_bytes() == before
    assert sorted(home.iterdir()) == beside, "nothing is left beside it"


def test_a_path_through_a_file_is_refused(home: Path) -> None:
    (home / "file").write_text("x")
    assert "can't be made" in refused("--db", str(home / "file" / "team.db"), "init", *FIRST)


@pytest.mark.skipif(os.getuid() != 0 or shutil.which("setpriv") is None, reason="needs root to become another account")
def test_a_read_only_file_is_refused_to_an_account_without_rights(begun: Path) -> None:
    close_store()
    place = Path(tempfile.mkdtemp())  # tmp_path's folders are closed to other accounts
    try:
        path = place / "team.db"
        shutil.copy(begun, path)
        path.chmod(0o644)
        place.chmod(0o755)
        before = path.read_bytes()
        become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        done = subprocess.run(
            [*become, *HUDDLE, "--db", str(path), "--as", "ana", "due"],
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent"},
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(cli.__file__).parent.parent,
        )
        if "PermissionError" in done.stderr or "No module named" in done.stderr:
            pytest.skip("another account can't read the program here")
        assert done.returncode == 2
        assert done.stderr == f"{path} can't be written. Check the rights of the file and its folder.\n"
        assert path.read_bytes() == before
    finally:
        shutil.rmtree(place)


# Config


def test_a_config_file_with_mistakes_stops_no_command(begun: Path, home: Path) -> None:
    (home / "config.toml").write_text('colour = "pink"\ntheme = "pink"\n[keys]\ndone = "alt+x"\n')
    assert said("due") == ""


def test_the_database_is_the_options_the_variables_the_config_files(
    begun: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("config", "variable", "option"):
        said("--db", str(home / f"{name}.db"), "init", *FIRST)
    (home / "config.toml").write_text(f'database = "{home / "config.db"}"\n')
    assert said("check").startswith(str(home / "config.db"))
    monkeypatch.setenv("HUDDLE_DB", str(home / "variable.db"))
    assert said("check").startswith(str(home / "variable.db"))
    assert said("--db", str(home / "option.db"), "check").startswith(str(home / "option.db"))


# As a process


def process(*arguments: str, **environment: str) -> SimpleNamespace:
    done = subprocess.run(
        [*HUDDLE, *arguments], env=os.environ | environment, capture_output=True, timeout=60, check=False
    )
    return SimpleNamespace(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["due", "--nonsense"],
        ["add"],
        ["member", "add", "x"],
        ["restore"],
        ["done", "9" * 20],
        ["--db", "~nobody-here/team.db", "due"],
    ],
)
def test_a_wrong_option_is_exit_2_without_a_traceback(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_the_version_is_said() -> None:
    assert said("--version").strip() == f"Huddle, version {cli.VERSION}"


def test_the_screens_refuse_what_is_no_terminal_before_textual_is_loaded(begun: Path) -> None:
    code = "import sys, tui.cli\ntry: tui.cli.main([])\nexcept SystemExit as e: print(e, 'textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"HUDDLE_DB": str(begun)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "2 False\n"
    assert done.stderr.count("\n") == 1 and "need a terminal" in done.stderr


def test_a_closed_pipe_is_quiet(begun: Path) -> None:
    open_store(begun)
    ana = team.acting("ana")
    for number in range(1500):
        followups.add(ana, team.today(), subject=f"{number} " + "x" * 90, owner=ana)
    close_store()
    words = " ".join([*HUDDLE, "--db", str(begun), "--as", "ana", "due", "--json", "|", "head", "-c", "1"])
    done = subprocess.run(
        ["sh", "-c", words], env=os.environ | {"HUDDLE_NOW": "2026-11-23T09:00:00Z"}, capture_output=True, check=False
    )
    assert (done.stdout, done.stderr) == (b"[", b"")


def test_a_terminal_that_cannot_write_chinese_gets_question_marks(begun: Path) -> None:
    said("member", "add", "王芳", "wang")
    close_store()
    found = process("--db", str(begun), "--as", "ana", "member", "list", PYTHONIOENCODING="latin-1")
    assert (found.code, found.err) == (0, "")
    assert "??" in found.out


def test_a_frozen_clock_that_is_none_is_said(begun: Path) -> None:
    found = process("--db", str(begun), "--as", "ana", "due", HUDDLE_NOW="soon")
    assert found.code == 2 and found.err.count("\n") == 1 and "HUDDLE_NOW" in found.err


def test_an_account_without_a_name_is_told_to_name_one(monkeypatch: pytest.MonkeyPatch, begun: Path) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(os, "getuid", lambda: 987_654)
    assert "--as" in refused("--db", str(begun), "due")
