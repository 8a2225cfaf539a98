"""Every word that is shown goes through here, at the moment it is drawn.

Words in tables are marked with ``N_()`` and translated when they are drawn, so that another language needs no
new import. The pseudo-language ``xx-brackets`` puts ``⟦…⟧`` around each translated text: what has no
brackets on a screen was forgotten.
"""

from __future__ import annotations

import gettext as _gettext
import os
from pathlib import Path

from store.errors import N_, InContext

__all__ = [
    "BRACKETS",
    "LANGUAGES",
    "N_",
    "_",
    "current",
    "founded_in",
    "from_environment",
    "named",
    "ngettext",
    "pgettext",
    "use",
]

DOMAIN = "huddle"
LANGUAGE = "LANGUAGE"  # what gettext asks the environment first
LOCALE = Path(__file__).parent / "locale"
BRACKETS = "xx-brackets"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}  # that can be chosen, each in its own words


class Brackets(_gettext.NullTranslations):
    """English in ``⟦…⟧``."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


_state: tuple[str, _gettext.NullTranslations] = ("en", _gettext.NullTranslations())


def use(language: str = "") -> None:
    """Speak this language from now on, such as ``zh_CN`` or ``en`` (several, best first, separated by ``:``).

    English is spoken for "" and where there is no catalogue. A name comes from anywhere, over SSH too: it is no path.
    """
    global _state
    if language == BRACKETS:
        _state = (BRACKETS, Brackets())
        return
    wanted = [named(name) for name in language.split(":") if name and os.sep not in name] or ["en"]
    before_english = wanted[: wanted.index("en")] if "en" in wanted else wanted
    found = _gettext.translation(DOMAIN, LOCALE, languages=before_english or ["en"], fallback=True)
    _state = (found.info().get("language") or "en", found)


def speak(language: str) -> None:
    """The same, and tell it to what asks the environment: Click has words of its own."""
    use(language)
    os.environ[LANGUAGE] = current()


def named(language: str) -> str:
    """The catalogue's name for a language as systems name it: ``zh-Hans``, ``zh_CN.UTF-8``, ``zh`` → ``zh_CN``.

    Who reads Traditional Chinese (``zh_TW``) reads Simplified sooner than English.
    """
    plain = language.partition(".")[0].partition("@")[0].replace("-", "_")
    main = plain.partition("_")[0].lower()
    return {"zh": "zh_CN", "en": "en"}.get(main, plain)


def from_environment() -> str:
    """The language that the terminal's environment names, for ``use()`` (POSIX: LC_ALL, LC_MESSAGES, LANG)."""
    posix = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if posix.partition(".")[0] in ("", "C", "POSIX"):
        return ""
    return os.environ.get(LANGUAGE) or posix


def current() -> str:
    """The language that is spoken: the catalogue's own name, ``en`` without one."""
    return _state[0]


def founded_in() -> str:
    """The language of a team that is begun now: "" for English, so that a terminal may still say another one."""
    return "" if current() in ("en", BRACKETS) else current()


def _(message: str) -> str:
    """The text in the language that is spoken, of what ``NP_()`` marked in its context."""
    if isinstance(message, InContext):
        return pgettext(message.context, message)
    return _state[1].gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this count; the count itself is put in by the caller."""
    return _state[1].ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The text in a context, where one English word means two things."""
    return _state[1].pgettext(context, message) if message else ""
