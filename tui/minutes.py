"""The minutes of a meeting as Markdown, in the reader's language: a pure function of what the store froze.

Text of people is literal: what Markdown would read as a sign is escaped. Tables are filled up by cells, so that they
stand straight in a terminal, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from store.actions import ActionStatus
from store.calendar import local
from store.errors import N_
from store.figures import Figure, Unit
from store.followups import WHAT, Kind
from store.goals import State
from store.meetings import USUAL_TITLE, HeadlineKind, Presence, SectionKind
from store.minutes import Agreed, Minutes, Part, Said, Score, Talked, Waits, Wrote
from store.scorecard import Bound
from store.topics import TopicStatus
from tui import format
from tui.i18n import _, ngettext, pgettext

PRESENCE: Mapping[Presence, str] = {
    Presence.PRESENT: N_("here"),
    Presence.LATE: N_("late"),
    Presence.ABSENT: N_("absent"),
    Presence.EXCUSED: N_("excused"),
}
HEADLINE: Mapping[HeadlineKind, str] = {
    HeadlineKind.WIN: N_("Win"),
    HeadlineKind.CUSTOMER: N_("Customer"),
    HeadlineKind.TEAM: N_("Team"),
}
STATE: Mapping[State, str] = {
    State.TOO_EARLY: N_("too early"),
    State.NO_DATA: N_("no figure yet"),
    State.ON_TRACK: N_("● on track"),
    State.AT_RISK: N_("▲ at risk"),
    State.OFF_TRACK: N_("✕ off track"),
    State.ENDED: N_("■ ended"),
}
WEEK: Mapping[State, str] = {State.ON_TRACK: N_("✓ reached"), State.OFF_TRACK: N_("✕ missed")}
ANSWERS = (("progress", N_("Progress")), ("problems", N_("Problems")), ("support", N_("Support needed")))
MINUTE = 60
NESTED = "    "  # before the further lines of an entry within an entry


def markdown(found: Minutes) -> str:
    """The whole document."""
    blocks = [
        f"# {literal(found['title'])} · {_dated(date.fromisoformat(found['day']))}",
        *_facts(found),
        *_section(_("Decisions"), _decisions(found)),
        *_section(_("Action items"), [_todo(item, owner=True) for item in found["agreed"]]),
        *_section(_("Follow-ups"), _followups(found)),
        *_section(_("Discussed, no decision yet"), _undecided(found)),
        *_section(_("Not reached, comes back"), _waiting(found)),
        *_section(_("Parked or dropped"), _put_away(found)),
        *_section(_("Headlines"), _headlines(found)),
        *_section(_("Scorecard"), _scorecard(found["scorecard"]), "\n"),
        *_section(done_words(found), [_todo(item, owner=True) for item in found["due"]]),
        *_section(_("Weekly updates"), _updates(found)),
        *_section(_("Notes"), _notes(found), "\n\n"),
        *_section(_("Time"), _times(found["parts"]), "\n"),
    ]
    return "\n\n".join(blocks) + "\n"


def _section(title: str, lines: Sequence[str], between: str = "\n") -> list[str]:
    return [f"## {title}", between.join(lines)] if lines else []


def literal(text: str) -> str:
    """Text of people on one line, with what Markdown would read as a sign escaped."""
    escaped = re.sub(r"([\\`*\[\]<>|])", r"\\\1", format.plain(text))
    return re.sub(r"^(#+ |[-+] |\d+[.)] )", lambda hit: "\\" + hit[0], escaped)


def _body(text: str, within: str = "  ") -> str:
    """A longer text of a list's entry, its own line ends kept."""
    return f"\n{within}".join(literal(line) for line in format.plain(text, multiline=True).split("\n"))


def _dated(day: date) -> str:
    return _("{weekday} {year}").format(weekday=format.weekday(day), year=day.year)


# What stands on top


def _facts(found: Minutes) -> list[str]:
    return [" · ".join(part for part in (when(found), led_words(found)) if part), "  \n".join(_people(found))]


def when(found: Minutes) -> str:
    """``09:30–10:31 · 61 of 60 min · 2 min paused``."""
    began, ended = (local(datetime.fromisoformat(found[key]), found["zone"]) for key in ("started_at", "ended_at"))
    taken = round((ended - began).total_seconds() / MINUTE)
    parts = [
        f"{format.clock(began)}–{format.clock(ended)}",
        _("{n} of {planned} min").format(n=taken, planned=found["minutes"]),
    ]
    if found["paused"] >= MINUTE:
        parts.append(_("{n} min paused").format(n=round(found["paused"] / MINUTE)))
    return " · ".join(parts)


def led_words(found: Minutes) -> str:
    """``Ana led``."""
    return _("{name} led").format(name=literal(found["facilitator"])) if found["facilitator"] else ""


