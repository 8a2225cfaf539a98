"""Reviews in words: states, scores, and the figures beside what is rated. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from store.errors import N_
from store.figures import THOUSANDTHS, Figure, Unit
from store.reviews import SCORES, Act, Evidence, ReviewRow, Source, Status, Weighted
from tui import format
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.widgets.record_list import Cell

STATUS: Mapping[Status, tuple[str, Tone]] = {
    Status.NOT_STARTED: (N_("○ not started"), "muted"),
    Status.SELF_DONE: (N_("◔ self review in"), ""),
    Status.DRAFTED: (N_("◑ drafted"), ""),
    Status.SHARED: (N_("◕ shared"), "accent"),
    Status.SIGNED: (N_("◕ one signature"), "accent"),
    Status.DISPUTED: (N_("✕ disputed"), "bad"),
    Status.CLOSED: (N_("✓ both signed"), "good"),
}
STEP: Mapping[Act, str] = {
    Act.WRITE: N_("Write"),
    Act.HAND_IN: N_("Hand in"),
    Act.SHARE: N_("Share"),
    Act.SIGN: N_("Sign"),
}
ANCHOR: Mapping[int, str] = {
    1: N_("1 far below"),
    2: N_("2 below"),
    3: N_("3 as agreed"),
    4: N_("4 above"),
    5: N_("5 far above"),
}
SOURCE: Mapping[Source, str] = {
    Source.SALES: N_("sales"),
    Source.SATISFACTION: N_("satisfaction"),
    Source.EFFICIENCY: N_("efficiency"),
    Source.NONE: N_("none"),
}
HIDDEN = "…"  # a side that one may not see yet


def score(found: Weighted | None) -> str:
    """``3.6``; a dash while nothing is rated, ``…`` of a side that can't be seen yet."""
    if found is None:
        return HIDDEN
    return format.NONE if found.score is None else f"{found.score / THOUSANDTHS:.1f}"


def tone_of(found: Weighted | None) -> Tone:
    """Below "as agreed" is a warning, a full point above it good."""
    if found is None or found.score is None:
        return "muted"
    return "warning" if found.score < 2_500 else "good" if found.score >= 4_000 else ""


def score_cell(found: Weighted | None) -> Cell:
    """A side's weighted score; with ``*`` when it doesn't rate the whole weight."""
    part = found is not None and 0 < found.rated < found.whole
    return score(found) + ("*" if part else " "), tone_of(found)


def dots(rated: int | None) -> str:
    """``●●●○○``; dashes where nothing was rated."""
    return format.NONE if rated is None else "●" * rated + "○" * (SCORES[-1] - rated)


def step_cell(row: ReviewRow, act: Act | None) -> Cell:
    """What one does next; whom it waits for."""
    if act is not None:
        return f"▶ {_(STEP[act])}", "accent"
    if row.status is Status.CLOSED:
        return "", ""
    return _("waits"), "muted"


def coverage(found: Weighted) -> str:
    """How much of the weight was rated."""
    return _("rated: {rated} of {whole} %").format(rated=found.rated, whole=found.whole)


# Figures


def figures(found: Evidence, source: Source, currency: str) -> list[str]:
    """What the records say beside a criterion, a line each, every share with what it is a share of."""
    said = {Source.SALES: _sales, Source.SATISFACTION: _satisfaction, Source.EFFICIENCY: _efficiency}
    return list(said[source](found, currency)) if source in said else []


def _sales(found: Evidence, currency: str) -> Iterator[str]:
    revenue = format.figure(Figure(found.revenue, Unit.MONEY, currency))
    if found.target:
        target = format.figure(Figure(found.target, Unit.MONEY, currency))
        words = _("revenue {revenue} of {target} ({share})")
        yield words.format(revenue=revenue, target=target, share=_share(found.revenue, found.target))
    else:
        yield _("revenue {revenue}, no target of their own").format(revenue=revenue)
    if not found.closed:
        yield _("no deal closed")
        return
    words = ngettext(
        "won {won} of {closed} closed deal ({share})", "won {won} of {closed} closed deals ({share})", found.closed
    )
    yield words.format(won=found.won, closed=found.closed, share=_share(found.won, found.closed))


def _satisfaction(found: Evidence, _currency: str) -> Iterator[str]:
    if not found.answers:
        yield _("no customer was asked")
        return
    words = ngettext(
        "{n} of {all} answer satisfied ({share})", "{n} of {all} answers satisfied ({share})", found.answers
    )
    yield words.format(n=found.satisfied, all=found.answers, share=_share(found.satisfied, found.answers))


def _efficiency(found: Evidence, _currency: str) -> Iterator[str]:
    if found.promised:
        words = _("on time {n} of {all} promised follow-ups ({share})")
        yield words.format(n=found.on_time, all=found.promised, share=_share(found.on_time, found.promised))
    else:
        yield _("no follow-up was promised")
    yield ngettext("{n} follow-up done", "{n} follow-ups done", found.done).format(n=found.done)
    if found.training:
        words = ngettext(
            "training: {n} of {all} step done on time", "training: {n} of {all} steps done on time", found.training
        )
        yield words.format(n=found.trained, all=found.training)


def _share(part: int, whole: int) -> str:
    return format.percent(part / whole)
