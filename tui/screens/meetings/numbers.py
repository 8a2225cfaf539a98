"""How the last thirteen meetings went: actions done in time, ratings, minutes; small charts with their counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult

from store import meetings
from store.errors import N_
from store.meetings import GOAL_RATE, GOAL_RATING, USUAL_TITLE, Figures, Mean, SectionKind
from tui import format, keys
from tui.i18n import _, ngettext, pgettext
from tui.screens.meetings.behind import Behind
from tui.widgets.charts import Span, spark
from tui.widgets.columns import columns
from tui.widgets.detail import Detail, Line, blank, heading, line, name, text

FRAME_CELLS = 6  # frame, scrollbar, a blank on both sides
WIDEST = 8  # cells of one meeting's column
FIGURE_CELLS, SPARK_CELLS = 9, meetings.SHOWN + 2
LOWEST_RATING, HIGHEST_RATING = 1, 10


class Numbers(Behind):
    """Charts that scroll; nothing can be changed here."""

    TITLE_ = N_("Numbers of the meeting")
    ANSWERS = N_("Do we do what we agree on, is the meeting worth its time, and do we end on time?")
    AUTO_FOCUS = "Detail"
    FOOTER = ("history",)
    BINDINGS = keys.bind(history=(N_("Meetings"), N_("Coming and past meetings")))

    def body(self) -> ComposeResult:
        yield Detail(N_("Numbers of the meeting"))

    def fill(self) -> None:
        """Ask for the numbers and draw them as wide as there is room."""
        found = meetings.series()
        if found is None:
            self.query_one(Detail).show([text(_("There is no meeting that comes again yet."), "muted")])
            return
        shown = meetings.numbers(found)
        self.query_one(Detail).show(sheet(shown, found.minutes, self.app.size.width - FRAME_CELLS))

    def on_resize(self, event: events.Resize) -> None:
        """Draw anew in the new width."""
        super().on_resize(event)
        self.refill()

    def action_history(self) -> None:
        """The coming and past meetings."""
        from tui.screens.meetings.list import MeetingList

        self.app.push_screen(MeetingList())


def sheet(found: meetings.Numbers, planned: int, room: int) -> list[Line]:
    """The whole of it, for a pane of so many cells."""
    each = found.each
    if not any(one.held for one in each):
        return [name(_("No meeting was held yet")), blank(), text(_("h, then space notes that one was held."), "muted")]
    width = min(max(room // max(len(each), 1), 3), WIDEST)
    lines = [name(_("The last {n} meetings").format(n=len(each)), (_skipped(each), "muted"))]
    lines += [
        blank(),
        heading(_("Action items done by the meeting they were due at")),
        line((_of_items(found.rate), _tone(found.rate, GOAL_RATE))),
        *_chart(each, width, lambda one: one.rate.share if one.rate else None, _percent, 0.0, 1.0, GOAL_RATE),
        blank(),
        heading(_("Rating by those who were there, 1 to 10")),
        line((_of_ratings(found.rating), _tone(found.rating, GOAL_RATING))),
        *_chart(each, width, lambda one: one.rating, _decimal, LOWEST_RATING, HIGHEST_RATING, GOAL_RATING),
        blank(),
        heading(_("Minutes it took")),
        line((_of_minutes(found.minutes, planned), "")),
        *_chart(each, width, _minutes, _whole, 0.0, _most(each, planned), float(planned), goal_is_most=True),
    ]
    timed = [section for section in found.sections if section.timed]
    if timed:
        most = max(section.timed for section in timed)
        lines += [blank(), _head_of_sections(room, most), *(_section(one, room) for one in timed)]
    return lines


def _head_of_sections(room: int, most: int) -> Line:
    words = (pgettext("minutes", "planned"), _("took"), "±")
    cells = "".join(format.fit(word, FIGURE_CELLS, "right") for word in words)
    words_ = ngettext("Minutes of the sections, {n} meeting", "Minutes of the sections, {n} meetings", most)
    title = format.fit(words_.format(n=most), _title_cells(room))
    return heading(title + cells)


def _title_cells(room: int) -> int:
    return max(min(room - 3 * FIGURE_CELLS - SPARK_CELLS, 40), 12)


def _section(one: meetings.SectionTime, room: int) -> Line:
    """A section with its means over the meetings, and each meeting's minutes as a small line."""
    title = format.fit(format.plain(one.title or _(USUAL_TITLE.get(one.kind, ""))), _title_cells(room))
    if one.means is None:
        words = ngettext("not enough data: {n} meeting", "not enough data: {n} meetings", one.timed)
        return line((title, ""), ("  " + words.format(n=one.timed), "muted"))
    planned, took = one.means
    over = took - planned
    wrong = over <= -1 if one.kind is SectionKind.SOLVE else over >= 1  # what takes too long takes it from Solve
    tone: format.Tone = "warning" if wrong else "muted"
    sign = "▲" if wrong else ""
    cells: list[Span] = [
        (format.fit(_decimal(planned), FIGURE_CELLS, "right"), "muted"),
        (format.fit(_decimal(took), FIGURE_CELLS, "right"), ""),
        (format.fit(f"{sign}{over:+.1f}", FIGURE_CELLS, "right"), tone),
        ("  " + spark(one.spent, len(one.spent)), "accent"),
    ]
    return line((title, ""), *cells)


