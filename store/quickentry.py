"""One typed line read as a follow-up: `call Northwind renewal terms fri 10:00 @ana !high #deal`.

The line begins with `done` or 已 when it tells what has happened, then names the kind, then the customer.
Days, times, @owner, !priority and #tags may stand anywhere; a "quoted run" is never interpreted; everything
else is the subject. Of two days, times, owners or priorities the first counts and the second stays in the
subject. Nothing is lost and nothing is guessed silently: each word is in exactly one part of the reading.

Pure: who the customers are is asked through a function, at most six times a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from store.calendar import day_at, half_width, time_at

KINDS = {
    **dict.fromkeys(("call", "phone", "电话", "打电话", "致电"), "call"),
    **dict.fromkeys(("visit", "拜访", "走访"), "visit"),
    **dict.fromkeys(("meeting", "meet", "会议", "见面", "开会"), "meeting"),
    **dict.fromkeys(("message", "wechat", "sms", "微信", "短信", "消息", "发微信", "发短信"), "message"),
    **dict.fromkeys(("email", "mail", "邮件", "发邮件"), "email"),
    **dict.fromkeys(("demo", "演示"), "demo"),
    **dict.fromkeys(("quote", "报价"), "quote"),
    **dict.fromkeys(("care", "关怀"), "care"),
}
PRIORITIES = {
    **dict.fromkeys(("low", "低"), "low"),
    **dict.fromkeys(("normal", "普通", "中", "一般"), "normal"),
    **dict.fromkeys(("high", "高", "紧急", "加急"), "high"),
}
NOBODY = ("-", "none", "无")
LONGEST_NAME = 6  # words of a customer's name, and questions asked about customers in a line
SHORTEST_CUT = 4  # letters: "Nort" may stand for Northwind, "new" doesn't stand for Newton
TOO_COMMON = frozenset(
    ("a", "about", "an", "and", "at", "by", "for", "from", "in", "new", "of", "on", "our", "re", "the", "to", "with")
)
RESEMBLES = 0.5

_BLANK = re.compile(r"\s*")
_WORD = re.compile(r"\S+")
_QUOTE = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」')
_LOG = re.compile(r"done(?=\s|$)|已完成|已经|已|完成(?=\s|$)", re.IGNORECASE)
URGENT = ("紧急", "加急")  # priorities that need no sign before them, where they stand alone
_BEFORE_WHEN = re.compile(r"(?:at|by|on)\s+", re.IGNORECASE)
_TAG = re.compile(r"#([^\W\d]\S*)")
_NAME_IN_HAN = re.compile(r"周[一二三四五六日天][^\W\d见]$")  # 周六福 is a name, 周五见 is a day
_HAN = re.compile(r"[\u3400-\u9fff]")
_AFTER_WHEN = ",;，；、。"


@dataclass(frozen=True)
class Person:
    """A member who can own what is entered."""

    id: int
    name: str
    login: str


@dataclass(frozen=True)
class Match:
    """A customer whose name fits, or resembles, what was asked; or a deal, with its ``customer``."""

    id: int
    name: str
    customer: Match | None = None


Value = date | time | Person | Match | str | None


@dataclass(frozen=True)
class _Piece:
    """A stretch of the line, what it was taken for, and the value it stands for."""

    role: str
    text: str
    value: Value = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Reading:
    """What a line says; `kind` and `priority` are values of a follow-up.

    `parts` are what was understood, as (role, text) in the order of the line. A role is one of log, kind,
    customer, no_customer, unclear, subject, day, time, owner, owner_unknown, priority, tag and deal. Unclear
    words seem to name a customer, but none or several fit; they stay in the subject until `about` says who is meant.
    So does a tag that names several `deals`, until `of_deal` says which (`store.entry` looks them up).
    """

    parts: tuple[tuple[str, str], ...]
    log: bool = False
    kind: str = "call"
    kind_said: bool = False
    customer: Match | None = None
    no_customer: bool = False
    nearest: tuple[Match, ...] = ()
    subject: str = ""
    due_on: date | None = None
    due_time: time | None = None
    owner: Person | None = None
    owner_unknown: str = ""
    priority: str = "normal"
    tags: tuple[str, ...] = ()
    deal: Match | None = None
    deals: tuple[Match, ...] = ()
    deal_tag: str = ""

    def of_deal(self, deal: Match, tag: str = "") -> Reading:
        """The same reading about this deal, which the tag (else the one that several fit) stands for."""
        tag = tag or self.deal_tag
        parts = tuple(
            ("deal" if role == "tag" and text[1:].startswith(tag) else role, text) for role, text in self.parts
        )
        tags = tuple(one for one in self.tags if one != tag)
        customer = self.customer or deal.customer
        return replace(self, parts=parts, tags=tags, deal=deal, deals=(), deal_tag="", customer=customer)

    def about(self, customer: Match) -> Reading:
        """The same reading about this customer, chosen among the nearest; unclear words leave the subject."""
        parts = tuple(("customer" if role == "unclear" else role, text) for role, text in self.parts)
        return replace(self, parts=parts, customer=customer, no_customer=False, nearest=(), subject=_subject(parts))


FindCustomer = Callable[[str], Sequence[Match]]


def read(text: str, *, today: date, members: Sequence[Person], find_customer: FindCustomer, me: int | None) -> Reading:
    """Read a line; any text gives a reading, and what isn't understood is its subject.

    `find_customer` answers a text with the customers whose names begin with it, then those that contain it,
    then, if it can, those that resemble it. One customer must fit best; when several fit equally, or none
    does, `customer` is None and `nearest` offers up to three. The owner is `me` unless the line names one.
    A time without a day means today; a report (`done fri`) reads a weekday as the last one.
    """
    ask = _Asked(find_customer)
    opening = list(_opening(text, ask))
    at = opening[-1].end if opening else 0
    log = any(part.role == "log" for part in opening)
    rest = list(_rest(text, at, today, members, me, log))
    if not any(part.role == "kind" for part in opening):
        rest = _with_kind(rest)
    nobody = _said_nobody(rest)
    rest, nearest = (nobody, ()) if nobody else _with_customer(text, rest, ask)
    return _reading([*opening, *_first_of_each(rest)], nearest, today, members, me)


def _reading(
    pieces: Sequence[_Piece],
    nearest: tuple[Match, ...],
    today: date,
    members: Sequence[Person],
    me: int | None,
) -> Reading:
    parts = _joined(pieces)
    said = {piece.role: piece.value for piece in pieces}
    day, at, owner, customer = (said.get(role) for role in ("day", "time", "owner", "customer"))
    unknown = str(said.get("owner_unknown", ""))
    mine = next((person for person in members if person.id == me), None)
    return Reading(
        parts=parts,
        log="log" in said,
        kind=str(said.get("kind", "call")),
        kind_said="kind" in said,
        customer=customer if isinstance(customer, Match) else None,
        no_customer="no_customer" in said,
        nearest=nearest,
        subject=_subject(parts),
        due_on=day if isinstance(day, date) else today if isinstance(at, time) else None,
        due_time=at if isinstance(at, time) else None,
        owner=owner if isinstance(owner, Person) else None if unknown else mine,
        owner_unknown=unknown,
        priority=str(said.get("priority", "normal")),
        tags=tuple(dict.fromkeys(str(piece.value) for piece in pieces if piece.role == "tag")),
    )


def _subject(parts: Sequence[tuple[str, str]]) -> str:
    return " ".join(text for role, text in parts if role in ("subject", "unclear"))


def _joined(pieces: Sequence[_Piece]) -> tuple[tuple[str, str], ...]:
    """Role and text of each piece; neighbours of the subject are one part."""
    parts: list[tuple[str, str]] = []
    end = 0
    for piece in pieces:
        if parts and parts[-1][0] == piece.role == "subject":
            gap = "" if end == piece.start else " "
            parts[-1] = ("subject", parts[-1][1] + gap + piece.text)
        else:
            parts.append((piece.role, piece.text))
        end = piece.end
    return tuple(parts)


# ------------------------------------------------------------------------------------- the line, word by word


def _opening(line: str, ask: _Asked) -> Iterator[_Piece]:
    """`done` and the kind, if the line begins with them."""
    at = _skip(line, 0)
    if match := _LOG.match(half_width(line), at):
        yield _Piece("log", line[at : match.end()], start=at, end=match.end())
        at = _skip(line, match.end())
    word = _WORD.match(line, at)
    if not word:
        return
    kind = KINDS.get(half_width(word[0]).lower())
    length = len(word[0])
    if kind is None and (length := _glued_kind(word[0], ask)):
        kind = KINDS[word[0][:length]]
    if kind:
        yield _Piece("kind", line[at : at + length], kind, at, at + length)


def _with_kind(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces with the kind that follows a day, a time or a sign at the beginning: `tomorrow call Northwind`."""
    first = next((n for n, piece in enumerate(pieces) if piece.role == "subject"), 0)
    if first and pieces[first].value is None and (kind := KINDS.get(half_width(pieces[first].text).lower())):
        return [*pieces[:first], replace(pieces[first], role="kind", value=kind), *pieces[first + 1 :]]
    return pieces


