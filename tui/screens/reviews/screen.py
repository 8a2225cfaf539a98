"""The screen of the reviews: one's own and those that one leads, by period; the selected one in full beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from store import reviews, team
from store.errors import N_, Problem
from store.records import Ref
from store.reviews import Act, Detail, Review, ReviewCycle, ReviewRow
from store.training import TrainingPlan
from tui import format, keys
from tui.goal_words import period
from tui.i18n import _, ngettext
from tui.rights import refusal
from tui.screens.reviews import forms, words
from tui.screens.reviews.card import review_card
from tui.screens.side import SideScreen
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail as DetailPane
from tui.widgets.detail import Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, RecordList, Section

ACTS = {"edit": Act.WRITE, "respond": Act.DISPUTE, "reopen": Act.REOPEN, "remove": Act.REMOVE}


class Reviews(SideScreen):
    """Each period with its reviews; a review is shown to its two people only."""

    NAME = "reviews"
    UNDER = "goals"
    TITLE_ = N_("Reviews")
    ANSWERS = N_("How did I do, and how did those do whom I lead? Read by two people only.")
    MINE = False
    FOOTER = ("done", "edit", "respond", "new", "begin")
    BINDINGS = keys.bind(
        *("remove", "reopen", "tell"),
        done=(N_("Next step"), N_("Do what it waits for: write, hand in, share, sign")),
        edit=(N_("Write"), N_("Write your side; only you read it until you give it")),
        respond=(N_("Dispute"), N_("Say what you see differently; its lead writes it anew")),
        new=(N_("Start"), N_("Start the reviews of a period, for everybody")),
        begin=(N_("Train"), N_("Plan a training because of a gap")),
    )

    def body(self) -> ComposeResult:
        columns = (
            Column[ReviewRow]("", 0, self._who_cell),
            Column[ReviewRow](N_("Led by"), 10, lambda row: (row.reviewer, "muted"), least=70),
            Column[ReviewRow](N_("Self"), 5, lambda row: words.score_cell(row.self_score), "right"),
            Column[ReviewRow](N_("Lead"), 5, lambda row: words.score_cell(row.lead_score), "right"),
            Column[ReviewRow]("", 16, self._state_cell),
            Column[ReviewRow]("", 10, self._step_cell),
        )
        start = (N_("No reviews of yours yet."), "n", N_("starts those of a period, for everybody"))
        rep = (N_("No review of yours yet. Your lead starts them; only the two of you read yours."),)
        found = RecordList(
            columns,
            title=N_("Reviews"),
            empty=start if self._why_no_start() is None else rep,
            hint=("tell", "reopen", "remove", "list.open"),
            counted=False,
        )
        yield ListDetail(found, DetailPane(N_("Review"), hint=("edit",)), self.lines)

    @property
    def rows(self) -> RecordList:
        """The list of reviews."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for the periods; the list reads the rows in view."""
        self.ours, self.day = team.team(), team.today()
        sections = [
            Section(self._heading(one), one.reviews, counted=False)
            for one in reviews.cycles(self.me, mine=self.mine, text=self.filter_text)
        ]

        def read(wanted: Sequence[Any]) -> Mapping[Any, ReviewRow]:
            return reviews.listed(self.me, wanted)

        self.rows.fill(sections, read)

    def _heading(self, one: reviews.CycleRow) -> str:
        words = ngettext("{period} · {n} review", "{period} · {n} reviews", len(one.reviews))
        return words.format(period=period(one.period, self.ours.fiscal_month), n=len(one.reviews))

    def _who_cell(self, row: ReviewRow) -> Cell:
        own = row.member_id == self.me.id
        return ((row.member, "bold"), (" " + _("(you)"), "accent")) if own else (row.member, "bold")

    def _state_cell(self, row: ReviewRow) -> Cell:
        state, tone = words.STATUS[row.status]
        return _(state), tone

    def _step_cell(self, row: ReviewRow) -> Cell:
        return words.step_cell(row, reviews.next_act(self.me, row))

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """Everything about the review under the cursor."""
        row = rows.row
        if not isinstance(row, ReviewRow):
            return []
        try:
            return review_card(reviews.detail(self.me, row.id), self.me, self.ours)
        except Problem:
            return []  # removed this moment; the next look at the data takes the row away

    @property
    def row(self) -> ReviewRow | None:
        """The review under the cursor."""
        found = self.rows.row
        return found if isinstance(found, ReviewRow) else None

    def record(self) -> Ref | None:
        """The review under the cursor, for its history; no topic or action item is about one."""
        return Ref("review", self.row.id) if self.row is not None else None

    # What can't be done now

    def _why_no_start(self) -> str | None:
        return refusal(self.me, "started", ReviewCycle)

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it isn't its turn, or it isn't the actor's to do."""
        if action == "new":
            return self._why_no_start()
        if action not in (*ACTS, "done", "begin", "tell"):
            return None
        row = self.row
        if row is None:
            return _("Select a review first.")
        if action == "begin":
            return refusal(self.me, "planned", TrainingPlan, self.me.id)
        if action == "tell":
            return None if row.reviewer_id == self.me.id else _("Only who leads this review may do that.")
        if action == "done":
            return self._why_no_step(row)
        why = reviews.refusal(self.me, ACTS[action], row)
        return format.reason(why) if why is not None else None

    def _why_no_step(self, row: ReviewRow) -> str | None:
        if reviews.next_act(self.me, row) is not None:
            return None
        why = reviews.refusal(self.me, Act.SIGN, row)
        return format.reason(why) if why is not None else None

    def footer(self) -> Sequence[str]:
        """What can be done with this review now."""
        if self.row is None:
            return ["new"]
        writes = reviews.next_act(self.me, self.row) is Act.WRITE
        wanted = ("done", *(() if writes else ("edit",)), "respond", "reopen", "begin", "tell", "new")
        return [id for id in wanted if self.why_not(id) is None]

    def relabel(self, id: str) -> str | None:
        """space is what the review waits for."""
        if id != "done" or self.row is None:
            return super().relabel(id)
        act = reviews.next_act(self.me, self.row)
        return words.STEP[act] if act is not None else None

    # What the keys do

    def _load(self) -> tuple[Review, Detail] | None:
        """The review under the cursor as it is now; a problem is said."""
        if self.row is None:
            return None
        try:
            return Review.load(self.row.id), reviews.detail(self.me, self.row.id)
        except Problem as problem:
            self.refuse(problem)
            return None

    def action_new(self) -> None:
        """Start the reviews of a period."""
        self.ask(forms.start(self.me), lambda _made: self.done(_("Started · u undo")))

    def action_edit(self) -> None:
        """Write one's own side."""
        if (found := self._load()) is not None:
            review, detail = found
            own = self.me.id == review.member_id
            said = _("Kept · space hands it in") if own else _("Kept · space shares it")
            self.ask(forms.write(self.me, review, detail), lambda _made: self.done(said))

    def action_done(self) -> None:
        """Do what the review waits for; what the other will read, or what locks it, is asked about first."""
        if (found := self._load()) is None:
            return
        review, detail = found
        act = reviews.next_act(self.me, detail.row)
        if act is Act.WRITE:
            self.action_edit()
        elif act is Act.HAND_IN:
            question = _("Hand your self review in?")
            about = _("{name} reads it then, and it stays as it is.").format(name=format.plain(detail.row.reviewer))
            self._sure(question, about, reviews.hand_in, review, _("Handed in · u undo"))
        elif act is Act.SHARE:
            question = _("Share your side with {name}?").format(name=format.plain(detail.row.member))
            self._sure(question, self._about_sharing(detail.row), reviews.share, review, _("Shared · u undo"))
        elif act is Act.SIGN:
            self._sign(review, detail.row)

    def _about_sharing(self, row: ReviewRow) -> str:
        if row.handed_in_at is None and row.shared_at is None:
            return _("They haven't handed in their self review, and can't any more then.")
        return _("They read it then, and sign it or dispute it.")

    def _sign(self, review: Review, row: ReviewRow) -> None:
        own = self.me.id == row.member_id
        if (row.reviewer_signed_at if own else row.member_signed_at) is None:
            self.perform(reviews.sign, review, said=_("Signed · u undo"))
            return
        about = _("It is the second signature: nothing changes any more then.")
        self._sure(_("Sign it?"), about, reviews.sign, review, _("Both have signed; it is closed."))

    def _sure(self, question: str, about: str, verb: Callable[..., object], review: Review, said: str) -> None:
        def answered(yes: bool) -> None:
            if yes:
                self.perform(verb, review, said=said)

        self.ask(Confirm(question, detail=about), answered)

    def action_respond(self) -> None:
        """Dispute it."""
        if (found := self._load()) is not None:
            about = _("Its lead writes it anew, and what it says now is kept.")
            form = forms.because(
                *(self.me, found[0], reviews.dispute),
                *(_("Dispute this review"), _("What do you see differently?"), N_("Dispute"), about),
            )
            self.ask(form, lambda _made: self.done(_("Disputed · u undo")))

    def action_reopen(self) -> None:
        """Open a closed review again."""
        if (found := self._load()) is not None:
            about = _("Both signatures end, and what it says now is kept.")
            form = forms.because(
                *(self.me, found[0], reviews.reopen),
                *(_("Open it again"), _("Why is it opened again?"), N_("Open again"), about),
            )
            self.ask(form, lambda _made: self.done(_("Opened again · u undo")))

    def action_begin(self) -> None:
        """Plan a training because of a gap."""
        from tui.screens.training import because

        if self.row is not None:
            because.plan(self, Ref("review", self.row.id))

    def action_tell(self) -> None:
        """Tell the team about a strength."""
        if (found := self._load()) is not None:
            self.ask(forms.tell(self.me, found[1]), lambda _made: self.done(_("Told in the next meeting · u undo")))

    def action_remove(self) -> None:
        """Take the review out of its period."""
        if (found := self._load()) is not None:
            question = _("Take the review of {name} out?").format(name=format.plain(found[1].row.member))
            about = _("The others of this period stay. It can be undone with u.")
            self._sure(question, about, reviews.remove, found[0], _("Removed · u undo"))
