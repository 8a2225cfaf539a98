"""How Chinese names are typed without an input method: 华星科技 as its initials hxkj, or in full as huaxingkeji.

The initials are kept from each character on, so that 深圳华星科技 is found by hxkj, too. The readings are those of
pypinyin, which knows that 银行 is yin hang; it takes half a second to import, so that is done for the first such name.
"""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = r"[\u3400-\u9fff]+"
_HAN_CHARACTER = re.compile(r"[\u3400-\u9fff]")
LONGEST = 12  # characters of a run of Chinese that are spelled
SHORTEST = 2  # initials


def spelled(name: str) -> str:
    """The words by which a Chinese name is found in pinyin; "" for a name without Chinese."""
    return "" if name.isascii() else " ".join(_spelled(run) for run in re.findall(_HAN, name))


def begins(text: str, typed: str) -> bool:
    """Whether a text begins with what was typed, as it is written or, where it is Chinese, by its initials."""
    if text.casefold().startswith(typed):
        return True
    return typed.isascii() and _HAN_CHARACTER.match(text) is not None and _spelled(text[:1]).startswith(typed[:1])


@lru_cache(maxsize=4_096)
def _spelled(run: str) -> str:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(run[:LONGEST])
    initials = "".join(syllable[0] for syllable in syllables)
    tails = [initials[at:] for at in range(max(len(initials) - SHORTEST + 1, 0))]
    return " ".join([*tails, "".join(syllables)])