def _chart(
    each: Sequence[Figures],
    width: int,
    value: Callable[[Figures], float | None],
    words: Callable[[float], str],
    low: float,
    high: float,
    goal: float,
    *,
    goal_is_most: bool = False,
) -> list[Line]:
    values = [value(one) for one in each]
    said = [words(v) if v is not None else _mark(one) for one, v in zip(each, values, strict=True)]
    drawn = columns(values, said, low=low, high=high, width=width, goal=goal, goal_is_most=goal_is_most)
    return [*(line(*spans) for spans in drawn), *_days(each, width)]


def _days(each: Sequence[Figures], width: int) -> list[Line]:
    """The days under the columns, and the months where one begins."""
    days = "".join(format.fit(str(one.one.day.day), width, "center") for one in each)
    months, last = "", 0
    for one in each:
        new = one.one.day.month != last
        months += format.fit(_(format.MONTHS[one.one.day.month - 1])[:3] if new else "", width, "center")
        last = one.one.day.month
    return [line((days, "muted")), line((months, "muted"))]


def _mark(one: Figures) -> str:
    """What stands in a figure's place: ○ for a skipped meeting."""
    return "○" if one.one.status is meetings.MeetingStatus.SKIPPED else ""


def _skipped(each: Sequence[Figures]) -> str:
    count = sum(one.one.status is meetings.MeetingStatus.SKIPPED for one in each)
    return ngettext("○ {n} skipped", "○ {n} skipped", count).format(n=count) if count else ""


def _percent(value: float) -> str:
    return f"{value:.0%}".replace("%", "")


def _decimal(value: float) -> str:
    return f"{value:.1f}"


def _whole(value: float) -> str:
    return format.number(value)


def _minutes(one: Figures) -> float | None:
    return float(one.minutes) if one.minutes is not None else None


def _most(each: Sequence[Figures], planned: int) -> float:
    return float(max([planned, *(one.minutes or 0 for one in each)]))


def _tone(mean: Mean, goal: float) -> format.Tone:
    return "muted" if mean.value is None else "good" if mean.value >= goal else "warning"


def _too_few(mean: Mean) -> str:
    words = ngettext("not enough data: {n} meeting", "not enough data: {n} meetings", mean.meetings)
    return words.format(n=mean.meetings)


def _of_items(mean: Mean) -> str:
    if mean.value is None:
        return _too_few(mean)
    words = _("{share} of {items} items in {n} meetings · goal {goal}")
    shares = {"share": format.percent(mean.value), "goal": format.percent(GOAL_RATE)}
    return words.format(items=mean.of, n=mean.meetings, **shares)


def _of_ratings(mean: Mean) -> str:
    if mean.value is None:
        return _too_few(mean)
    words = _("{mean} in {n} meetings, {ratings} ratings · goal {goal}")
    means = {"mean": _decimal(mean.value), "goal": format.number(GOAL_RATING)}
    return words.format(n=mean.meetings, ratings=mean.of, **means)


def _of_minutes(mean: Mean, planned: int) -> str:
    if mean.value is None:
        return _too_few(mean)
    words = _("{mean} on average in {n} meetings · {planned} planned")
    return words.format(mean=format.number(mean.value), n=mean.meetings, planned=planned)
