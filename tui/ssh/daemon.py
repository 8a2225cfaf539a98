"""sshd's settings for the account, as sshd itself says them (``sshd -T``), against those of the guide."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from store.errors import N_, Reason
from tui.ssh.host import Unseen

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
LONGEST_SILENCE = 60  # seconds between two questions whether the other end is still there
SECONDS = 10
LET_THROUGH = ("LANG", "LANGUAGE", "LC_*", "COLORTERM", "NO_COLOR")  # variables that may come with a connection
Settings = Mapping[str, Sequence[str]]

# What sshd must say, and what is open when it says something else.
WANTED: Mapping[str, tuple[str, str]] = {
    "passwordauthentication": ("no", N_("a password opens the account")),
    "kbdinteractiveauthentication": ("no", N_("a password opens the account")),
    "permituserrc": ("no", N_("a file of the account is run at each login")),
    "permituserenvironment": ("no", N_("a key's line or a file can change the program's environment")),
    "allowtcpforwarding": ("no", N_("connections can be forwarded through this host")),
    "allowstreamlocalforwarding": ("no", N_("connections can be forwarded to sockets of this host")),
    "allowagentforwarding": ("no", N_("people's keys can be used from this host")),
    "x11forwarding": ("no", N_("windows can be forwarded")),
    "permittunnel": ("no", N_("networks can be joined through this host")),
    "authorizedkeyscommand": ("none", N_("keys come from a program that isn't checked here")),
    "trustedusercakeys": ("none", N_("certificates open the account")),
    "strictmodes": ("yes", N_("key files are taken from whoever may write them")),
}


def settings(account: str, config: Path | None = None) -> Settings:
    """What sshd would do for this account: every setting, in lower case, with its values. Raises Unseen."""
    daemon = shutil.which("sshd", path=PATH)
    if daemon is None:
        raise Unseen(Reason(N_("sshd isn't installed here, so that its settings can't be looked at."), {}))
    command = [daemon, "-T", *(["-f", str(config)] if config else [])]
    command += ["-C", f"user={account},host=localhost,addr=127.0.0.1"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unseen(Reason(N_("sshd's settings can't be read: {why}."), {"why": str(error)})) from error
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or [""])[-1]
        raise Unseen(Reason(N_("sshd's settings can't be read: {why} Run it as root."), {"why": why}))
    found: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _blank, value = line.partition(" ")
        found.setdefault(name.lower(), []).extend(value.split())
    return found


def judged(found: Settings, keys: Path) -> Iterator[Reason]:
    """What should be otherwise, a sentence each."""
    for name, (wanted, open_) in WANTED.items():
        if found.get(name, [wanted]) != [wanted]:
            values = {"name": name, "wanted": wanted, "open": Reason(open_)}
            yield Reason(N_("sshd: {name} should be {wanted}, else {open}."), values)
    for check in (_keys(keys), _environment, _forced, _silence, _crowd):
        if (wrong := check(found)) is not None:
            yield wrong


def _keys(keys: Path) -> Callable[[Settings], Reason | None]:
    def check(found: Settings) -> Reason | None:
        said = list(found.get("authorizedkeysfile", ()))
        if said == [str(keys)]:
            return None
        values = {"file": str(keys), "found": " ".join(said)}
        return Reason(N_("sshd: authorizedkeysfile should be {file} alone; it is {found}."), values)

    return check


def _environment(found: Settings) -> Reason | None:
    loose = [name for name in found.get("acceptenv", ()) if name not in LET_THROUGH and not name.startswith("LC_")]
    if not loose:
        return None
    words = N_("sshd: acceptenv lets {names} through, which may change how the program runs. Take them out.")
    return Reason(words, {"names": loose})


def _forced(found: Settings) -> Reason | None:
    said = " ".join(found.get("forcecommand", ("none",)))
    if said == "none":
        return None
    return Reason(N_("sshd: forcecommand runs {command} instead of each key's own command."), {"command": said})


def _silence(found: Settings) -> Reason | None:
    asks = int(next(iter(found.get("clientaliveinterval", ())), "0"))
    if 0 < asks <= LONGEST_SILENCE:
        return None
    words = N_("sshd: clientaliveinterval should be 10, else the session of a lost connection stays.")
    return Reason(words, {})


def _crowd(found: Settings) -> Reason | None:
    first = next(iter(found.get("maxstartups", ())), "10").partition(":")[0]
    if not first.isdigit() or int(first) >= 30:
        return None
    return Reason(N_("sshd: maxstartups should be 50:30:100, else some are refused when all come at once."), {})
