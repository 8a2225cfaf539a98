"""Role plays: what is to be played, what was held, and how each score of somebody goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from textual import on
from textual.app import ComposeResult

from store import team, training
from store.access import Role
from store.errors import N_, Problem
from store.records import Ref
from store.training import ANCHORS, DIMENSION, GRADES, Dimension, PlayRow, PlayStatus, RolePlay
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.side import SideScreen
from tui.screens.training import holding, playing
from tui.widgets.charts import HEIGHTS
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, Line, blank, fact, heading, line, name, text
from tui.widgets.list_detail import ListDetail
from tui.widgets.panel import Snoozing
from tui.widgets.record_list import Cell, Column, RecordList, Section

ON_A_ROW = ("done", "snooze", "remove", "topic")
TREND = 8  # cells of a score's small chart
POSTPONED = (3, 7, 14)  # calendar days, beside the next working day


def _what(row: PlayRow) -> Cell:
    again = _("again") + " · " if row.retry_of_id is not None else ""
    return ((again, "accent"), (row.scenario, "bold" if row.status is PlayStatus.PLANNED else ""))


def _scored(row: PlayRow) -> Cell:
    if row.scores is None:
        return row.counterpart, "muted"
    return " ".join(str(row.scores[dimension]) for dimension in Dimension), "muted"


def _heights(scores: Sequence[int], least: int, most: int) -> str:
    """Scores as heights of one scale for everybody, so that a row of fours stands high."""
    steps = len(HEIGHTS) - 1
    return "".join(HEIGHTS[(score - least) * steps // (most - least)] for score in scores).ljust(TREND)


class RolePlays(SideScreen):
    """What is to be played first, what was held below; the scores of the selected one with their anchors."""

    NAME = "role_plays"
    UNDER = "training"
    TITLE_ = N_("Role plays")
    ANSWERS = N_("Who has practised what, and how well?")
    FOOTER = ("done", "new", "snooze", "remove", "filter")
    BINDINGS = keys.bind(
        *("snooze", "remove"),
        done=(N_("Play"), N_("Hold the selected role play, with clock and scores")),
        new=(N_("Plan one"), N_("Plan a role play for a day")),
        role_play=(N_("Play now"), N_("Hold a role play that nobody has planned")),
    )

    def body(self) -> ComposeResult:
        rows = RecordList(
            (
                Column[PlayRow]("", 14, lambda row: (row.rep, "bold")),
                Column("", 0, _what),
                Column("", 12, _scored, least=64),
                Column("", 14, self._when, "right"),
            ),
            title=N_("Role plays"),
            empty=(N_("Nobody has practised yet."), "r", N_("holds a role play"), "n", N_("plans one")),
            hint=("snooze", "remove", "list.open"),
            counted=False,
        )
        yield ListDetail(rows, Detail(N_("Scores")), self.lines)

    @property
    def rows(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for what is planned and what was held; the list reads the rows in view."""
        self.day = team.today()
        whose = self.me.id if self.mine else None
        self.rows.fill(
            [
                Section(_("To play"), training.planned(whose, self.filter_text), "accent"),
                Section(_("Held"), training.held(whose, self.filter_text)),
            ],
            training.plays,
        )

    def _when(self, row: PlayRow) -> Cell:
        if row.total is None:
            return format.due(row.due_on, self.day)
        mark, tone = ("●", "good") if row.passed else ("✕", "bad")
        day = format.day(row.held_on, self.day, short=True)
        return ((f"{mark} {row.total} ", tone), (format.fit(day, 9, "right"), "muted"))  # type: ignore[return-value]  # tones

    # The detail

    def lines(self, _rows: RecordList) -> Sequence[Line]:
        """The selected one: people, scores by what one hears, what to practise, and how this person's scores go."""
        row = self.row
        if row is None:
            return []
        people = [(_("Customer"), row.counterpart), (_("Scored by"), row.assessor)]
        lines = [name(row.rep), text(row.scenario, "bold")]
        lines += [fact(label, who) for label, who in people if who]
        if row.total is None:
            lines.append(fact(_("Due"), format.weekday(row.due_on)))
            before = next((one for one in training.plays_of(row.rep_id) if one.id == row.retry_of_id), None)
            if before is not None and before.next_focus:
                lines.append(fact(_("Practise"), before.next_focus, "accent"))
        else:
            lines += self._result(row)
        return [*lines, *self._trend(row)]

    def _result(self, row: PlayRow) -> list[Line]:
        assert row.scores is not None
        verdict = (_("● passed"), "good") if row.passed else (_("✕ not yet"), "bad")
        points = _("{n} of 100").format(n=row.total)
        lines = [line((f"{points}  ", "bold"), verdict), fact(_("Held"), format.weekday(row.held_on or self.day))]  # type: ignore[arg-type]  # tones
        if row.seconds:
            lines.append(fact(_("Took"), format.elapsed(row.seconds)))
        lines.append(blank())
        for dimension in Dimension:
            grade = row.scores[dimension]
            lines.append(fact(_(DIMENSION[dimension]), f"{grade} · {_(ANCHORS[dimension][grade - 1])}"))
        for label, told in ((_("Heard"), row.note), (_("Next focus"), row.next_focus)):
            if told:
                lines.append(fact(label, told))
        return lines

    def _trend(self, row: PlayRow) -> list[Line]:
        found = training.plays_of(row.rep_id)
        if len(found) < 2:
            return []
        lines = [blank(), heading(_("{name}'s last {n}").format(name=row.rep, n=len(found)))]
        for dimension in (*Dimension, None):
            scores = training.trend(found, dimension)
            label = _(DIMENSION[dimension]) if dimension is not None else _("Total")
            change = scores[-1] - scores[0]
            tone = "good" if change > 0 else "bad" if change < 0 else "muted"
            words = f"{scores[0]} → {scores[-1]}"
            least, most = (GRADES[0], GRADES[-1]) if dimension is not None else (0, 100)
            shown = _heights(scores[-TREND:], least, most)
            lines.append(Line(((shown + "  ", ""), (words, tone)), label=label))  # type: ignore[arg-type]  # tones
        return lines

    # What is selected, and what can be done with it

    @property
    def row(self) -> PlayRow | None:
        """The role play under the cursor."""
        found = self.rows.row
        return found if isinstance(found, PlayRow) else None

    def subject(self) -> Ref | None:
        """The role play under the cursor."""
        return Ref("role_play", self.row.id) if self.row is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a role play, showing everyone's where it needs that."""
        if not self.rows.move_to(ref.id):
            self.mine = False
            self.set_filter("")
            self.refill()
            self.rows.move_to(ref.id)
        if (pair := self.list_detail) is not None:
            pair.follow()

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it was held already, one would score oneself, or it is a colleague's."""
        if action in ("new", "role_play"):
            if self.me.role is Role.VIEWER:
                return refusal(self.me, "added", RolePlay)
            return None
        row = self.row
        if action not in ON_A_ROW:
            return None
        if row is None:
            return _("There is no role play here; n plans one, r holds one.")
        if action in ("done", "snooze") and row.status is PlayStatus.HELD:
            return _("This one was held; r holds another.")
        if action == "done" and row.rep_id == self.me.id:
            return _("Somebody else scores your role play.")
        if action == "done":
            return refusal(self.me, "held", RolePlay)
        verb = {"snooze": "postponed", "remove": "removed"}.get(action)
        return refusal(self.me, verb, RolePlay, row.rep_id) if verb else None

    # What the keys do

    def action_done(self) -> None:
        """Hold the one that is planned."""
        row = self.row
        if row is not None:
            playing.begin_planned(self, row, lambda made: self.show(made.ref))

    def action_role_play(self) -> None:
        """Hold one that nobody has planned, such as the selected one again."""
        row = self.row
        rep = row.rep_id if row is not None and row.rep_id != self.me.id else None
        playing.begin(self, rep, row.scenario if row is not None else "", then=lambda made: self.show(made.ref))

    def action_new(self) -> None:
        """Plan one for a day."""

        def planned(made: RolePlay) -> None:
            self.done(_("Planned for {day} · u undo").format(day=format.day(made.due_on, self.day)))
            self.show(made.ref)

        self.ask(holding.planning(self.me), planned)

    def action_snooze(self) -> None:
        """Give it another day."""
        row = self.row
        if row is None:
            return
        calendar, day = team.work_calendar(), self.day
        days = [calendar.add(day, 1), *(calendar.on_or_after(day + timedelta(days=n)) for n in POSTPONED)]
        self.mount(Snoozing(self.rows, row.id, days, day))

    @on(Snoozing.Given)
    def _put_off(self, event: Snoozing.Given) -> None:
        try:
            made = training.put_off(self.me, RolePlay.load(event.panel.target), event.day)
        except Problem as problem:
            event.panel.refuse(format.reason(problem.reason))
            return
        event.panel.action_close()
        self.done(_("Postponed to {day} · u undo").format(day=format.weekday(made.due_on)))

    def action_remove(self) -> None:
        """Take it out, after asking."""
        row = self.row
        if row is None:
            return
        try:
            record = RolePlay.load(row.id)
        except Problem as problem:
            self.refuse(problem)
            return

        def answered(yes: bool) -> None:
            if yes:
                self.perform(training.remove_role_play, record, said=_("Removed · u undo"))

        question = Confirm(
            format.labelled(row.rep, row.scenario),
            title=_("Remove this role play?"),
            detail=_("It can be undone with u."),
        )
        self.ask(question, answered)
