"""How Chinese names are typed without an input method: 华星科技 as its initials hxkj, or in full as huaxingkeji.

The initials are kept from each character on, so that 深圳华星科技 is found by hxkj, too. The readings are those of
pypinyin, which knows that 银行 is yin hang; it takes half a second to import, so that is done for the first such name.
"""

from __future__ import annotations

import re
from functools import lru_cache

FIRST_HAN = "\u3400"
_HAN = r"[\u3400-\u9fff]+"
_HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
LONGEST = 12  # characters of a run of Chinese that are spelled
SHORTEST = 2  # initials


def spelled(name: str) -> str:
    """The words by which a Chinese name is found in pinyin; "" for a name without Chinese."""
    return "" if name.isascii() else " ".join(_spelled(run) for run in re.findall(_HAN, name))


def of_people(name: str) -> tuple[bool, bytes]:
    """The order of a few people: names in Latin, then Chinese ones.

    GB 2312 has the characters of nearly all names in the order of their pinyin. The readings themselves, which know
    the others, aren't loaded for a list that every picker shows.
    """
    return not name.isascii() and _HAN_CHARACTER.match(name) is not None, name.casefold().encode("gb18030", "replace")


def kept_reading(name: str, words: str) -> tuple[bool, str, str]:
    """The order of a name: those in Latin, then Chinese ones by pinyin, and by characters where that is the same.

    It is taken from the ``words`` that the search keeps of it, which end with what ``spelled()`` gave.
    """
    if name.isascii() or not _HAN_CHARACTER.match(name):
        return False, name.casefold(), ""
    parts, read = words.split(" "), name.casefold()
    for run in reversed(re.findall(_HAN, name)):
        read = read.replace(run, "".join(parts[-1:]))
        del parts[-max(min(len(run), LONGEST) - SHORTEST + 2, 1) :]
    return True, read, name


def begins(text: str, typed: str) -> bool:
    """Whether a text begins with what was typed, as it is written or, where it is Chinese, by its initials."""
    if text.casefold().startswith(typed):
        return True
    return typed.isascii() and _HAN_CHARACTER.match(text) is not None and _spelled(text[:1]).startswith(typed[:1])


def is_spelled(text: str, typed: str) -> bool:
    """Whether Chinese in a text begins, or goes on from one of its characters, with these initials or this pinyin."""
    return any(word.startswith(typed) for word in spelled(text).split())


@lru_cache(maxsize=4_096)
def _spelled(run: str) -> str:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(run[:LONGEST])
    initials = "".join(syllable[0] for syllable in syllables)
    tails = [initials[at:] for at in range(max(len(initials) - SHORTEST + 1, 0))]
    return " ".join([*tails, "".join(syllables)])
