"""What is open on a host that the team logs in to: files, key lines, sshd's settings, the program itself.

Each function yields one sentence for each thing that should be mended, with what mends it. What can't be looked at
raises Unseen, which is no all-clear.
"""

from __future__ import annotations

import os
import pwd
import shlex
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from store.errors import N_, Problem, Reason
from store.team import Member
from tui.opening import FLAGS, VALUES
from tui.ssh.lines import Entry, entries

GIVEN = {"restrict", "pty", "command"}
HARMLESS = {"from", "expiry-time", "verify-required", "no-touch-required"}
SHADOW = Path("/etc/shadow")
SHELLS = ("nologin", "false")


class Unseen(Problem):
    """Something can't be looked at by whoever asks."""


def owner(path: Path) -> pwd.struct_passwd:
    """The account that a file belongs to, which is the one that Huddle runs as. Raises Unseen."""
    try:
        return pwd.getpwuid(path.stat().st_uid)
    except OSError as error:
        raise unseen(path, error) from error
    except KeyError as error:
        values = {"file": str(path)}
        raise Unseen(Reason(N_("{file} belongs to an account that doesn't exist any more."), values)) from error


def unseen(path: Path, error: OSError) -> Unseen:
    """That a file can't be looked at, and why."""
    values = {"file": str(path), "why": error.strerror or str(error)}
    if isinstance(error, FileNotFoundError):
        return Unseen(Reason(N_("There is no {file}. `huddle ssh setup` says how it is made."), values))
    return Unseen(Reason(N_("{file} can't be looked at: {why}. Run it as root."), values))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError as error:
        raise unseen(path, error) from error


# The database, and who runs Huddle


def files(database: Path) -> Iterator[Reason]:
    """The database, what SQLite puts beside it, and its folder: for the account alone. Raises Unseen."""
    account = owner(database)
    if account.pw_uid == 0:
        words = N_("{file} belongs to root: give Huddle an account of its own. `huddle ssh setup` says how.")
        yield Reason(words, {"file": str(database)})
    beside = [database.with_name(database.name + end) for end in ("-wal", "-shm")]
    for path, right in ((database.parent, 0o700), (database, 0o600), *((p, 0o600) for p in beside if p.exists())):
        values = {"file": shlex.quote(str(path)), "right": f"{right:04o}", "account": account.pw_name}
        if _mode(path) & 0o077:
            yield Reason(N_("Others than {account} get at {file}. `chmod {right} {file}`"), values)
        if path.stat().st_uid != account.pw_uid:
            yield Reason(N_("{file} isn't {account}'s. `chown {account} {file}`"), values)
    yield from _ways(database.parent, account.pw_uid)


def _ways(path: Path, uid: int) -> Iterator[Reason]:
    """The folders above a path that others may write to, and so put something else in its place."""
    for folder in path.resolve().parents:
        status = folder.stat()
        loose = status.st_mode & 0o022 and not status.st_mode & stat.S_ISVTX
        if loose or status.st_uid not in (0, uid):
            yield Reason(N_("{folder} can be changed by others, and with it what lies in it."), {"folder": str(folder)})


def account(database: Path, shadow: Path = SHADOW) -> Iterator[Reason]:
    """The account's shell and password, and keys that it could let in by itself. Raises Unseen."""
    who = owner(database)
    yield from _password(who.pw_name, shadow)
    if who.pw_shell.rpartition("/")[2] in SHELLS:
        values = {"account": who.pw_name, "shell": who.pw_shell}
        yield Reason(N_("sshd starts Huddle by the account's shell. `usermod -s /bin/sh {account}`"), values)
    own = Path(who.pw_dir) / ".ssh" / "authorized_keys"
    try:
        there = own.exists()
    except OSError as error:
        raise unseen(own, error) from error
    if there:
        yield Reason(N_("{file} lets keys in that nobody checks here. Remove it."), {"file": str(own)})


