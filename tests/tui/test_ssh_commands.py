"""``huddle ssh``: whose key opens what, the guide for a host, and what is said of a host that is open."""

from __future__ import annotations

import base64
import os
import shlex
import struct
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from store import team
from store.database import open_store
from store.errors import Problem
from store.team import Member
from tui.cli import main
from tui.ssh import host
from tui.ssh.guide import Host, guide
from tui.ssh.lines import Key, entries, line, program, read_key


def blob(*parts: bytes) -> str:
    return base64.b64encode(b"".join(struct.pack(">I", len(part)) + part for part in parts)).decode()


ED25519 = "ssh-ed25519 " + blob(b"ssh-ed25519", bytes(range(32)))
OTHER = "ssh-ed25519 " + blob(b"ssh-ed25519", bytes(range(1, 33)))
RSA = "ssh-rsa " + blob(b"ssh-rsa", b"\1\0\1", b"\0" + b"\xff" * 256)
WEAK = "ssh-rsa " + blob(b"ssh-rsa", b"\1\0\1", b"\0" + b"\xff" * 128)


def ssh(path: Path, *words: str, given: str = "") -> Result:
    result = CliRunner().invoke(main, ["--db", str(path), "ssh", *words], input=given)
    open_store(path)
    return result


# Keys


@pytest.mark.parametrize("key", [ED25519, RSA, f"{ED25519} wang@laptop", f"\ufeff{ED25519}\r\n\r\n"])
def test_a_public_key_is_taken_as_people_send_it(key: str) -> None:
    assert read_key(key).kind in key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", "private key"),
        ("PuTTY-User-Key-File-3: ssh-ed25519\n", "private key"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nx\n", "ssh-keygen -i"),
        (f"{ED25519}\n{OTHER}\n", "2 lines"),
        (f'command="/bin/sh" {ED25519}', "before the key"),
        (f"no-pty,agent-forwarding {ED25519}", "before the key"),
        ("ssh-dss AAAA", "no kind of key"),
        ("hello", "no kind of key"),
        (ED25519[:-9], "not whole"),
        (f"{ED25519[:-4]}!!!!", "not whole"),
        ("ssh-ed25519 " + blob(b"ssh-rsa", bytes(32)), "not whole"),
        ("ssh-ed25519 " + blob(b"ssh-ed25519", bytes(31)), "not whole"),
        ("ssh-rsa " + blob(b"ssh-rsa", b"\1\0\1"), "not whole"),
        (WEAK, "1024 bits"),
    ],
)
def test_what_is_no_single_public_key_is_refused_with_what_it_is(text: str, said: str) -> None:
    with pytest.raises(Problem) as refused:
        read_key(text)
    assert said in str(refused.value)


def test_a_line_lets_a_member_in_to_this_file_and_to_nothing_else(store_file: Path, ana: Member, li: Member) -> None:
    found = ssh(store_file, "authorize", "LI", "-", given=f"{ED25519} li's\tlaptop \x1b[31m\n")
    assert (found.exit_code, found.stderr) == (0, "")
    called = shlex.join([*program(), "--db", str(store_file), "--as", "li", "--confined"])
    assert found.stdout == f"""restrict,pty,command="exec {called}" {ED25519} li's laptop ␛[31m\n"""
    assert os.path.isabs(program()[0])


def test_only_members_who_are_there_are_let_in(store_file: Path, ana: Member, li: Member, tmp_path: Path) -> None:
    key = tmp_path / "key.pub"
    key.write_text(ED25519)
    team.edit_member(ana, li, joined_on=date(2026, 1, 1), left_on=date(2026, 11, 22))
    for login, words in (("li", "Li has left the team.\n"), ("bo", "Nobody is called bo. The logins are: ana.\n")):
        found = ssh(store_file, "authorize", login, str(key))
        assert (found.exit_code, found.stdout, found.stderr) == (2, "", words)
    assert "can't be read" in ssh(store_file, "authorize", "ana", str(tmp_path / "none")).stderr
    assert "private copy" in CliRunner().invoke(main, ["--demo", "ssh", "authorize", "ana", str(key)]).stderr


awkward = st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" \"'\\$`;,#=%!*?~"), min_size=1)


@settings(max_examples=40)
@given(login=awkward, name=awkward)
def test_whatever_a_path_or_a_login_is_called_the_shell_gets_it_back(login: str, name: str) -> None:
    written = line(Key("ssh-ed25519", ED25519.split()[1], "x"), login, Path("/srv") / name)
    (entry,) = entries(written)
    assert [option for option, _value in entry.options] == ["restrict", "pty", "command"]
    assert (entry.said("--db"), entry.said("--as")) == (str(Path("/srv") / name), login)
    assert entry.key is not None


@pytest.mark.parametrize("login", ["a\nb", "a\x00b", "a\x7fb"])
def test_a_line_is_one_line(login: str) -> None:
    with pytest.raises(Problem, match="can't stand in a line"):
        line(Key("ssh-ed25519", "x"), login, Path("/srv/team.db"))


# The guide


def test_the_guide_is_a_script_that_a_shell_can_read(tmp_path: Path) -> None:
    text = guide(Host("sales", Path("/srv/it's ours/team.db"), Path("/etc/ssh/keys")))
    script = tmp_path / "setup"
    script.write_text(text)
    subprocess.run(["sh", "-n", str(script)], check=True)
    assert "'/srv/it'\"'\"'s ours'" in text
    assert all(len(one) <= 100 for one in text.splitlines() if one.startswith("#"))
    found = CliRunner().invoke(main, ["ssh", "setup", "--account", "sales"])
    assert (found.exit_code, "/var/lib/sales/team.db" in found.stdout) == (0, True)


