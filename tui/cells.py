"""Text of people as it may be drawn, in as many cells as there are. Pure functions.

``plain()`` is the only door by which text of people reaches the screen: nothing in it can move the cursor, turn
the direction of writing, or be wider than it seems. Widths are in terminal cells; a Chinese character has two.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rich.cells import cell_len, get_character_cell_size

_REPLACED = "\ufffd"
_ENDS = dict.fromkeys(map(ord, "\n\u2028\u2029"), "⏎")
_JOINERS = "\u200c\u200d"
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810)]
_SKIN = range(0x1F3FB, 0x1F400)
_FILLERS = "\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5"
_NEVER = dict.fromkeys(map(ord, _JOINERS), "") | dict.fromkeys([*_SELECTORS, *_SKIN], "")
_CONTROLS = {c: chr(0x2400 + c) for c in range(0x20)} | {0x7F: "␡"} | dict.fromkeys(range(0x80, 0xA0), _REPLACED)
_FLAGS = {code: chr(code - 0x1F1E6 + ord("A")) for code in range(0x1F1E6, 0x1F200)}  # as wide as their terminal likes
_TABLE = _CONTROLS | _NEVER | _FLAGS | dict.fromkeys(map(ord, _FILLERS), _REPLACED)
_ONE_LINE = _TABLE | _ENDS | {ord("\t"): " "}
_LINES = _TABLE | {0x0A: "\n", 0x2028: "\n", 0x2029: "\n", ord("\t"): "    "}
_MOST_MARKS = 4
_HAN = r"\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff"
_OPENS, _CLOSES = "（“‘《〈【「『", "，。；：、！？）”’》〉】」』…％"  # which end no line, and which begin none
_PIECE = re.compile(
    rf"[{_OPENS}]*(?:[{_HAN}]|[^\s{_HAN}\u3000-\u303f\uff00-\uffef{_OPENS}{_CLOSES}]+)[{_CLOSES}]*| +|."
)


def plain(text: str, multiline: bool = False) -> str:
    """Text as it may be drawn: harmless, and each character as wide as it counts.

    Control characters become visible (``␛``), line ends ``⏎`` unless ``multiline``; what turns the direction of
    writing or can't be seen becomes ``�``; flags, which terminals count differently, become their letters, and
    joiners, variation selectors and skin tones are dropped; of a pile of combining marks four stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_LINES if multiline else _ONE_LINE)
    if text.isascii():
        return text
    return _without_piles("".join(c if c.isprintable() else _visible(c) for c in text))


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if character == "\n" or kind in ("Cn", "Co"):
        return character
    return " " if kind == "Zs" else _REPLACED


def _without_piles(text: str) -> str:
    """At most four combining marks on one character, and none without one."""
    kept, marks = [], 0
    for before, character in zip("\n" + text, text, strict=False):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks == 1 and before in "\n ":
            kept.append("◌")
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def cell_width(text: str) -> int:
    """How many cells a text takes."""
    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """The text, or as much of its beginning as fits with ``…`` behind it, in at most ``cells`` cells."""
    if cell_len(text) <= cells:
        return text
    if cells < 1:
        return ""
    room, kept = cells - 1, 0
    for kept, character in enumerate(text):  # noqa: B007 (the index is what is wanted)
        room -= get_character_cell_size(character)
        if room < 0:
            break
    return text[:kept].rstrip(" ") + "…"


def fit(text: str, cells: int, align: Literal["left", "right", "center"] = "left") -> str:
    """The text in exactly ``cells`` cells: cut with ``…``, or filled up with blanks."""
    text = cut(text, cells)
    gap = cells - cell_len(text)
    if align == "left":
        return text + " " * gap
    left = gap if align == "right" else gap // 2
    return " " * left + text + " " * (gap - left)


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most ``cells`` cells, broken at blanks where it can be; at least one line."""
    lines: list[str] = []
    for paragraph in plain(text, multiline=True).split("\n"):
        lines += _wrapped(paragraph, max(cells, 2))
    return lines or [""]


def _wrapped(paragraph: str, cells: int) -> list[str]:
    lines, line, width = [], "", 0
    for piece in _PIECE.findall(paragraph):
        size = cell_len(piece)
        if width + size > cells and line:
            lines.append(line.rstrip(" "))
            line, width = "", 0
            if piece.isspace():
                continue
        while size > cells:
            head = _head(piece, cells)
            lines.append(head)
            piece = piece[len(head) :]
            size = cell_len(piece)
        line, width = line + piece, width + size
    return [*lines, line.rstrip(" ")]


def _head(text: str, cells: int) -> str:
    for length, character in enumerate(text):
        cells -= get_character_cell_size(character)
        if cells < 0:
            return text[:length]
    return text
