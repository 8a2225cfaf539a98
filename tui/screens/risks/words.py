"""How risks read: their words, the cells of the register, and the lines of the detail. Pure but for the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.actions import ActionRow, ActionStatus
from store.errors import N_, NP_
from store.notes import Written
from store.risks import (
    IMPACT,
    PROBABILITY,
    Category,
    Flaw,
    Rated,
    RatingKind,
    Response,
    RiskDetail,
    RiskRow,
    Shelf,
    Status,
    level,
)
from store.signals import SignalRow
from tui import format
from tui.format import Tone
from tui.i18n import _, pgettext
from tui.screens.risks import chart
from tui.screens.risks.signal_words import linked_lines, note_lines
from tui.widgets.charts import bar
from tui.widgets.detail import Line, blank, fact, heading, line, text
from tui.widgets.heatmap import GLYPH, LEVEL, TONE
from tui.widgets.record_list import Cell

CATEGORY: Mapping[str, str] = {
    Category.MARKET: N_("market"),
    Category.CUSTOMER: N_("customer"),
    Category.TEAM: N_("team"),
}
RESPONSE: Mapping[str, str] = {
    Response.PREVENT: N_("prevent"),
    Response.CONTROL: N_("control"),
    Response.TRANSFER: N_("transfer"),
    Response.ACCEPT: N_("accept"),
}
STATUS: Mapping[str, str] = {
    Status.OPEN: NP_("risk", "open"),
    Status.TREATING: N_("being treated"),
    Status.ACCEPTED: N_("accepted"),
    Status.OCCURRED: N_("happened"),
    Status.CLOSED: N_("closed"),
}
SHELF: Mapping[Shelf, str] = {
    Shelf.UNRATED: N_("? Not rated"),
    Shelf.CRITICAL: N_("✕ Critical"),
    Shelf.HIGH: N_("▲ High"),
    Shelf.MEDIUM: N_("◆ Medium"),
    Shelf.LOW: N_("● Low"),
    Shelf.OCCURRED: N_("Happened"),
    Shelf.CLOSED: N_("Closed"),
}
SHELF_TONE: Mapping[Shelf, Tone] = {
    Shelf.UNRATED: "accent",
    Shelf.CRITICAL: "bad",
    Shelf.HIGH: "warning",
    Shelf.MEDIUM: "",
    Shelf.LOW: "good",
}
KIND: Mapping[RatingKind, str] = {
    RatingKind.INHERENT: N_("without any response"),
    RatingKind.RESIDUAL: N_("after the response"),
}
MOST_RATINGS = 8  # in the detail
BAR = 10  # cells of the bar of a plan's progress


# The register


def number_cell(row: RiskRow) -> Cell:
    """The number by which the heat map calls it."""
    return str(row.id), "muted"


def score_cell(row: RiskRow) -> Cell:
    """Glyph and score: ``▲ 12``."""
    tone: Tone = TONE[row.level] if row.live else "muted"
    return f"{GLYPH[row.level]} {row.score or '':>2}", tone


def trend_cell(row: RiskRow) -> Cell:
    """Whether the latest rating raised or lowered the score."""
    if not row.trend or not row.live:
        return "", ""
    return ("↑", "bad") if row.trend > 0 else ("↓", "good")


def title_cell(row: RiskRow) -> Cell:
    """What may happen."""
    return row.title, "bold" if row.live else "muted"


def category_cell(row: RiskRow) -> Cell:
    """Where it comes from."""
    return _(CATEGORY[row.category]), "muted"


def money_cell(row: RiskRow, currency: str) -> Cell:
    """The money at risk, in short."""
    return ("", "") if row.money is None else (format.money(row.money, currency, short=True), "")


def plan_cell(row: RiskRow) -> Cell:
    """How many of the action items of its plan are done."""
    if not row.items or not row.live:
        return "", ""
    return f"{row.items_done}/{row.items}", "good" if row.items_done == row.items else "muted"


def lint_cell(row: RiskRow, day: date) -> Cell:
    """``!`` when the register finds something wrong with it that its row doesn't say otherwise."""
    told = row.score is None or (row.next_review_on is not None and row.next_review_on < day)
    return ("!", "warning") if len(row.lint(day)) > told else ("", "")