# What is open


@pytest.fixture
def keys(store_file: Path, ana: Member, li: Member, tmp_path: Path) -> Path:
    """A file of keys as it should be."""
    path = tmp_path / "keys"
    path.write_text(f"# ours\n\n{_line(ana, ED25519, store_file)}\n{_line(li, OTHER, store_file)}\n")
    path.chmod(0o644)
    return path


def _line(member: Member, key: str, database: Path) -> str:
    return line(read_key(f"{key} {member.login}"), member.login, database)


def judged(keys: Path, database: Path) -> list[str]:
    left = [one.id for one in team.members(left=True) if team.has_left(one)]
    return [str(reason) for reason in host.key_lines(keys, database, team.members(left=True), left)]


def test_lines_that_the_command_printed_leave_nothing_open(keys: Path, store_file: Path) -> None:
    assert judged(keys, store_file) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("restrict,pty,", "pty,", "no `restrict`"),
        ("restrict,pty,", "restrict,", "no `pty`"),
        ("restrict,pty,", "restrict,pty,port-forwarding,", "allows more: port-forwarding"),
        ("restrict,pty,", 'restrict,pty,environment="X=1",', "allows more: environment"),
        (" --confined", "", "no --confined"),
        ("--as li", "--as bo", "for bo, whom the team doesn't know"),
        ("--as li", "--as ana", "has the key of line 3"),
        ("--as li ", "", "--as is missing"),
        ("team.db --as li", "old.db --as li", "opens another file"),
        ("exec ", "exec /bin/sh -c id; ", "doesn't run Huddle alone"),
        (" --confined", " --confined; /bin/sh", "doesn't run Huddle alone"),
        (" --confined", " --confined ; /bin/sh", "doesn't run Huddle alone"),
        (" --confined", " --confined --lang $(id)", "doesn't run Huddle alone"),
        (" --confined", " --confined backup x", "doesn't run Huddle alone"),
        (" --as", " --demo --as", "doesn't run Huddle alone"),
        (OTHER, OTHER[:-9], "no key that can be read"),
        (OTHER, ED25519, "has the key of line 3: whoever comes with it is ana"),
    ],
)
def test_a_line_that_opens_more_is_named(keys: Path, store_file: Path, before: str, after: str, said: str) -> None:
    lines = keys.read_text().splitlines()
    lines[3] = lines[3].replace(before, after)
    if said.startswith("has the key") and before != OTHER:
        lines[3] = lines[3].replace(OTHER, ED25519).replace("--as ana", "--as li")
    keys.write_text("\n".join(lines))
    found = judged(keys, store_file)
    assert any(said in one and "ine 4" in one for one in found), found


def test_a_bare_key_is_a_shell_and_so_open(keys: Path, store_file: Path) -> None:
    keys.write_text(f"{ED25519} me\n")
    assert judged(keys, store_file) == ["Line 1 doesn't run Huddle alone. Write it again by huddle ssh authorize."]


def test_the_line_of_somebody_who_left_is_named(keys: Path, store_file: Path, ana: Member, li: Member) -> None:
    team.edit_member(ana, li, joined_on=date(2026, 1, 1), left_on=date(2026, 11, 22))
    assert judged(keys, store_file) == ["Line 4 is for li, who has left the team. Remove it."]


def test_files_that_others_get_at_are_named(store_file: Path, keys: Path) -> None:
    folder = store_file.parent
    folder.chmod(0o700)
    assert [str(reason) for reason in host.files(store_file) if "root" not in str(reason)] == []
    folder.chmod(0o750)
    store_file.chmod(0o644)
    found = [str(reason) for reason in host.files(store_file)]
    assert any(f"chmod 0700 {folder}" in one for one in found)
    assert any(f"chmod 0600 {store_file}" in one for one in found)
    keys.chmod(0o666)
    assert "isn't root's alone" in str(next(host.key_file(keys)))
    folder.chmod(0o777)
    assert any("can be changed by others" in str(reason) for reason in host.key_file(keys))


@pytest.mark.parametrize(
    ("field", "said"), [("*", ""), ("!", "is locked"), ("$y$j9T$x", "has a password"), ("", "has a")]
)
def test_a_password_and_a_locked_account_are_named(store_file: Path, tmp_path: Path, field: str, said: str) -> None:
    shadow = tmp_path / "shadow"
    shadow.write_text(f"nobody:*:1::::::\n{host.owner(store_file).pw_name}:{field}:20783::::::\n")
    found = [str(reason) for reason in host.account(store_file, shadow) if "password" in str(reason)]
    assert [said in one for one in found] == ([True] if said else [])


def test_what_is_open_is_said_line_by_line_with_exit_2(store_file: Path, keys: Path, tmp_path: Path) -> None:
    keys.write_text(f"{ED25519} me\n")
    found = ssh(store_file, "check", "--keys", str(keys), "--sshd-config", str(tmp_path / "none"))
    assert found.exit_code == 2
    assert "✕ Line 1 doesn't run Huddle alone." in found.stdout
    assert "✕ sshd" in found.stdout
    assert "open." in found.stderr
    missing = ssh(store_file, "check", "--keys", str(tmp_path / "nothing"))
    assert missing.stdout.count(f"There is no {tmp_path / 'nothing'}. `huddle ssh setup`") == 1
