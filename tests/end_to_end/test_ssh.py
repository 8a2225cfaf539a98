"""The team on one host: everybody logs in over a real SSH connection and is themself, and nothing else."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from installed import HUDDLE
from sshd import Ran, Sshd
from terminal import Terminal

from store import followups, team
from store.calendar import clock
from store.database import close_store, open_store
from tui.cli import main
from tui.ssh import daemon
from tui.ssh.guide import Host, sshd_settings

NEEDS = "Huddle's screens need a terminal. `huddle --help` lists the plain commands.\n"
ONE_OF = "This connection opens Huddle's screens, or runs one of: due, add, done, snooze, note, agenda.\n"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def database(sshd: Sshd, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team whose members have a key each, in a folder whose name no shell would leave alone."""
    path = tmp_path_factory.mktemp("team") / """it's "ours" \\ $HOME; (王)""" / "team.db"
    with clock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)):
        open_store(path, create=True)
        ana = team.found_team("Northern Sales", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
        for name, login in (("Li Wei", "li"), ("王芳", "wang"), ("Bo", "bo")):
            team.add_member(ana, name, login)
        for login in ("ana", "li", "wang"):
            member = team.by_login(login)
            followups.add(member, DAY, subject=f"told by {login} · Łódź", owner=member)
        bo = team.by_login("bo")
        line = authorized(path, "bo", sshd.key("bo"))
        team.leave(ana, bo, date(2026, 11, 20))
        close_store()
    sshd.add_line(line)
    sshd.let_in("environment", ["env"])
    sshd.let_in("echo", ["echo", "the first key"])
    for login in ("ana", "li"):
        sshd.add_line(authorized(path, login, sshd.key(login)))
    latin = "exec env PYTHONIOENCODING=latin-1 "  # as where the locale that comes along is installed, and no UTF-8
    sshd.add_line(authorized(path, "wang", sshd.key("wang")).replace("exec ", latin))
    sshd.add_line(authorized(path, "li", sshd.key("stranger")).replace("--as li", "--as stranger"))
    return path


def authorized(database: Path, login: str, key: Path) -> str:
    """The line that the command prints."""
    done = CliRunner().invoke(main, ["--db", str(database), "ssh", "authorize", login, f"{key}.pub"])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.rstrip("\n")


def at_once(*jobs: Callable[[], Ran]) -> list[Ran]:
    """What several sessions answer, which wait for each other's handshakes no longer than they must."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [job.result() for job in [pool.submit(job) for job in jobs]]


# Who comes in


def test_everybody_is_themself_in_any_locale_and_size_and_a_dropped_line_leaves_nothing(
    sshd: Sshd, database: Path
) -> None:
    locales = {"li": "LC_ALL=C", "wang": "LC_ALL=de_DE.ISO-8859-1"}
    sessions = {
        who: Terminal(sshd.ssh(who, options=["-tt", "-o", f"SetEnv={locale}"]), size=(100, 30), env={"TERM": "xterm"})
        for who, locale in locales.items()
    }
    with sessions["li"] as li, sessions["wang"] as wang:
        assert "told by li · Łódź" in li.wait_for("told by li", 60)
        assert "told by wang" not in li.text
        assert b"\x1b[?1003h" not in b"".join(chunk for _at, chunk in li.chunks)  # a moved mouse costs a page
        assert "王芳" in wang.wait_for("told by wang", 60).splitlines()[0]
        li.press("4", "m")
        li.wait_for("told by an")
        li.resize((60, 16))
        li.wait_for("Quick entry  ? Help  q Quit")  # less fits into the footer
        both = sshd.programs("huddle --db")
        assert len(both) == 2
        li.press("+")
        li.wait_for("Enter adds")
        li.press("call - half of a sentence")
        li.wait_for("half of a sentence")
        os.kill(li.pid, signal.SIGKILL)
        assert gone(sshd, 1)
        os.kill(sshd.programs("huddle --db")[0], signal.SIGTERM)  # as a host does that is shut down
        assert wang.wait() != 0
    with sqlite3.connect(database, timeout=0) as file:
        file.execute("BEGIN IMMEDIATE")  # nobody holds it
        assert file.execute("SELECT count(*) FROM follow_up").fetchone() == (3,)
    assert gone(sshd, 0)


def gone(sshd: Sshd, left: int) -> bool:
    """Whether only so many programs are left soon: it takes a fiftieth of a second, on a machine with nothing to do."""
    end = time.monotonic() + 10
    while len(sshd.programs("huddle --db")) > left and time.monotonic() < end:
        time.sleep(0.02)
    return len(sshd.programs("huddle --db")) == left


def test_strangers_leavers_and_whoever_has_no_terminal_get_one_sentence_and_no_process_stays(
    sshd: Sshd, database: Path
) -> None:
    found = at_once(
        lambda: sshd.run("bo", "due"),
        lambda: sshd.run("stranger", "due"),
        lambda: sshd.run("ana"),
    )
    assert [(status, said) for status, said, _why in found] == [(2, "")] * 3
    assert found[0][2] == "Bo has left the team.\n"
    assert found[1][2] == "Nobody in this team has the login stranger. Ask the lead, or name another one with --as.\n"
    assert found[2][2] == NEEDS
    with Terminal(sshd.ssh("ana", options=["-tt"]), env={"TERM": "dumb"}) as terminal:
        assert terminal.wait() == 2
        assert NEEDS.strip() in " ".join(terminal.text.split())
    assert gone(sshd, 0)


def test_a_phone_adds_and_completes_in_one_line_as_the_member_of_its_key(sshd: Sshd, database: Path) -> None:
    status, said, _why = sshd.run("wang", "Add", "call", "-", "they don't answer", "fri", "10:00")
    assert (status, said.split("  ")[-1]) == (0, "they don't answer\n")
    number = said.split()[0]
    with sqlite3.connect(database) as file:
        found = file.execute(
            "SELECT m.login, f.due_on, f.due_time FROM follow_up f JOIN member m ON m.id = f.created_by WHERE f.id = ?",
            (number,),
        )
        assert found.fetchone() == ("wang", "2026-11-27", "10:00")
    done, missing = at_once(
        lambda: sshd.run("wang", "done", number, "no_answer", "--next", "none"),
        lambda: sshd.run("wang", "snooze", "999", "fri"),
    )
    assert done == (0, "Done.\n", "")
    assert missing == (2, "", "There is no follow-up 999; huddle due lists them with their ids.\n")


# The attempts


class Attempt(NamedTuple):
    """What somebody with a key tries: the client's options and words, and what they must not get."""

    what: str
    options: Sequence[str]
    words: Sequence[str]
    status: int
    answer: str


ATTEMPTS = (
    Attempt("another program", (), ("/bin/sh", "-c", "id"), 2, ONE_OF),
    Attempt("a second command behind a semicolon", (), ("due; touch {file}",), 2, ONE_OF),
    Attempt(
        "a second command in the words of the first", (), ("note x `touch {file}` $(touch {file})",), 2, "called x"
    ),
    Attempt("standard output into a file", (), ("due > {file}",), 2, "unexpected extra arguments"),
    Attempt("another database", (), ("due --db /etc/passwd",), 2, "No such option"),
    Attempt("somebody else", (), ("due --as ana",), 2, "No such option"),
    Attempt("a backup of everything", (), ("backup {file}",), 2, ONE_OF),
    Attempt("the file transfer of sftp", ("-s",), ("sftp",), 2, ""),  # sshd keeps what is said then
    Attempt("the file transfer of scp", (), ("scp -t {file}",), 2, ONE_OF),
)


def test_no_word_behind_the_hosts_name_is_run(sshd: Sshd, database: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "touched")

    def tried(one: Attempt) -> Callable[[], Ran]:
        words = [word.format(file=file) for word in one.words]
        return lambda: sshd.run("li", *words, options=one.options)

    found = at_once(*map(tried, ATTEMPTS))
    for one, (status, said, why) in zip(ATTEMPTS, found, strict=True):
        assert (one.what, status, said) == (one.what, one.status, "")
        assert one.answer in why, one.what
    assert not os.path.exists(file)


VARIABLES = (
    *("USER", "LOGNAME", "HOME", "SHELL", "PATH", "LD_PRELOAD", "BASH_ENV", "ENV", "COLORTERM", "TEXTUAL_DRIVER"),
    *("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "PYTHONINSPECT", "HUDDLE_DB", "HUDDLE_NOW", "HUDDLE_CONFIG"),
    *("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LANGUAGE", "SSH_ORIGINAL_COMMAND", "_HUDDLE_COMPLETE"),
)


def test_only_the_words_of_a_locale_come_along_and_none_of_them_names_a_file(
    sshd: Sshd, database: Path, tmp_path: Path
) -> None:
    evil = tmp_path / "evil"
    (evil / "LC_MESSAGES").mkdir(parents=True)
    (evil / "LC_MESSAGES" / "huddle.mo").write_bytes(b"no catalogue, so that reading it fails")
    sent = [part for name in VARIABLES for part in ("-o", f"SendEnv={name}")]
    arrived, due, long = at_once(
        lambda: came_with(
            sshd, "environment", dict.fromkeys(VARIABLES, "evil") | {"LC_X": "x"}, [*sent, "-o", "SendEnv=LC_*"]
        ),
        lambda: came_with(
            sshd, "li", {"LC_ALL": str(evil), "LANG": "../" * 9 + str(evil)}, ["-o", "SendEnv=LANG LC_ALL"], "due"
        ),
        lambda: came_with(
            sshd, "li", {"LC_ALL": "zh" * 50_000, "LC_ODD": "\udcff\x1b[2J"}, ["-o", "SendEnv=LC_*"], "due"
        ),
    )
    assert "LC_X=x" in arrived[1].splitlines()
    assert "=evil" not in arrived[1]
    for status, said, why in (due, long):
        assert (status, [line for line in why.splitlines() if "setlocale" not in line]) == (0, [])  # bash's own words
        assert "today" in said and "told by li" in said


def came_with(sshd: Sshd, who: str, env: dict[str, str], options: Sequence[str], *words: str) -> Ran:
    """Log in with these variables in the client's own environment."""
    command = sshd.ssh(who, *words, options=options)
    program = str(Path(subprocess.run(["which", "ssh"], capture_output=True, text=True, check=True).stdout.strip()))
    done = subprocess.run(
        [program, *command[1:]], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server that somebody on this host could have."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        yield server


def test_no_connection_goes_through_the_host_and_no_other_key_or_account_comes_in(
    sshd: Sshd, database: Path, listener: socket.socket, tmp_path: Path
) -> None:
    port = listener.getsockname()[1]
    sshd.key("unknown")
    second = ["-i", str(sshd.key("li"))]
    through, socks, back, unknown, other, two, agent = at_once(
        lambda: sshd.run("echo", options=["-W", f"127.0.0.1:{port}"]),
        lambda: sshd.run("echo", options=["-W", f"{tmp_path}/socket:0"]),
        lambda: sshd.run("echo", options=["-N", "-o", "ExitOnForwardFailure=yes", "-R", f"0:127.0.0.1:{port}"]),
        lambda: sshd.run("unknown"),
        lambda: sshd.run("li", options=["-l", "nobody"]),
        lambda: sshd.run("echo", options=second),
        lambda: sshd.run("environment", options=["-A", "-X"]),
    )
    assert through[0] == socks[0] == back[0] == 255
    with pytest.raises(TimeoutError):
        listener.accept()
    assert (unknown[0], other[0]) == (255, 255)
    assert two == (0, "the first key\n", "")
    assert "SSH_AUTH_SOCK" not in agent[1] and "DISPLAY" not in agent[1]


# The host


def test_the_guides_settings_of_sshd_are_taken_by_sshd_and_leave_nothing_open(sshd: Sshd, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    config = tmp_path / "sshd_config"
    host = Host(sshd.account, tmp_path / "team.db", keys)
    config.write_text(f"HostKey {sshd.folder}/host\nUsePAM no\n{sshd_settings(host)}", encoding="utf-8")
    assert list(daemon.judged(daemon.settings(sshd.account, config), keys)) == []
    config.write_text(f"HostKey {sshd.folder}/host\nAcceptEnv LANG PYTHON*\nForceCommand /bin/sh\n", encoding="utf-8")
    found = [str(reason) for reason in daemon.judged(daemon.settings(sshd.account, config), keys)]
    for words in ("a password opens", "can be forwarded", f"{keys} alone", "PYTHON*", "/bin/sh", "lost connection"):
        assert any(words in one for one in found), words


def test_the_installed_program_prints_a_line_for_a_key(sshd: Sshd, database: Path) -> None:
    command = [*HUDDLE, "--db", str(database), "ssh", "authorize", "ana", "-"]
    key = sshd.key("ana").with_suffix(".pub").read_bytes()
    done = subprocess.run(command, input=key, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().rstrip("\n") in sshd.lines.read_text(encoding="utf-8").splitlines()