def review_cell(row: RiskRow, day: date) -> Cell:
    """When it is reviewed next; what became of it when it is over."""
    if not row.live:
        return _(STATUS[row.status]), "muted"
    return format.due(row.next_review_on, day, short=True)


FLAW_KEY: Mapping[Flaw, str] = {  # the id of the key that mends it
    Flaw.NOT_RATED: "rate",
    Flaw.RESIDUAL_ABOVE: "rate",
    Flaw.NO_REVIEW: "done",
    Flaw.REVIEW_OVERDUE: "done",
    Flaw.NO_END: "respond",
    Flaw.ACCEPTANCE_OVER: "respond",
    Flaw.NO_PLAN_DAY: "respond",
    Flaw.PLAN_OVER: "respond",
    Flaw.PLAN_DONE: "rate",
}


def mending(row: RiskRow, day: date) -> str:
    """The id of the key that mends the worst flaw of a risk; a review that nobody can do yet wants a rating first."""
    return "rate" if row.score is None else FLAW_KEY[row.lint(day)[0].flaw]


def flaws_cell(row: RiskRow, day: date) -> Cell:
    """What is wrong with it in the register, the worst in full."""
    found = row.lint(day)
    if not found:
        return "", ""
    more = f" +{len(found) - 1}" if len(found) > 1 else ""
    return ((format.reason(found[0].why), "warning"), (more, "muted"))


# The detail


def score_words(points: int | None) -> str:
    """``▲ high 12``, ``? not rated``."""
    found = level(points)
    return f"{GLYPH[found]} {_(LEVEL[found])} {points or ''}".rstrip()


def card(
    found: RiskDetail, signals: Sequence[SignalRow], written: Sequence[Written], day: date, currency: str
) -> list[Line]:
    """Everything about a risk: how bad, what is wrong in the register, the story, the response, the ratings."""
    row = found.row
    return [
        Line(((row.title, "bold"),), wraps=True),
        *_how_bad(row),
        *(text(f"! {format.reason(one.why)}", "warning") for one in row.lint(day)),
        *_now_what(found),
        *chart.lines(found.ratings, day),
        blank(),
        *_facts(found, day, currency),
        *_story(found),
        *_response(found, day),
        *_plan(found.items, day),
        *linked_lines(signals, day),
        *_ratings(found.ratings, day),
        *note_lines(written, day),
    ]


def _how_bad(row: RiskRow) -> list[Line]:
    words = line((score_words(row.score), TONE[row.level]), *_trend(row), right=(f"#{row.id}", "muted"))
    if row.probability is None or row.impact is None:
        return [words]
    parts = (_(PROBABILITY[row.probability][0]), _(IMPACT[row.impact][0]))
    product = _("{probability} × {impact}").format(probability=row.probability, impact=row.impact)
    return [words, line((f"{product} · {parts[0]} × {parts[1]}", "muted")), *_three(row)]


def _three(row: RiskRow) -> list[Line]:
    """The score without any response, now, and once it works, side by side; nothing when only now is rated."""
    if row.inherent is None and row.residual is None:
        return []
    spans: list[tuple[str, Tone]] = []
    for label, points in ((_("inherent"), row.inherent), (_("now"), row.score), (_("residual"), row.residual)):
        spans += [(f"{label} ", "muted"), *_points(points), (" → ", "muted")]
    return [line(*spans[:-1])]


def _points(points: int | None) -> list[tuple[str, Tone]]:
    found = level(points)
    return [("–", "muted")] if points is None else [(f"{GLYPH[found]} {points}", TONE[found])]


def _now_what(found: RiskDetail) -> list[Line]:
    """Once it has happened, what was to be done then comes first."""
    if found.row.status is not Status.OCCURRED or not found.contingency:
        return []
    return [blank(), heading(_("It happened: what we do now")), text(found.contingency, "accent")]


def _trend(row: RiskRow) -> list[tuple[str, Tone]]:
    if not row.trend:
        return []
    rose = row.trend > 0
    words = _("up from {score}") if rose else _("down from {score}")
    return [(f"  {'↑' if rose else '↓'} {words.format(score=row.before)}", "bad" if rose else "good")]