def _glued_kind(word: str, ask: _Asked) -> int:
    """Length of the kind that a word such as 拜访华星 begins with, if a customer's name follows it."""
    for said in sorted(KINDS, key=len, reverse=True):
        if _HAN.match(said) and word.startswith(said) and ask.best(word[len(said) :]):
            return len(said)
    return 0


def _rest(line: str, at: int, today: date, members: Sequence[Person], me: int | None, past: bool) -> Iterator[_Piece]:
    folded = half_width(line)
    at = _skip(line, at)
    while word := _WORD.match(folded, at):
        piece = _quoted(line, at) or _marked(line, word, members, me) or _when(line, folded, at, today, past)
        piece = piece or _Piece("subject", line[at : word.end()], start=at, end=word.end())
        yield piece
        at = _skip(line, piece.end)


def _skip(line: str, at: int) -> int:
    match = _BLANK.match(line, at)
    return match.end() if match else at


def _quoted(line: str, at: int) -> _Piece | None:
    match = _QUOTE.match(line, at)
    text = " ".join(next(filter(None, match.groups())).split()) if match else ""
    return _Piece("subject", text, "quoted", at, match.end()) if match and text else None


def _marked(line: str, word: re.Match[str], members: Sequence[Person], me: int | None) -> _Piece | None:
    """A word with a sign before it: @owner, !priority or #tag."""
    text, start, end = line[word.start() : word.end()], word.start(), word.end()
    sign, name = word[0][0], word[0][1:].rstrip(".,:;。、，；：").lower()
    if (sign == "!" and name in PRIORITIES) or word[0] in URGENT:
        return _Piece("priority", text, PRIORITIES.get(name, "high"), start, end)
    if sign == "#" and _TAG.fullmatch(word[0]):
        return _Piece("tag", text, text[1:].rstrip(",;，；、。"), start, end)
    if sign == "@" and name:
        person = _person(name, members, me)
        return _Piece("owner" if person else "owner_unknown", text, person or text[1:], start, end)
    return None


