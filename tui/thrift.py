"""Fewer bytes for the same picture: over SSH bytes are time.

Textual begins each piece of text with all of its colours and ends it with a reset: 45 bytes around one blank. A
terminal keeps its colours, so only what differs from the piece before is said here; a blank shows none but its ground.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textual.drivers.linux_driver import LinuxDriver


class Look(NamedTuple):
    """How text looks: the codes of its attributes (1 is bold), its colour and its ground; "" is the terminal's own."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""


PLAIN = Look()
COLOURS = re.compile(r"\x1b\[([0-9;]*)m")
# What shows no colour, so that it makes no difference which ones are on: moves, switches of the terminal, line ends.
MOVES = re.compile(r"(?:\x1b\[[0-9;]*H|\x1b\[\?[0-9;]*[hl]|[\r\n])*")
CODE = re.compile(r"[34]8;2;\d+;\d+;\d+|[34]8;5;\d+|\d+")
INK = re.compile(r"38;|3[0-7]$|9[0-7]$")
GROUND = re.compile(r"48;|4[0-7]$|10[0-7]$")
OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
SHOWN_ON_BLANKS = frozenset(("4", "7", "9"))  # underlined, reversed, struck through


class ThriftyDriver(LinuxDriver):
    """Textual's driver, saying each colour once."""

    def write(self, data: str) -> None:
        """Write a frame, or anything else."""
        super().write(thrifty(data))


def thrifty(data: str) -> str:
    """What shows the same as ``data`` on a terminal whose colours are reset, and leaves them reset."""
    first, *pieces = COLOURS.split(data)
    out, now = [first], PLAIN
    for codes, text in zip(pieces[::2], pieces[1::2], strict=True):
        if MOVES.fullmatch(text):
            out.append(text)
            continue
        wanted = look(codes)
        if wanted is None:  # said as it is, from nothing
            return data
        if not text.strip(" ") and not SHOWN_ON_BLANKS & (wanted.attributes | now.attributes):
            wanted = Look(now.attributes, now.ink, wanted.ground)
        out += (change(now, wanted), text)
        now = wanted
    if now != PLAIN:
        out.append("\x1b[0m")
    return "".join(out)


@lru_cache(maxsize=512)
def look(codes: str) -> Look | None:
    """What these codes make of text that was reset before; None for a code that isn't known."""
    attributes: set[str] = set()
    ink = ground = ""
    for code in CODE.findall(codes):
        if code == "0":
            attributes, ink, ground = set(), "", ""
        elif code in OFF:
            attributes.add(code)
        elif INK.match(code):
            ink = code
        elif GROUND.match(code):
            ground = code
        else:
            return None
    return Look(frozenset(attributes), ink, ground)


@lru_cache(maxsize=2048)
def change(now: Look, wanted: Look) -> str:
    """The sequence that leads from one look to another."""
    if now == wanted:
        return ""
    if wanted == PLAIN:
        return "\x1b[0m"
    ends = {OFF[code] for code in now.attributes - wanted.attributes}
    stays = {code for code in now.attributes & wanted.attributes if OFF[code] not in ends}
    codes = [*sorted(ends), *sorted(wanted.attributes - stays)]
    codes += [wanted.ink or "39"] if wanted.ink != now.ink else []
    codes += [wanted.ground or "49"] if wanted.ground != now.ground else []
    anew = ["0", *sorted(wanted.attributes), *filter(None, (wanted.ink, wanted.ground))]
    return f"\x1b[{min(';'.join(codes), ';'.join(anew), key=len)}m"