def _people(found: Minutes) -> list[str]:
    lines = []
    for presence, words in PRESENCE.items():
        names = [literal(seat["name"]) for seat in found["attendance"] if seat["presence"] == presence.value]
        if names:
            lines.append(f"**{_(words)}** {format.listed(names)}")
    given = [seat for seat in found["attendance"] if seat["rating"] is not None]
    if found["rating"] is not None:
        each = format.sentences(_rated(seat["name"], seat["rating"], seat["why"]) for seat in given)
        mean = _("{mean} of 10").format(mean=format.number(found["rating"], 1))
        lines.append(f"**{_('rating')}** {mean} ({each})")
    return lines


def _rated(name: str, rating: int | None, why: str) -> str:
    return format.remarks(f"{literal(name)} {rating}", literal(why))


# What came of it


def _decisions(found: Minutes) -> list[str]:
    lines = []
    for topic in found["topics"]:
        if topic["decision"] and topic["status"] == TopicStatus.SOLVED.value:
            title = f"**{literal(topic['title'])}**{_starred(topic)}"
            lines.append("- " + format.labelled(title, _body(topic["decision"])))
            lines += _under(topic)
    return lines


def _undecided(found: Minutes) -> list[str]:
    lines = []
    for topic in found["topics"]:
        if topic["status"] in (TopicStatus.DISCUSSED.value, TopicStatus.OPEN.value):
            lines += [f"- **{literal(topic['title'])}** ({literal(topic['by'])}){_starred(topic)}", *_under(topic)]
    return lines


def _put_away(found: Minutes) -> list[str]:
    words = {TopicStatus.PARKED.value: _("parked"), TopicStatus.DROPPED.value: _("dropped")}
    return [
        f"- {literal(topic['title'])} ({words[topic['status']]})"
        for topic in found["topics"]
        if topic["status"] in words
    ]


def _under(topic: Talked) -> list[str]:
    lines = []
    if topic["about"]:
        lines.append("  - " + format.labelled(_("About"), literal(topic["about"])))
    if topic["problem"]:
        lines.append("  - " + format.labelled(_("Real problem"), _body(topic["problem"], NESTED)))
    lines += [f"  - {_note(said, NESTED)}" for said in topic["notes"]]
    return lines + [f"  {_todo(item, owner=True, about=False)}" for item in topic["actions"]]


def _waiting(found: Minutes) -> list[str]:
    lines = []
    for topic in found["waiting"]:
        often = " · " + carried_words(topic["carried"]) if topic["carried"] > 1 else ""
        lines.append(f"- {literal(topic['title'])} ({literal(topic['by'])}){_starred(topic)}{often}")
    return lines


def stars_words(topic: Talked | Waits) -> str:
    """``★ 8``, the stars that a topic got; "" without any, and in minutes from before they were kept."""
    given = topic.get("stars", 0)
    return f"★ {given}" if given else ""


def _starred(topic: Talked | Waits) -> str:
    words = stars_words(topic)
    return f" · {words}" if words else ""


def carried_words(count: int) -> str:
    """``carried 2×``."""
    return _("carried {count}×").format(count=count)


def _todo(item: Agreed, *, owner: bool, about: bool = True) -> str:
    box = "[x]" if item["status"] == ActionStatus.DONE.value else "[ ]"
    parts = [f"**{literal(item['owner'])}** {literal(item['title'])}", due_words(item)]
    if item["status"] == ActionStatus.DROPPED.value:
        parts.append(_("dropped"))
    if item["carried"] > 1:
        parts.append(carried_words(item["carried"]))
    if about and item["about"]:
        parts.append(literal(item["about"]))
    return f"- {box} " + " · ".join(parts)


def due_words(item: Agreed) -> str:
    """``until Fri 27 Nov``."""
    return _("until {day}").format(day=format.weekday(date.fromisoformat(item["due_on"])))


def done_words(found: Minutes) -> str:
    """``Action items of last week: 3 of 4 done``."""
    done = sum(item["status"] == ActionStatus.DONE.value for item in found["due"])
    return _("Action items that were due: {done} of {all} done").format(done=done, all=len(found["due"]))


def _followups(found: Minutes) -> list[str]:
    lines = []
    for row in found["followups"]:
        what = " ".join(part for part in (_(WHAT[Kind(row["kind"])]), literal(row["customer"])) if part)
        parts = [f"**{literal(row['owner'])}** {what}", literal(row["subject"])]
        parts.append(format.weekday(date.fromisoformat(row["due_on"])))
        lines.append("- " + " · ".join(part for part in parts if part))
    return lines


def _headlines(found: Minutes) -> list[str]:
    return [
        "- " + format.labelled(_(HEADLINE[HeadlineKind(row["kind"])]), f"{literal(row['text'])} ({literal(row['by'])})")
        for row in found["headlines"]
    ]


def updates(found: Minutes) -> tuple[list[Wrote], list[str]]:
    """The weekly updates that were written, and who wrote none; nothing of either when nobody did."""
    there = found.get("updates", [])
    written = [row for row in there if any(row[name] for name in ("progress", "problems", "support"))]
    return written, [row["name"] for row in there if row not in written] if written else []


