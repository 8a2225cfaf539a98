"""When two customers may be the same one: names, phones and e-mails without what people write differently.

A name is compared without case, accents, width, blanks and signs, and without the legal form behind it (S.L., GmbH,
Ltd, 有限公司); a phone number by its digits; an e-mail address in lower case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FORMS = frozenset(
    (
        *("sl", "sll", "slu", "sa", "sau", "sal", "slp", "sc", "scoop", "gmbh", "ag", "kg"),
        *("ohg", "ug", "ev", "mbh", "ltd", "limited", "llc", "llp", "inc", "incorporated", "corp", "corporation"),
        *("co", "company", "plc", "pte", "pty", "bv", "nv", "srl", "spa", "sas", "sarl", "sasu"),
        *("snc", "lda", "ltda", "oy", "oyj", "ab", "as", "asa", "aps", "kk", "kft", "zrt"),
        *("doo", "sro"),
    )
)
CHINESE_FORMS = re.compile(
    r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|股份公司|责任公司|公司|集团)$|(?:有限責任公司|有限公司|株式会社)$"
)
_BETWEEN = re.compile(r"[\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]")  # not the marks of kana, which make another sound
_SHORT = 7  # digits from which the end of a number is as good as the whole


@lru_cache(maxsize=4096)
def same_name(name: str) -> str:
    """What two spellings of a name have in common; "" for a name of signs only."""
    folded = _unaccented(name).casefold().replace(".", "").replace("'", "").replace("’", "")
    words = _BETWEEN.sub(" ", folded).split()
    if len(words) > 2 and len(words[-1]) == len(words[-2]) == 1 and words[-2] + words[-1] in FORMS:
        words[-2:] = [words[-2] + words[-1]]  # S. L.
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    joined = "".join(words)
    return CHINESE_FORMS.sub("", joined) or joined


def _unaccented(name: str) -> str:
    """Of one width and without the accents of letters: who types Ceramicas means Cerámicas."""
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", name)))


def core_of(name: str) -> str:
    """The name as typed without its legal form, for the search by words."""
    words = unicodedata.normalize("NFKC", name).split()
    while len(words) > 1 and words[-1].casefold().replace(".", "").strip(",;()") in FORMS:
        words.pop()
    joined = " ".join(words)
    return CHINESE_FORMS.sub("", joined) or joined


def digits(phone: str) -> str:
    """The digits of a phone number, without the zeros that dial abroad."""
    found = "".join(c for c in unicodedata.normalize("NFKC", phone) if c.isdecimal())
    return found.removeprefix("00")


def same_phone(one: str, other: str) -> bool:
    """Whether two numbers reach the same phone, with or without the country's or the city's code before them."""
    short, long = sorted((digits(one), digits(other)), key=len)
    return bool(short) and (short == long or (len(short) >= _SHORT and long.endswith(short.lstrip("0"))))
