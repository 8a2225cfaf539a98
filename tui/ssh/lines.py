"""The lines of an ``authorized_keys`` file: one for each key, which says who comes with it and what is run for them.

Keys are read as OpenSSH writes them (RFC 4253, section 6.6): the kind, the key itself in base64, a comment.
"""

from __future__ import annotations

import base64
import binascii
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.errors import N_, Problem, Reason
from tui.format import cut, plain

SIZES = {  # kinds that OpenSSH still takes: of how many parts each consists, its name included
    "ssh-ed25519": 2,
    "ssh-rsa": 3,
    "ecdsa-sha2-nistp256": 3,
    "ecdsa-sha2-nistp384": 3,
    "ecdsa-sha2-nistp521": 3,
    "sk-ssh-ed25519@openssh.com": 3,
    "sk-ecdsa-sha2-nistp256@openssh.com": 4,
}
LEAST_BITS = 2048  # of an RSA key
LONGEST_COMMENT = 80  # cells
OPTIONS = "restrict,pty"  # nothing is forwarded, no file of the account is run; but there is a terminal


@dataclass(frozen=True)
class Key:
    """A public key: its kind, itself in base64, and what its owner calls it."""

    kind: str
    body: str
    comment: str = ""


def read_key(text: str) -> Key:
    """The one public key of a file. Raises Problem for whatever else is in it."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise Problem(Reason(N_("The file is empty."), {}))
    if "PRIVATE KEY" in lines[0] or lines[0].startswith("PuTTY-User-Key-File"):
        raise Problem(Reason(N_("This is a private key, which its owner shows to nobody. Take the one in .pub."), {}))
    if lines[0].startswith("---- BEGIN SSH2"):
        raise Problem(
            Reason(N_("This key is written in another way. `ssh-keygen -i -f FILE` prints it as wanted."), {})
        )
    if len(lines) > 1:
        values = {"n": len(lines)}
        raise Problem(Reason(N_("The file has {n} lines, and one public key stands in one line."), values))
    return key_of(lines[0])


def key_of(line: str) -> Key:
    """The key of a line that has nothing before it. Raises Problem."""
    kind, _blank, rest = line.partition(" ")
    if kind not in SIZES:
        if any(word in SIZES for word in rest.split()):
            raise Problem(Reason(N_("Something stands before the key. Leave it out; Huddle writes its own."), {}))
        known = {"word": cut(plain(kind), 30)}
        raise Problem(Reason(N_("{word} is no kind of key. A public key looks like ssh-ed25519 AAAA… name."), known))
    body, _blank, comment = rest.strip().partition(" ")
    _check(kind, body)
    return Key(kind, body, cut(plain(comment.strip()), LONGEST_COMMENT))


def _check(kind: str, body: str) -> None:
    """Raise Problem unless the base64 holds a whole key of this kind."""
    try:
        parts = list(_parts(base64.b64decode(body, validate=True)))
    except (binascii.Error, ValueError):
        parts = []
    if len(parts) != SIZES[kind] or parts[0] != kind.encode() or (kind == "ssh-ed25519" and len(parts[1]) != 32):
        raise Problem(Reason(N_("The key is not whole: was it cut when it was copied?"), {}))
    bits = int.from_bytes(parts[2], "big").bit_length() if kind == "ssh-rsa" else LEAST_BITS
    if bits < LEAST_BITS:
        words = N_("An RSA key of {bits} bits is too weak. `ssh-keygen -t ed25519` makes a good one.")
        raise Problem(Reason(words, {"bits": bits}))


def _parts(blob: bytes) -> Iterator[bytes]:
    """The parts of a key, each after its length. Raises ValueError when the last one isn't whole."""
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            raise ValueError(size)
        yield blob[4 : 4 + size]
        blob = blob[4 + size :]


# Writing a line


def program() -> list[str]:
    """How this installation is called, by its whole path."""
    script = Path(sys.executable).with_name("huddle")
    return [str(script)] if script.exists() else [sys.executable, "-m", "tui"]


def line(key: Key, login: str, database: Path) -> str:
    """The line that lets this key in as this member, to Huddle on this file and to nothing else.

    Raises Problem for a path or a login that can't stand in a line.
    """
    words = [*program(), "--db", str(database), "--as", login, "--confined"]
    command = "exec " + shlex.join(words)
    if not command.isprintable():
        raise Problem(Reason(N_("{text} can't stand in a line of a key file."), {"text": cut(plain(command), 200)}))
    quoted = command.replace('"', '\\"')  # the one escape that sshd knows
    return f'{OPTIONS},command="{quoted}" {key.kind} {key.body} {key.comment}'.rstrip()


# Reading lines


@dataclass(frozen=True)
class Entry:
    """A line that lets somebody in: its number, its options in lower case with their values, its key.

    ``key`` is None where none can be read.
    """

    number: int
    options: tuple[tuple[str, str], ...]
    key: Key | None

    @property
    def text(self) -> str:
        """The command that is run, as a shell is given it; "" without one."""
        found = next((value for name, value in self.options if name == "command"), "")
        return found.removeprefix("exec ")

    @property
    def command(self) -> list[str]:
        """Its words."""
        try:
            return shlex.split(self.text)
        except ValueError:
            return self.text.split()

    @property
    def is_plain(self) -> bool:
        """Whether a shell finds nothing in the command but its words."""
        return self.text == shlex.join(self.command)

    def said(self, option: str) -> str:
        """What the command says behind an option such as ``--as``; "" when it doesn't."""
        words = self.command
        after = (word.removeprefix(f"{option}=") for word in words if word.startswith(f"{option}="))
        place = words.index(option) if option in words[:-1] else None
        return words[place + 1] if place is not None else next(after, "")


def entries(text: str) -> list[Entry]:
    """The lines of a file of keys, as sshd reads them; comments and empty ones are left out."""
    found = []
    for number, one in enumerate(text.splitlines(), 1):
        stripped = one.strip()
        if stripped and not stripped.startswith("#"):
            options, rest = _divided(stripped)
            try:
                key = key_of(rest)
            except Problem:
                key = None
            found.append(Entry(number, options, key))
    return found


def _divided(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The options before the key, and the rest. A line that begins with a key has none."""
    if text.split(" ", 1)[0] in SIZES:
        return (), text
    options, at, quoted, start = [], 0, False, 0
    while at < len(text) and (quoted or text[at] not in " \t"):
        if text[at] == "\\" and text[at + 1 : at + 2] == '"':
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] == "," and not quoted:
            options.append(text[start:at])
            start = at + 1
        at += 1
    return tuple(map(_option, [*options, text[start:at]])), text[at:].strip()


def _option(text: str) -> tuple[str, str]:
    name, _sign, value = text.partition("=")
    inside = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    return name.lower(), inside.replace('\\"', '"')
