"""What the keys do to a row of a meeting: the record itself changes, and what is new is linked back to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store import actions, goals, meetings, scorecard, team, topics
from store.access import Role
from store.actions import ActionItem, ActionStatus
from store.errors import N_, Problem
from store.followups import Kind
from store.goals import Goal
from store.meetings import Headline, Occasion, Section, SectionKind, Series
from store.records import Line, Ref, model_of
from store.scorecard import ENTERED, Measurable
from store.topics import Topic, TopicStatus
from tui import format
from tui.agenda_text import lead_of, words
from tui.i18n import _
from tui.rights import refusal
from tui.screens import SCREENS, raising
from tui.screens.base import HuddleScreen
from tui.screens.meetings import forms
from tui.widgets.confirm import Confirm
from tui.widgets.form import Field, Form

OURS = ("topic", "action_item", "headline", "weekly_update", "member")  # the kinds that live in the meeting
ON_A_ROW = ("done", "decision", "edit", "remove", "snooze", "followup", "check_in")
# What the store calls what a key does to a row: who may do it is asked before anything opens.
RIGHTS: dict[str, dict[str, str]] = {
    "topic": {
        "done": "solved",
        "decision": "solved",
        "snooze": "parked",
        "check_in": "edited",
        "edit": "edited",
        "remove": "removed",
    },
    "action_item": {"done": "completed", "snooze": "postponed", "edit": "edited", "remove": "removed"},
    "headline": {"edit": "edited", "remove": "removed"},
    "measurable": {"done": ENTERED, "check_in": ENTERED},
}
DOES = {"topic": N_("Decide"), "measurable": N_("Figure"), "goal": N_("Check in")}  # what space does, if not Done


class RowKeys(HuddleScreen):
    """The verbs on the row under the cursor."""

    ORIGIN = "meeting"
    series: Series | None = None

    # What a screen says of itself

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        raise NotImplementedError

    def raise_support(self) -> bool:
        """Make the support that an update asks for a topic; whether there was any."""
        raise NotImplementedError

    def write_update_here(self) -> None:
        """Write the weekly update under the cursor."""
        raise NotImplementedError

    @property
    def section(self) -> Section | None:
        """The section that is looked at."""
        raise NotImplementedError

    @property
    def one(self) -> Occasion | None:
        """The meeting."""
        raise NotImplementedError

    # What is under the cursor

    def record(self) -> Ref | None:
        """The record under the cursor, whose history is shown."""
        return self.line.ref if self.line is not None else None

    def kind(self) -> str:
        """The kind of the record under the cursor, "" for none."""
        return self.line.ref.kind if self.line is not None else ""

    def about(self) -> str:
        """The record under the cursor in a few words."""
        line = self.line
        return " · ".join(part for part in (lead_of(line), words(line.text)) if part) if line is not None else ""

    def why_not_the_row(self, action: str) -> str | None:
        """What the row under the cursor can't do."""
        if action not in ON_A_ROW:
            return None
        kind = self.kind()
        if not kind:
            return _("There is no row here.")
        if action == "done" and kind not in ("topic", "action_item", "goal", "measurable"):
            return _("There is nothing to tick here; Enter opens it.")
        if action == "decision" and kind != "topic":
            return _("Only a topic is decided.")
        if action == "snooze" and kind not in ("topic", "action_item"):
            return _("Only topics are parked, and action items postponed.")
        if action in ("edit", "remove") and kind not in ("topic", "action_item", "headline"):
            return _("This belongs to another screen; Enter opens it there.")
        if action == "followup" and self.line is not None and not self.line.customer:
            return _("There is no customer here to follow up.")
        if action == "check_in" and kind not in ("goal", "topic", "measurable"):
            return _("Only a goal or a weekly number takes a figure.")
        return self._not_mine(action)

    def _not_mine(self, action: str) -> str | None:
        """Why the row under the cursor isn't mine to change, or takes no figure."""
        line, kind = self.line, self.kind()
        try:
            if kind == "goal" and action in ("done", "check_in") and line is not None:
                may = goals.may_check_in(self.me, Goal.load(line.ref.id))
                return None if may else _("This belongs to a colleague; its owner or the lead may change it.")
            verb = RIGHTS.get(kind, {}).get(action)
            if verb is None or line is None or (self.me.role is Role.LEAD and kind != "measurable"):
                return None
            record = model_of(kind).load(line.ref.id)
        except Problem:  # it is gone; the key says so itself
            return None
        if isinstance(record, Measurable) and record.metric is not goals.Metric.TYPED:
            return _("This number is counted from the records; nobody types it in.")
        return refusal(self.me, verb, record)

    def relabel(self, id: str) -> str | None:
        """What space does to the row under the cursor."""
        return (DOES.get(self.kind()) if id == "done" else None) or super().relabel(id)

    # Adding

    def action_topic(self) -> None:
        """Raise a topic, linked to the record under the cursor; the support that somebody needs is one already."""
        if self.series is None or (self.kind() == "weekly_update" and self.raise_support()):
            return
        origin = self.line.ref if self.line is not None and self.kind() != "topic" else None
        form = forms.new_topic(self.me, self.series.id, origin, self.about() if origin else "")
        self.ask(form, self.raised)

    def raised(self, made: Topic) -> None:
        """Say that a topic was raised, and how many wait."""
        waiting = len(topics.waiting(made.series))
        self.done(_("Topic raised · {n} for Solve · u undo").format(n=waiting))

    def action_action_item(self) -> None:
        """Agree on an action item in one line, linked to the record under the cursor."""
        ref = self.line.ref if self.line is not None and self.kind() != "action_item" else None
        raising.action_item(self, ref, self.about() if ref else "")

    def action_new(self) -> None:
        """What the section takes: a win to tell, an action item, else a topic."""
        kind = self.section.kind if self.section is not None else SectionKind.OWN
        if kind is SectionKind.WINS and self.series is not None:
            link = self.line.ref if self.line is not None and self.kind() == "customer" else None
            self.ask(forms.headline(self.me, self.series, link=link), lambda _made: self.done(_("Told · u undo")))
        elif kind is SectionKind.ACTIONS:
            self.action_action_item()
        else:
            self.action_topic()

    def action_followup(self) -> None:
        """Plan a follow-up with the customer under the cursor, about its deal or complaint, by quick entry."""
        from tui.screens import entering

        if self.line is not None:
            self.open_quick_entry(entering.line(Kind.CALL, self.line.who, done=False), self.line.ref)

    # Changing

    def action_done(self) -> None:
        """Tick an action item, or take the tick back; decide a topic; enter the figure of a goal or a number."""
        if self.kind() == "topic":
            self.action_decision()
        elif self.kind() in ("goal", "measurable"):
            self.action_check_in()
        elif self.kind() in ("weekly_update", "member"):
            self.write_update_here()
        elif self.line is not None:
            record = ActionItem.load(self.line.ref.id)
            if record.status is ActionStatus.OPEN:
                self.perform(actions.finish, record, said=_("Done · u undo"))
            else:
                self.perform(actions.reopen, record, said=_("Open again · u undo"))

    def action_decision(self) -> None:
        """Write down what came of a topic: the real problem, the decision."""
        if self.line is not None and self.one is not None and self.kind() == "topic":
            form = forms.decide(self.me, Topic.load(self.line.ref.id), self.one)
            self.ask(form, lambda _made: self.done(_("Written down · u undo")))

    def action_check_in(self) -> None:
        """Check in on a goal; enter the week's figure of a number; write down the real problem of a topic."""
        if self.line is None:
            return
        if self.kind() == "measurable":
            self._enter_figure(self.line.ref.id)
            return
        if self.kind() == "topic":
            self.ask(_problem(self, Topic.load(self.line.ref.id)), lambda _made: self.done(_("Written down · u undo")))
            return
        from tui.screens.goals import forms as goal_forms

        row = goals.listed([self.line.ref.id], team.today()).get(self.line.ref.id)
        if row is not None:
            form = goal_forms.check_in(self.me, row, Goal.load(row.id))
            self.ask(form, lambda _made: self.done(_("Checked in · u undo")))

    def _enter_figure(self, number: int) -> None:
        from tui.screens.scorecard.forms import figure

        row = next((row for row in scorecard.card() if row.id == number), None)
        if row is not None:
            self.ask(figure(self.me, row, Measurable.load(number)), lambda _made: self.done(_("Entered · u undo")))

    def action_snooze(self) -> None:
        """Park a topic, or take it up again; postpone an action item."""
        if self.line is None or self.series is None:
            return
        if self.kind() == "topic":
            record = Topic.load(self.line.ref.id)
            if record.status is TopicStatus.PARKED:
                self.perform(topics.settle, record, TopicStatus.OPEN, said=_("Taken up again · u undo"))
            else:
                here = self.one.meeting if self.one is not None else None
                self.perform(topics.settle, record, TopicStatus.PARKED, decided_in=here, said=_("Parked · u undo"))
            return
        form = forms.postpone_action(self.me, ActionItem.load(self.line.ref.id), meetings.following(self.series))
        self.ask(form, lambda made: self.done(_until(made.due_on)))

    def action_edit(self) -> None:
        """Change the words of a topic, an action item or a headline; write a weekly update."""
        if self.line is None or self.series is None:
            return
        if self.kind() in ("weekly_update", "member"):
            self.write_update_here()
            return
        number, said = self.line.ref.id, lambda _made: self.done(_("Saved · u undo"))
        if self.kind() == "topic":
            self.ask(forms.edit_topic(self.me, Topic.load(number)), said)
        elif self.kind() == "action_item":
            self.ask(forms.edit_action(self.me, ActionItem.load(number)), said)
        elif self.kind() == "headline":
            self.ask(forms.headline(self.me, self.series, Headline.load(number)), said)

    def action_remove(self) -> None:
        """Take a topic, an action item or a headline out, after asking."""
        if self.line is None:
            return
        number, said = self.line.ref.id, _("Removed · u undo")
        remove: Callable[[], object]
        if self.kind() == "topic":
            topic = Topic.load(number)
            question, what = _("Remove this topic?"), topic.title
            remove = lambda: self.perform(topics.remove, topic, said=said)  # noqa: E731
        elif self.kind() == "action_item":
            item = ActionItem.load(number)
            question, what = _("Remove this action item?"), item.title
            remove = lambda: self.perform(actions.remove, item, said=said)  # noqa: E731
        else:
            told = Headline.load(number)
            question, what = _("Remove this headline?"), told.text
            remove = lambda: self.perform(meetings.remove_headline, told, said=said)  # noqa: E731
        self.confirm_removal(question, what, remove)

    def confirm_removal(self, question: str, what: str, remove: Callable[[], object]) -> None:
        """Ask before something is taken out; the question names it."""

        def answered(_yes: bool) -> None:
            remove()

        confirm = Confirm(format.cut(what, 60), title=question, detail=_("It can be undone with u."))
        self.ask(confirm, answered)

    def action_undo(self) -> None:
        """Take back my last change; that the meeting was started at all is asked about first."""
        from store.changes import last_change, undo

        found = last_change(self.me)
        if found is None or found.kind != "meeting" or found.verb != "started":
            super().action_undo()
            return
        said = _("The meeting wasn't started")
        question = Confirm(
            _("Take the start of the meeting back?"),
            yes=_("Take it back"),
            no=_("Go on"),
            title=_("Undo"),
            detail=_("Its times are gone; topics, notes and action items stay."),
        )
        self.ask(question, lambda _yes: self._undone(undo, said))

    def _undone(self, undo: Callable[..., object], said: str) -> None:
        self.perform(undo, said=said)

    def open_elsewhere(self) -> bool:
        """Open the record under the cursor on its own screen; whether there is one."""
        kind = self.kind()
        if self.line is None or kind in OURS or not any(kind in place.kinds for place in SCREENS):
            return False
        self.huddle.open(self.line.ref)
        return True


def _until(day: date) -> str:
    return _("Postponed until {day} · u undo").format(day=format.day(day, team.today()))


def _problem(screen: RowKeys, record: Topic) -> Form[Topic]:
    """What the real problem is, before one looks for a way out."""

    def fields(it: Topic) -> list[Field]:
        return [Field("problem", _("What is the real problem?"), "long", it.problem, required=True)]

    def save(values: dict[str, object]) -> Topic:
        return topics.edit(screen.me, record, problem=str(values["problem"]))

    return Form(format.cut(record.title, 60), fields, save, record=record)