def _person(name: str, members: Sequence[Person], me: int | None) -> Person | None:
    """The one member of that login or name, or else the only one whose login or name begins so."""
    if name in ("me", "我"):
        return next((person for person in members if person.id == me), None)
    wanted = name.casefold()
    names = {person: (person.login.casefold(), person.name.casefold()) for person in members}
    whole = [person for person, known in names.items() if wanted in known]
    begun = [person for person, known in names.items() if any(one.startswith(wanted) for one in known)]
    found = whole or begun
    return found[0] if len(found) == 1 else None


def _when(line: str, folded: str, at: int, today: date, past: bool) -> _Piece | None:
    """A day or a time, with the `on`, `by` or `at` before it and the comma behind it."""
    before = _BEFORE_WHEN.match(folded, at)
    begin = before.end() if before else at
    word = _WORD.match(folded, begin)
    if word and _NAME_IN_HAN.match(word[0]):
        return None
    found: tuple[str, tuple[date | time, int]] | None = None
    if day := day_at(folded, begin, today, past=past):
        found = "day", day
    elif clock_time := time_at(folded, begin):
        found = "time", clock_time
    if not found:
        return None
    role, (value, end) = found
    text = line[at:end]
    while end < len(line) and line[end] in _AFTER_WHEN:
        end += 1
    return _Piece(role, text, value, at, end)


def _first_of_each(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, with every second day, time, owner and priority as plain words."""
    once = {"day": "day", "time": "time", "priority": "priority", "owner": "owner", "owner_unknown": "owner"}
    seen: set[str] = set()
    result = []
    for piece in pieces:
        name = once.get(piece.role)
        result.append(replace(piece, role="subject", value=None) if name in seen else piece)
        if name:
            seen.add(name)
    return result


# ----------------------------------------------------------------------------------------------- the customer


class _Asked:
    """The customers' names, asked no more than six times a line and never twice the same."""

    def __init__(self, find_customer: FindCustomer) -> None:
        self._find = find_customer
        self._answers: dict[str, Sequence[Match]] = {}

    def find(self, words: str) -> Sequence[Match]:
        """Whom the store finds by these words; nobody once there were too many questions."""
        if words not in self._answers:
            if len(self._answers) >= LONGEST_NAME or not words:
                return ()
            self._answers[words] = tuple(self._find(words))
        return self._answers[words]

    def best(self, words: str) -> tuple[Match, ...]:
        """Those whose names fit the words best: more than one when they fit equally well."""
        ranked = [(_fit(words, match.name), match) for match in self.find(words)]
        best = min((rank for rank, _ in ranked if rank is not None), default=None)
        return tuple(match for rank, match in ranked if rank is not None and rank == best)

    def known(self) -> list[Match]:
        """Everybody found so far, once each."""
        return list(dict.fromkeys(match for answer in self._answers.values() for match in answer))


def _plain(name: str) -> str:
    """A name to be compared: without case, accents, full-width forms and needless blanks."""
    spread = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(char for char in spread if not unicodedata.combining(char)).split())