def _facts(found: RiskDetail, day: date, currency: str) -> list[Line]:
    row = found.row
    lines = [
        fact(_("Status"), _(STATUS[row.status]), "" if row.live else "muted"),
        fact(_("Owner"), row.owner or _("nobody")),
        fact(_("Category"), _(CATEGORY[row.category])),
    ]
    if row.money is not None:
        lines.append(fact(pgettext("money", "At risk"), format.money(row.money, currency)))
    if found.about_label:
        lines.append(fact(_("About"), found.about_label))
    if row.live:
        words, tone = format.due(row.next_review_on, day)
        lines.append(fact(_("Next review"), words, tone))
    if found.reviewed_on is not None:
        lines.append(fact(_("Reviewed"), format.day(found.reviewed_on, day)))
    if found.occurred_on is not None:
        lines.append(fact(_("Happened"), format.day(found.occurred_on, day), "bad"))
    return lines


def _story(found: RiskDetail) -> list[Line]:
    parts = ((_("Cause"), found.cause), (_("→ Event"), found.event), (_("→ Effect"), found.effect))
    lines = [fact(label, words) for label, words in parts if words]
    return [blank(), *lines] if lines else []


def _response(found: RiskDetail, day: date) -> list[Line]:
    row = found.row
    lines: list[Line] = []
    if row.response is not None:
        lines.append(fact(_("Response"), _(RESPONSE[row.response])))
    if row.plan:
        lines.append(fact(_("Plan"), row.plan))
    if row.plan_due_on is not None:
        lines.append(fact(_("Works by"), format.day(row.plan_due_on, day)))
    if row.residual is not None:
        lines.append(fact(_("After it"), score_words(row.residual), TONE[level(row.residual)]))
    if row.accepted_until is not None:
        words = _("{day}, by {name}").format(day=format.day(row.accepted_until, day), name=found.accepted_by)
        lines.append(fact(_("Accepted to"), words))
    if found.accepted_why:
        lines.append(fact(_("Because"), found.accepted_why))
    if found.trigger:
        lines.append(fact(_("Trigger"), found.trigger))
    if found.contingency and row.status is not Status.OCCURRED:
        lines.append(fact(_("If it happens"), found.contingency))
    return [blank(), *lines] if lines else []


def _plan(items: Sequence[ActionRow], day: date) -> list[Line]:
    """The action items of the plan with how far it is; t adds one."""
    if not items:
        return []
    done = sum(item.status is ActionStatus.DONE for item in items)
    counted = _("{done} of {n} done").format(done=done, n=len(items))
    lines = [
        blank(),
        line((_("Action items"), "bold"), ("  ", ""), *bar(done / len(items), BAR), right=(counted, "muted")),
    ]
    for item in items:
        ticked = item.status is ActionStatus.DONE
        when, tone = _item_due(item, day)
        mark: tuple[str, Tone] = ("✓ ", "good") if ticked else ("○ ", "muted")
        who = f"{item.owner.split()[0]}  " if item.owner.split() else ""
        lines.append(line(mark, (item.title, "muted" if ticked else ""), right=(f"{who}{when}", tone)))
    return lines


def _item_due(item: ActionRow, day: date) -> tuple[str, Tone]:
    if item.status is ActionStatus.DONE:
        return format.day(item.due_on, day, short=True), "muted"
    return format.due(item.due_on, day, short=True)


def _ratings(ratings: Sequence[Rated], day: date) -> list[Line]:
    if not ratings:
        return []
    lines = [blank(), heading(_("Ratings"))]
    for one in ratings[:MOST_RATINGS]:
        lines += _rating(one, day)
    return lines


def _rating(one: Rated, day: date) -> list[Line]:
    found = level(one.score)
    when = format.fit(format.day(one.day, day, short=True), 10)
    after = f"  {_(KIND[one.kind])}" if one.kind in KIND else ""
    product = f"  {one.probability} × {one.impact}"
    points = f"{GLYPH[found]} {one.score:>2}"
    lines = [line((when, "muted"), (points, TONE[found]), (product, ""), (after, "muted"), right=(one.by, "muted"))]
    if one.why:
        lines.append(Line(((one.why, ""),), label=" " * 9, wraps=True))
    return lines


def rated_words(points: int | None, due: date | None) -> str:
    """What is said after a rating: ``▲ high 12 · next review Mon 7 Dec · u undo``."""
    return _("{level} · next review {day} · u undo").format(level=score_words(points), day=format.day(due))
