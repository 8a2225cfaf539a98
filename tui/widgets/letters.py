"""Big letters for a shared screen: three lines high for Latin text, spaced characters for every other script."""

from __future__ import annotations

import unicodedata

from tui.format import cell_width, wrap

HEIGHT = 3
_FONT = {
    "A": ("╔═╗", "╠═╣", "╩ ╩"),
    "B": ("╔╗ ", "╠╩╗", "╚═╝"),
    "C": ("╔═╗", "║  ", "╚═╝"),
    "D": ("╔╦╗", " ║║", "═╩╝"),
    "E": ("╔═╗", "║╣ ", "╚═╝"),
    "F": ("╔═╗", "╠╣ ", "╚  "),
    "G": ("╔═╗", "║ ╦", "╚═╝"),
    "H": ("╦ ╦", "╠═╣", "╩ ╩"),
    "I": ("╦", "║", "╩"),
    "J": (" ╦", " ║", "╚╝"),
    "K": ("╦╔═", "╠╩╗", "╩ ╩"),
    "L": ("╦  ", "║  ", "╩═╝"),
    "M": ("╔╦╗", "║║║", "╩ ╩"),
    "N": ("╔╗╔", "║║║", "╝╚╝"),
    "O": ("╔═╗", "║ ║", "╚═╝"),
    "P": ("╔═╗", "╠═╝", "╩  "),
    "Q": ("╔═╗ ", "║═╬╗", "╚═╝╚"),
    "R": ("╦═╗", "╠╦╝", "╩╚═"),
    "S": ("╔═╗", "╚═╗", "╚═╝"),
    "T": ("╔╦╗", " ║ ", " ╩ "),
    "U": ("╦ ╦", "║ ║", "╚═╝"),
    "V": ("╦  ╦", "╚╗╔╝", " ╚╝ "),
    "W": ("╦ ╦", "║║║", "╚╩╝"),
    "X": ("═╗ ╦", "╔╩╦╝", "╩ ╚═"),
    "Y": ("╦ ╦", "╚╦╝", " ╩ "),
    "Z": ("╔═╗", "╔═╝", "╚═╝"),
    "0": ("╔═╗", "║ ║", "╚═╝"),
    "1": ("╔╗ ", " ║ ", "═╩═"),
    "2": ("╔═╗", "╔═╝", "╚══"),
    "3": ("╔═╗", " ═╣", "╚═╝"),
    "4": ("╦ ╦", "╚═╣", "  ╩"),
    "5": ("╔══", "╚═╗", "╚═╝"),
    "6": ("╔══", "╠═╗", "╚═╝"),
    "7": ("╔═╗", "  ║", "  ╩"),
    "8": ("╔═╗", "╠═╣", "╚═╝"),
    "9": ("╔═╗", "╚═╣", "══╝"),
    " ": ("  ", "  ", "  "),
    ".": (" ", " ", "■"),
    ",": (" ", " ", "╝"),
    ":": (" ", "■", "■"),
    "-": ("  ", "══", "  "),
    "–": ("  ", "══", "  "),
    "+": ("   ", "═╬═", "   "),
    "/": ("  ╔", " ╔╝", "═╝ "),
    "&": ("╔═╗", "╔╬═", "╚╩═"),
    "'": ("╝", " ", " "),
    "’": ("╝", " ", " "),
    "%": ("■ ╔", " ╔╝", "═╝■"),
    "?": ("╔═╗", " ╔╝", " ■ "),
    "!": ("║", "║", "■"),
    "(": ("╔", "║", "╚"),
    ")": ("╗", "║", "╝"),
    "·": (" ", "■", " "),
}


def big(text: str, cells: int, lines: int = 3) -> list[str]:
    """A text in big letters, wrapped to ``cells`` cells and at most ``lines`` lines of them; else spaced."""
    capitals = plain_latin(text)
    if all(character in _FONT for character in capitals) and capitals.strip():
        rows = _wrapped(capitals, cells)
        if rows and len(rows) <= lines:
            return [line for row in rows for line in _drawn(row)]
    return spaced(text, cells)


def spaced(text: str, cells: int) -> list[str]:
    """A text in capitals with a blank between its characters, wrapped; words stay apart by three."""
    words = [" ".join(word.upper()) for word in text.split()]
    return wrap("   ".join(words), cells) if not _is_wide(text) else wrap(" ".join(text.upper()), cells)


def _is_wide(text: str) -> bool:
    return cell_width(text) > len(text)


def plain_latin(text: str) -> str:
    """Capitals without accents: ``Ü`` is ``U``."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.upper()) if not unicodedata.combining(c))


def _wrapped(text: str, cells: int) -> list[str]:
    """Lines of whole words; nothing when a word is too wide by itself."""
    lines: list[str] = []
    for word in text.split():
        if _width(word) > cells:
            return []
        if lines and _width(f"{lines[-1]} {word}") <= cells:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _width(text: str) -> int:
    return sum(len(_FONT[character][0]) + 1 for character in text) - 1


def _drawn(text: str) -> list[str]:
    return [" ".join(_FONT[character][y] for character in text) for y in range(HEIGHT)]