def _fit(words: str, name: str) -> int | None:
    """How well words name a customer: 0 exactly, 1 its beginning, 2 a cut-off beginning, 3 a part; or None."""
    wanted, known = _plain(words), _plain(name)
    if wanted == known:
        return 0
    if wanted in TOO_COMMON or wanted not in known:
        return None
    if _HAN.search(wanted):
        return None if len(wanted) < 2 else 1 if known.startswith(wanted) else 3
    if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", known):
        return 1 if known.startswith(wanted) else 3
    return 2 if known.startswith(wanted) and len(wanted) >= SHORTEST_CUT else None


def _said_nobody(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces when the first plain word says that there is no customer, else nothing."""
    at = next((n for n, piece in enumerate(pieces) if piece.role == "subject"), None)
    if at is not None and not pieces[at].value and half_width(pieces[at].text).lower() in NOBODY:
        return [*pieces[:at], replace(pieces[at], role="no_customer"), *pieces[at + 1 :]]
    return []


def _with_customer(line: str, pieces: list[_Piece], ask: _Asked) -> tuple[list[_Piece], tuple[Match, ...]]:
    """The pieces with the customer's words as one part, and the nearest customers when none fits alone."""
    words = [n for n, piece in enumerate(pieces) if piece.role == "subject" and piece.value is None]
    spots = [n for n, piece in enumerate(pieces) if piece.role in ("day", "time") or n in words]
    for first in dict.fromkeys((*spots[:1], *words[:1])):
        last, found = _longest(line, pieces, first, ask)
        if len(found) == 1:
            return _marked_as(line, pieces, first, last, found[0]), ()
        if found:
            return _marked_as(line, pieces, first, last, None), found[:3]
    if not words:
        return pieces, ()
    nearest = _nearest(pieces[words[0]].text, ask)
    return (_marked_as(line, pieces, words[0], words[0], None) if nearest else pieces), nearest


def _longest(line: str, pieces: list[_Piece], first: int, ask: _Asked) -> tuple[int, tuple[Match, ...]]:
    """The last piece of the longest run from `first` on that names a customer, and who fits it.

    A day belongs to a name (Black Friday Shop) only when the run is more than days and ends in whole words.
    """
    best: tuple[int, tuple[Match, ...]] = (first, ())
    for last in range(first, min(first + LONGEST_NAME, len(pieces))):
        run = pieces[first : last + 1]
        if any(piece.role not in ("subject", "day", "time") or piece.value == "quoted" for piece in run):
            break
        text = " ".join(line[run[0].start : run[-1].end].split())
        if not any(_plain(text) in _plain(match.name) for match in ask.find(text)):
            break
        found = ask.best(text)
        if run[-1].role != "subject":
            worst = 1 if any(piece.role == "subject" for piece in run) else 0
            found = tuple(match for match in found if (_fit(text, match.name) or 0) <= worst)
        if found:
            best = (last, found)
    return best


def _marked_as(line: str, pieces: list[_Piece], first: int, last: int, customer: Match | None) -> list[_Piece]:
    start, end = pieces[first].start, pieces[last].end
    text = " ".join(line[start:end].split())
    named = _Piece("customer" if customer else "unclear", text, customer, start, end)
    return [*pieces[:first], named, *pieces[last + 1 :]]


def _nearest(word: str, ask: _Asked) -> tuple[Match, ...]:
    """Up to three customers whose names begin much like this word, the likest first."""
    from difflib import SequenceMatcher

    if _plain(word) in TOO_COMMON:
        return ()
    ask.find(word)
    ask.find(word[: 1 if _HAN.match(word) else 3])
    wanted = _plain(word)

    def likeness(match: Match) -> float:
        name = _plain(match.name)
        return max(SequenceMatcher(None, wanted, known).ratio() for known in (name, name[: len(wanted)]))

    alike = [(likeness(match), match) for match in ask.known()]
    alike.sort(key=lambda scored: (-scored[0], scored[1].name))
    return tuple(match for ratio, match in alike if ratio >= RESEMBLES)[:3]
