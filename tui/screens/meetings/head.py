"""The heading of the agenda: which meeting this is, when, who leads it, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from store.agenda import Agenda
from store.meetings import MeetingStatus, Occasion
from store.team import today
from tui import format
from tui.agenda_text import minutes_words
from tui.i18n import _

MUTED = "$foreground 60%"
Part = tuple[str, str]


class MeetingHead(Widget):
    """One line about the meeting, and a second one when there is something to be settled."""

    DEFAULT_CSS = """
    MeetingHead {
        height: auto; border: round $border-blurred; padding: 0 1;
        border-title-color: $foreground; border-title-style: bold;
    }
    MeetingHead.-none { display: none; }
    """

    def __init__(self) -> None:
        super().__init__(classes="-none")
        self.left: list[Part] = []
        self.state: Part = ("", "")
        self.remarks: list[Part] = []

    def show(self, found: Agenda | None, ahead: Sequence[Occasion] = ()) -> None:
        """Show a meeting; ``ahead`` are the next occasions, with those that are skipped."""
        self.set_class(found is None, "-none")
        if found is None:
            return
        before = (self.left, self.state, self.remarks)
        title = format.plain(found.meeting.title)
        if not isinstance(self.border_title, str) or self.border_title != title:
            self.border_title = Content(title)
        self.left = _left(found.meeting)
        self.state = _state(found.meeting)
        self.remarks = _remarks(found, ahead)
        if (self.left, self.state, self.remarks) != before:
            self.refresh(layout=len(before[2]) != len(self.remarks))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 1 + min(len(self.remarks), 2)

    def render(self) -> Content:
        width = self.size.width
        used = sum(format.cell_width(text) for text, _style in (*self.left, self.state))
        first = [*self.left, (" " * max(width - used, 1), ""), self.state]
        lines = [Content.assemble(*first)]
        lines += [Content.styled(format.cut(text, width), style) for text, style in self.remarks[:2]]
        return Content("\n").join(lines)


def _left(one: Occasion) -> list[Part]:
    parts: list[Part] = [(format.weekday(one.day), "bold")]
    away = (one.day - today()).days
    if 0 <= away <= 1:
        parts.append((f" ({format.day(one.day, today())})", "bold"))
    parts += [(" · ", MUTED), (format.clock(one.at), "bold"), (" · ", MUTED), (minutes_words(one.minutes), "")]
    if one.leader:
        leads = _("{name} leads").format(name=format.plain(format.cut(one.leader, 20)))
        parts += [(" · ", MUTED), (leads, "")]
    return parts


def _state(one: Occasion) -> Part:
    if one.is_holiday:
        return _("▲ holiday"), "bold $warning"
    return _("● planned"), "$success"


def _remarks(found: Agenda, ahead: Sequence[Occasion]) -> list[Part]:
    """What is to be settled first, then what is only to be known."""
    one, said = found.meeting, list[Part]()
    if one.is_holiday:
        named = format.plain(one.holiday) or _("a holiday")
        said.append((_("▲ {holiday}: a skips it, s moves it").format(holiday=named), "$warning"))
    over = found.minutes - one.minutes
    if over > 0:
        words = _("▲ the sections add up to {sum} min, {over} too many")
        said.append((words.format(sum=found.minutes, over=over), "$warning"))
    if missing := _missing(found):
        said.append((_("▲ missing: {what}").format(what=missing), "$warning"))
    for other in ahead:
        if other.status is MeetingStatus.SKIPPED and other.day <= one.day:
            words = _("○ {day} is skipped: {why}")
            said.append((words.format(day=format.weekday(other.day), why=format.plain(other.why)), MUTED))
    if one.moved:
        said.append((_("moved from {day}").format(day=format.weekday(one.occurrence)), MUTED))
    if one.instead_of:
        words = _("{name} leads, because {usual} isn't there")
        values = {"name": format.plain(one.leader), "usual": format.plain(one.instead_of)}
        said.append((words.format(**values), MUTED))
    if over < 0:
        said.append((_("{n} min are free").format(n=-over), MUTED))
    return said


def _missing(found: Agenda) -> str:
    """Whose weekly updates and figures aren't there yet."""
    parts = []
    if found.without_update:
        names = format.listed(format.plain(name) for name in found.without_update)
        parts.append(_("weekly update of {names}").format(names=names))
    if found.without_figure:
        names = format.listed(format.plain(name) or _("the team") for name in found.without_figure)
        parts.append(_("figures of {names}").format(names=names))
    return " · ".join(parts)
