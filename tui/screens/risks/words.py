"""How risks read: their words, the cells of the register, and the lines of the detail. Pure but for the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.errors import N_
from store.notes import Written
from store.risks import (
    IMPACT,
    PROBABILITY,
    Category,
    Rated,
    RatingKind,
    Response,
    RiskDetail,
    RiskRow,
    Shelf,
    Status,
    level,
)
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.widgets.charts import spark
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
    Status.OPEN: N_("open"),
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
MOST_RATINGS = 8  # in the detail
TREND_WIDTH = 12


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


def lint_cell(row: RiskRow, day: date) -> Cell:
    """``!`` when the register finds something wrong with it that its row doesn't say otherwise."""
    told = row.score is None or (row.next_review_on is not None and row.next_review_on < day)
    return ("!", "warning") if len(row.lint(day)) > told else ("", "")


def review_cell(row: RiskRow, day: date) -> Cell:
    """When it is reviewed next; what became of it when it is over."""
    if not row.live:
        return _(STATUS[row.status]), "muted"
    return format.due(row.next_review_on, day, short=True)


# The detail


def score_words(points: int | None) -> str:
    """``▲ high 12``, ``? not rated``."""
    found = level(points)
    return f"{GLYPH[found]} {_(LEVEL[found])} {points or ''}".rstrip()


def card(found: RiskDetail, written: Sequence[Written], day: date, currency: str) -> list[Line]:
    """Everything about a risk: how bad, what is wrong in the register, the story, the response, the ratings."""
    row = found.row
    return [
        Line(((row.title, "bold"),), wraps=True),
        *_how_bad(row),
        *(line(("! ", "warning"), (format.reason(reason), "warning")) for reason in row.lint(day)),
        blank(),
        *_facts(found, day, currency),
        *_story(found),
        *_response(found, day),
        *_ratings(found.ratings, day),
        *_notes(written, day),
    ]


def _how_bad(row: RiskRow) -> list[Line]:
    words = line((score_words(row.score), TONE[row.level]), *_trend(row), right=(f"#{row.id}", "muted"))
    if row.probability is None or row.impact is None:
        return [words]
    parts = (_(PROBABILITY[row.probability][0]), _(IMPACT[row.impact][0]))
    product = _("{probability} × {impact}").format(probability=row.probability, impact=row.impact)
    return [words, line((f"{product} · {parts[0]} × {parts[1]}", "muted"))]


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
        lines.append(fact(_("At risk"), format.money(row.money, currency)))
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
    if found.contingency:
        lines.append(fact(_("If it happens"), found.contingency))
    return [blank(), *lines] if lines else []


def _ratings(ratings: Sequence[Rated], day: date) -> list[Line]:
    if not ratings:
        return []
    scores = [float(one.score) for one in reversed(ratings) if one.kind is RatingKind.NOW]
    trend = spark(scores, min(len(scores), TREND_WIDTH)) if len(scores) > 1 else ""
    lines = [blank(), Line(heading(_("Ratings")).spans, right=(trend, "accent"))]
    for one in ratings[:MOST_RATINGS]:
        lines += _rating(one, day)
    return lines


def _rating(one: Rated, day: date) -> list[Line]:
    found = level(one.score)
    when = format.fit(format.day(one.day, day, short=True), 10)
    after = f"  {_('after the response')}" if one.kind is RatingKind.RESIDUAL else ""
    product = f"  {one.probability} × {one.impact}"
    points = f"{GLYPH[found]} {one.score:>2}"
    lines = [line((when, "muted"), (points, TONE[found]), (product, ""), (after, "muted"), right=(one.by, "muted"))]
    if one.why:
        lines.append(Line(((one.why, ""),), label=" " * 9, wraps=True))
    return lines


def _notes(written: Sequence[Written], day: date) -> list[Line]:
    if not written:
        return []
    lines = [blank(), heading(_("Notes"))]
    for note in written:
        lines.append(
            line((format.fit(format.day(note.at.date(), day, short=True), 10), "muted"), (note.author, "bold"))
        )
        lines.append(text(note.body))
    return lines


def rated_words(points: int | None, due: date | None) -> str:
    """What is said after a rating: ``▲ high 12 · next review Mon 7 Dec · u undo``."""
    return _("{level} · next review {day} · u undo").format(level=score_words(points), day=format.day(due))
