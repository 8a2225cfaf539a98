"""What the list of the risks shows: the register, the reviews, what to mend, or the signals with their rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from store import notes, risks, signals
from store.errors import N_, NP_
from store.records import Ref
from store.risks import IMPACT, PROBABILITY, RatingKind, RiskRow
from store.signals import RuleRow, SignalRow, Status
from tui import format
from tui.i18n import _
from tui.screens.risks import signal_words, words
from tui.widgets.detail import Line
from tui.widgets.record_list import Cell, Column, Section
from tui.widgets.rows import Key

SIGNAL, RULE = "signal", "rule"
MOST_ON_TOP = 5  # signals over the register; the others stand among the signals


class View(StrEnum):
    """What is listed, in the order in which v goes through them."""

    REGISTER = "register"
    REVIEWS = "reviews"
    MEND = "mend"
    SIGNALS = "signals"


TITLE: Mapping[View, str] = {
    View.REGISTER: N_("Register"),
    View.REVIEWS: NP_("of risks", "Reviews"),
    View.MEND: N_("To mend"),
    View.SIGNALS: N_("Signals"),
}
EMPTY: Mapping[View, tuple[str, ...]] = {
    View.REGISTER: (N_("No risk is written down yet."), "n", N_("adds one")),
    View.REVIEWS: (N_("No risk waits for a review."), "n", N_("adds one")),
    View.MEND: (N_("Nothing is wrong in the register."), "v", N_("shows the signals")),
    View.SIGNALS: (N_("No signal has such a name."), "escape", N_("clears the filter")),
}
Row = RiskRow | SignalRow | RuleRow
Place = tuple[int, int]


def next_view(view: View) -> View:
    """The view after this one, round and round."""
    every = list(View)
    return every[(every.index(view) + 1) % len(every)]


class Filled(NamedTuple):
    """The sections of a view, and the number in its title."""

    sections: list[Section]
    counted: int


@dataclass(frozen=True)
class Listing:
    """One filling of the list: whose, of what text, on which day, and the cell of the map that it is narrowed to."""

    day: date
    currency: str
    owner: int | None
    text: str
    place: Place | None
    after: bool  # the map shows the ratings after the response
    key: Callable[[str], str]  # a key and its word, as the user has it
    shown: Callable[[str], str]  # a key alone

    @property
    def kind(self) -> RatingKind:
        """Which rating the map shows."""
        return RatingKind.RESIDUAL if self.after else RatingKind.NOW

    def cells(self) -> dict[Place, list[int]]:
        """The risks of the map."""
        return risks.heat_map(self.owner, self.text, self.kind)

    def fill(self, view: View, cells: Mapping[Place, list[int]]) -> Filled:
        """The keys of a view in their sections."""
        if self.place is not None:
            found = cells.get(self.place, [])
            return Filled([Section(place_words(self.place), found, "accent")], len(found))
        return {
            View.REGISTER: self._register,
            View.REVIEWS: self._reviews,
            View.MEND: self._mend,
            View.SIGNALS: self._signals,
        }[view]()

    def _register(self) -> Filled:
        waiting = self._standing(Status.NEW)
        shelves = risks.register(self.owner, self.text)
        title, tone = signal_words.SECTION[Status.NEW]
        top = Section(_(title), waiting[:MOST_ON_TOP], tone, more=len(waiting[MOST_ON_TOP:]))
        listed = [
            Section(_(words.SHELF[shelf]), numbers, words.SHELF_TONE.get(shelf, "muted"))
            for shelf, numbers in shelves.items()
        ]
        return Filled([top, *listed], sum(map(len, shelves.values())))

    def _reviews(self) -> Filled:
        found = risks.queue(self.owner, self.day, self.text)
        listed = [
            Section(_("Due"), found.due, "bad"),
            Section(_("Within 7 days"), found.coming, "accent"),
            Section(_("Later"), found.later),
        ]
        return Filled(listed, len(found.due) + len(found.coming) + len(found.later))

    def _mend(self) -> Filled:
        found = risks.flawed(self.owner, self.day, self.text)
        return Filled([Section("", found)], len(found))

    def _signals(self) -> Filled:
        shelves = {status: self._standing(status) for status in (Status.NEW, Status.LINKED, Status.DISMISSED)}
        if not self.text:
            shelves[Status.CLEARED] = [(SIGNAL, number) for number in signals.cleared(10)]
        listed = [
            Section(_(signal_words.SECTION[s][0]), keys, signal_words.SECTION[s][1]) for s, keys in shelves.items()
        ]
        if not self.text:
            listed.insert(1, Section(_("Rules"), [(RULE, rule.value) for rule in signals.Rule], "accent"))
        return Filled(listed, len(shelves[Status.NEW]))

    def _standing(self, status: Status) -> list[Key]:
        return [(SIGNAL, number) for number in signals.standing(status, self.owner, self.text)]

    def read(self, keys: Sequence[Any]) -> Mapping[Any, Row]:
        """The rows in view, by key: one question for each kind of them."""
        numbers = [key for key in keys if isinstance(key, int)]
        found: dict[Any, Row] = dict(risks.listed(numbers))
        wanted = [key[1] for key in keys if isinstance(key, tuple) and key[0] == SIGNAL]
        found |= {(SIGNAL, number): row for number, row in signals.listed(wanted).items()}
        if any(isinstance(key, tuple) and key[0] == RULE for key in keys):
            found |= {(RULE, rule.value): row for rule, row in signals.readings().items()}
        return found

    def lines(self, key: Key | None, row: Row | None) -> list[Line]:
        """What the detail says about a row."""
        if isinstance(key, int):
            found = risks.detail(key)
            written = notes.about(Ref("risk", key))
            return words.card(found, signals.of_risk(key), written, self.day, self.currency)
        if isinstance(row, SignalRow):
            opening = _("{key} goes to {who}").format(key=self.shown("list.open"), who=row.who)
            written = notes.about(Ref("signal", row.id))
            return signal_words.card(row, self.day, self.currency, written, opening)
        return signal_words.rule_card(row, self.day) if isinstance(row, RuleRow) else []

    def columns(self, view: View, mine: bool) -> tuple[Column[Any], ...]:
        """The columns of a view."""
        if self.place is None and view is View.MEND:
            return self._mend_columns()
        if self.place is None and view is View.SIGNALS:
            return self._signal_columns()
        return (
            Column("", 3, _of_a_risk(words.number_cell), "right"),
            Column("", 4, _either(words.score_cell, signal_words.glyph_cell)),
            Column("", 1, _of_a_risk(words.trend_cell)),
            Column("", 0, _either(words.title_cell, signal_words.short_cell)),
            Column("", 1, _of_a_risk(lambda row: words.lint_cell(row, self.day))),
            Column("", 3, _of_a_risk(words.plan_cell), "right", least=76),
            Column("", 8, _either(words.category_cell, signal_words.category_cell), least=88),
            Column("", 8, lambda row: ("" if mine else row.owner, "muted"), least=76),
            Column("", 6, _either(self._money, signal_words.amount_cell), "right", least=58),
            Column("", 9, _either(self._review, self._since), "right"),
        )

    def _mend_columns(self) -> tuple[Column[RiskRow], ...]:
        return (
            Column("", 3, words.number_cell, "right"),
            Column("", 4, words.score_cell),
            Column("", 0, words.title_cell, share=4),
            Column("", 0, lambda row: words.flaws_cell(row, self.day), share=5),
            Column("", 14, lambda row: (self.key(words.mending(row, self.day)), "accent"), "right"),
        )

    def _signal_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column("", 1, _of_a_rule(signal_words.rule_glyph_cell, signal_words.glyph_cell)),
            Column("", 0, _of_a_rule(signal_words.rule_name_cell, signal_words.who_cell), share=4),
            Column("", 0, _of_a_rule(signal_words.rule_says_cell, signal_words.says_cell), share=5),
            Column("", 11, _of_a_rule(signal_words.rule_bad_cell, self._since), "right"),
        )

    def _money(self, row: RiskRow) -> Cell:
        return words.money_cell(row, self.currency)

    def _review(self, row: RiskRow) -> Cell:
        return words.review_cell(row, self.day)

    def _since(self, row: SignalRow) -> Cell:
        return signal_words.since_cell(row, self.day)


def _either(of_risk: Callable[[RiskRow], Cell], of_signal: Callable[[SignalRow], Cell]) -> Callable[[Any], Cell]:
    return lambda row: of_signal(row) if isinstance(row, SignalRow) else of_risk(row)


def _of_a_risk(cell: Callable[[RiskRow], Cell]) -> Callable[[Any], Cell]:
    return lambda row: cell(row) if isinstance(row, RiskRow) else ("", "")


def _of_a_rule(of_rule: Callable[[RuleRow], Cell], of_signal: Callable[[SignalRow], Cell]) -> Callable[[Any], Cell]:
    return lambda row: of_rule(row) if isinstance(row, RuleRow) else of_signal(row)


def place_words(place: Place) -> str:
    """A cell of the map in words: ``4 × 2 · likely × small``."""
    product = _("{probability} × {impact}").format(probability=place[0], impact=place[1])
    return f"{product} · {_(PROBABILITY[place[0]][0])} × {_(IMPACT[place[1]][0])}"


def titled(view: View, place: Place | None, count: int) -> str:
    """The title of the list: what it shows, and how many."""
    return f"{_(TITLE[View.REGISTER if place else view])} · {format.number(count)}"