def _password(account: str, shadow: Path) -> Iterator[Reason]:
    """Nothing matches ``*``; ``!`` locks the account, which sshd looks at itself where it has no PAM."""
    try:
        lines = [line.split(":") for line in shadow.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError as error:
        raise unseen(shadow, error) from error
    found = next((fields[1] for fields in lines if fields[0] == account and len(fields) > 1), "*")
    if found.startswith("!"):
        words = N_("The account is locked: an sshd without PAM lets nobody in. `usermod --password '*' {account}`")
        yield Reason(words, {"account": account})
    elif found != "*":
        yield Reason(N_("The account has a password. `usermod --password '*' {account}`"), {"account": account})


# The program


def installed(database: Path) -> Iterator[Reason]:
    """Whether the account can change the program, and whether it is compiled. Raises Unseen."""
    who = owner(database)
    folders = _folders()
    for folder in folders:
        status = folder.stat()
        if (who.pw_uid != 0 and status.st_uid == who.pw_uid) or status.st_mode & 0o022:
            values = {"folder": shlex.quote(str(folder)), "account": who.pw_name}
            yield Reason(N_("The program can be changed by others than root. `chown -R root {folder}`"), values)
    count = sum(_uncompiled(folder) for folder in folders)
    if count:
        called = shlex.join([sys.executable, "-m", "compileall", "-q", *map(str, folders)])
        words = N_("{n} files of the program aren't compiled, which makes every start slow. `{command}`")
        yield Reason(words, {"n": count, "command": called})


def _folders() -> list[Path]:
    """Where our packages lie, and the one that costs most at the start."""
    from importlib.util import find_spec

    found = [find_spec(name) for name in ("tui", "store", "textual")]
    return [Path(spec.origin).parent for spec in found if spec is not None and spec.origin]


def _uncompiled(folder: Path) -> int:
    from importlib.util import cache_from_source

    return sum(not os.path.exists(cache_from_source(str(path))) for path in folder.rglob("*.py") if _is_used(path))


def _is_used(path: Path) -> bool:
    """Migrations are read as they are."""
    return path.parent.name != "migrations"


# The key lines


def key_file(path: Path) -> Iterator[Reason]:
    """The file of keys: root's, and nobody else writes to it or puts another in its place. Raises Unseen."""
    values = {"file": shlex.quote(str(path))}
    if _mode(path) & 0o022 or path.stat().st_uid != 0:
        yield Reason(N_("{file} isn't root's alone. `chown root {file}; chmod 0644 {file}`"), values)
    yield from _ways(path, 0)


def key_lines(path: Path, database: Path, members: Sequence[Member], left: Sequence[int]) -> Iterator[Reason]:
    """What the lines let in: only members who are there, only to Huddle on this file, each by keys of their own.

    ``left`` are the ids of those who have left. Raises Unseen.
    """
    try:
        found = entries(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise unseen(path, error) from error
    logins = {member.login.casefold(): member for member in members}
    holders: dict[str, Entry] = {}
    for entry in found:
        yield from _line(entry, database, logins, left)
        if entry.key is None:
            continue
        first = holders.setdefault(entry.key.body, entry)
        if first.said("--as").casefold() != entry.said("--as").casefold():
            values = {"line": entry.number, "other": first.number, "login": first.said("--as")}
            yield Reason(
                N_("Line {line} has the key of line {other}: whoever comes with it is {login}. Remove one."), values
            )


def _line(entry: Entry, database: Path, logins: Mapping[str, Member], left: Sequence[int]) -> Iterator[Reason]:
    """What is wrong with one line."""
    login, given = entry.said("--as"), {name for name, _value in entry.options}
    values = {"line": entry.number, "login": login, "options": sorted(given - GIVEN - HARMLESS)}
    if entry.key is None:
        yield Reason(N_("Line {line} has no key that can be read. Write it again by huddle ssh authorize."), values)
    if not (entry.is_plain and _is_huddle(entry.command)):
        yield Reason(N_("Line {line} doesn't run Huddle alone. Write it again by huddle ssh authorize."), values)
        return
    if "restrict" not in given:
        yield Reason(N_("Line {line} has no `restrict`, so that connections can be forwarded. Put it first."), values)
    if "pty" not in given and "restrict" in given:
        yield Reason(N_("Line {line} has no `pty`, so that no screen can be shown. Put it behind restrict."), values)
    if values["options"] and not all(name.startswith("no-") for name in given - GIVEN - HARMLESS):
        yield Reason(N_("Line {line} allows more: {options}. Take it out."), values)
    if "--confined" not in entry.command:
        yield Reason(N_("Line {line} has no --confined at its command's end."), values)
    if not login:
        yield Reason(N_("Line {line} doesn't say who comes with its key: --as is missing."), values)
    elif login.casefold() not in logins:
        yield Reason(N_("Line {line} is for {login}, whom the team doesn't know. Remove it."), values)
    elif logins[login.casefold()].id in left:
        yield Reason(N_("Line {line} is for {login}, who has left the team. Remove it."), values)
    named = entry.said("--db")
    if named and os.path.realpath(named) != os.path.realpath(database):
        yield Reason(N_("Line {line} opens another file, {file}."), {**values, "file": named})


def _is_huddle(command: Sequence[str]) -> bool:
    """Whether the words open Huddle's screens, and neither the demo nor a command."""
    options = iter(command[3:] if list(command[1:3]) == ["-m", "tui"] else command[1:])
    if not command or (os.path.basename(command[0]) != "huddle" and list(command[1:3]) != ["-m", "tui"]):
        return False
    for word in options:
        name, equals, _value = word.partition("=")
        if name not in (*VALUES, *FLAGS) or name == "--demo":
            return False
        if name in VALUES and not equals:
            next(options, "")
    return True