def _updates(found: Minutes) -> list[str]:
    written, missing = updates(found)
    lines = []
    for row in written:
        sure = " · " + confidence_words(row) if row["confidence"] is not None else ""
        lines.append(f"- **{literal(row['name'])}**{sure}")
        lines += ["  - " + format.labelled(_(label), _body(answer, NESTED)) for label, answer in answers(row)]
    if missing:
        lines.append("- " + _("nothing from {names}").format(names=literal(format.listed(missing))))
    return lines


def answers(row: Wrote) -> list[tuple[str, str]]:
    """What somebody wrote, by the word that it is called."""
    said = {"progress": row["progress"], "problems": row["problems"], "support": row["support"]}
    return [(label, said[name]) for name, label in ANSWERS if said[name]]


def confidence_words(row: Wrote) -> str:
    """``confident 7/10``."""
    return _("confident {n}/10").format(n=row["confidence"])


# Figures and time


BOUND: dict[str, str] = {
    Bound.AT_LEAST: N_("{current}, at least {target}"),
    Bound.AT_MOST: N_("{current}, at most {target}"),
}


def figures(row: Score) -> str:
    """``€ 930,000 of € 2,000,000``, of a number of the scorecard ``14, at least 12``."""
    unit = Unit(row["unit"])
    current = Figure(row["current"], unit, row["currency"]) if row["current"] is not None else None
    target = Figure(row["target"], unit, row["currency"])
    short = unit is not Unit.MONEY
    said = BOUND.get(row.get("bound", ""), N_("{current} of {target}"))
    return _(said).format(current=format.figure(current, short), target=format.figure(target, short))


def state_words(row: Score) -> str:
    """How a goal stands; of a weekly number whether its week was good."""
    known = WEEK if "bound" in row else STATE
    return _(known.get(State(row["state"]), STATE[State(row["state"])]))


def _scorecard(found: Sequence[Score]) -> list[str]:
    if not found:
        return []
    cells = [
        (
            literal(row["title"]),
            figures(row),
            format.number(row["pace"], 2) if row["pace"] is not None else format.NONE,
            state_words(row),
        )
        for row in found
    ]
    if all("bound" in row for row in found):
        return _table((_("Number"), _("Last week"), _("State")), [(a, b, d) for a, b, _pace, d in cells], "lrl")
    return _table((_("Goal"), _("Figure"), _("Pace"), _("State")), cells, "lrrl")


def part_title(part: Part) -> str:
    """A section's own title, else the usual one of its kind."""
    return part["title"] or _(USUAL_TITLE.get(SectionKind(part["kind"]), ""))


def _times(parts: Sequence[Part]) -> list[str]:
    if not any(part["spent"] is not None for part in parts):
        return []
    cells = []
    for part in parts:
        over = (part["spent"] or 0) - part["planned"] * MINUTE
        sign = "+" if over > 0 else "−" if over < 0 else ""
        taken = format.elapsed(part["spent"]) if part["spent"] is not None else format.NONE
        cells.append((literal(part_title(part)), f"{part['planned']}:00", taken, sign + format.elapsed(abs(over))))
    return _table((_("Section"), pgettext("minutes", "Planned"), _("Taken"), _("Difference")), cells, "lrrr")


def _table(head: Sequence[str], cells: Iterable[Sequence[str]], align: str) -> list[str]:
    body = [head, *cells]
    widths = [max(format.cell_width(row[n]) for row in body) for n in range(len(head))]
    lines = []
    for row in body:
        filled = (format.fit(row[n], widths[n], "left" if align[n] == "l" else "right") for n in range(len(head)))
        lines.append(f"| {' | '.join(filled)} |")
    rules = ("-" * (width + 1) + (":" if align[n] == "r" else "-") for n, width in enumerate(widths))
    return [lines[0], f"|{'|'.join(rules)}|", *lines[1:]]


def _notes(found: Minutes) -> list[str]:
    blocks = []
    for part in found["parts"]:
        if part["notes"]:
            blocks.append(
                "\n".join([f"### {literal(part_title(part))}", "", *(f"- {_note(n)}" for n in part["notes"])])
            )
    if found["notes"]:
        blocks.append("\n".join(f"- {_note(n)}" for n in found["notes"]))
    return blocks


def _note(said: Said, within: str = "  ") -> str:
    return format.labelled(literal(said["author"]), _body(said["body"], within))


def rating_words(found: Minutes) -> str:
    """``8.2 of 10, 5 ratings``; "" when nobody rated."""
    given = sum(seat["rating"] is not None for seat in found["attendance"])
    if found["rating"] is None:
        return ""
    mean = _("{mean} of 10").format(mean=format.number(found["rating"], 1))
    return format.remarks(mean, ngettext("{n} rating", "{n} ratings", given).format(n=given))
