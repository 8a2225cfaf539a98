"""A review in full: both sides side by side with the figures, words, earlier rounds, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from store.calendar import local
from store.reviews import Act, Detail, Status, Words, next_act
from store.team import Member, Team
from tui import format
from tui.goal_words import period
from tui.i18n import _, pgettext
from tui.screens.reviews import words
from tui.widgets.detail import Line, blank, fact, heading, line, name, text

TITLE, WEIGHT, DOTS = 16, 5, 7  # cells


def review_card(found: Detail, me: Member, ours: Team) -> list[Line]:
    """Everything about a review for one of its two people."""
    row = found.row
    state, tone = words.STATUS[row.status]
    return [
        name(row.member, right=(_(state), tone)),
        fact(_("Period"), period(row.period, ours.fiscal_month)),
        fact(_("Led by"), row.reviewer),
        *_moments(found, ours),
        blank(),
        *_scores(found, ours),
        *_hints(found, me),
        *_said(found),
        *_earlier(found, ours),
        *_plans(found),
        blank(),
        *_next(found, me),
    ]


def _moments(found: Detail, ours: Team) -> Iterator[Line]:
    row = found.row
    if row.status is Status.CLOSED and row.closed_at is not None:
        yield fact(_("Closed"), format.day(local(row.closed_at, ours.timezone).date()), "good")
        return
    yield fact(_("Sign by"), format.weekday(row.due_on))
    for who, at in ((row.member, row.member_signed_at), (row.reviewer, row.reviewer_signed_at)):
        if at is not None:
            day = format.weekday(local(at, ours.timezone).date())
            yield fact(_("Signed"), _("{name}, {day}").format(name=format.plain(who), day=day), "good")


def _scores(found: Detail, ours: Team) -> Iterator[Line]:
    sides = (found.self_words, found.lead_words)
    head = format.fit(_("Rated 1 to 5"), TITLE + WEIGHT + 1)
    yield line((head + format.fit(_("Self"), DOTS) + format.fit(_("Lead"), DOTS), "muted"))
    for one in found.criteria:
        spans = [(format.fit(format.plain(one.title), TITLE), "bold"), (f"{one.weight:>{WEIGHT - 2}} % ", "muted")]
        spans += [(format.fit(_dots(side, one.id), DOTS), "accent") for side in sides]
        yield line(*spans)  # type: ignore[arg-type]  # tones
        for said in words.figures(found.evidence, one.source, ours.currency):
            yield text(f"  {said}", "muted")
        for whose, side in ((_("Self"), sides[0]), (_("Lead"), sides[1])):
            if side is not None and side.scores.get(one.id, (None, ""))[1]:
                yield fact(whose, side.scores[one.id][1])
    yield from _total(found)
    if found.frozen:
        yield text(_("Figures as they were when it was shared."), "muted")


def _dots(side: Words | None, criterion: int) -> str:
    return words.HIDDEN if side is None else words.dots(side.scores.get(criterion, (None, ""))[0])


def _total(found: Detail) -> Iterator[Line]:
    both = (found.row.self_score, found.row.lead_score)
    total = [(format.fit(_("Weighted"), TITLE + WEIGHT + 1), "bold")]
    total += [(format.fit(words.score(side), DOTS), words.tone_of(side) or "bold") for side in both]
    yield line(*total)  # type: ignore[arg-type]  # tones
    for whose, side in zip((_("Self"), _("Lead")), both, strict=True):
        if side is not None and side.rated < side.whole:
            yield text(f"  {whose} {words.coverage(side)}", "muted")


def _hints(found: Detail, me: Member) -> Iterator[Line]:
    """Why a side isn't there."""
    row = found.row
    if found.lead_words is None and me.id == row.member_id:
        yield text(_("What {name} writes is shown here once it is shared.").format(name=row.reviewer), "muted")
    if found.self_words is None and me.id == row.reviewer_id:
        said = _("What {name} writes is shown here once it is handed in.").format(name=row.member)
        yield text(_("No self review was handed in.") if row.shared_at is not None else said, "muted")


def _said(found: Detail) -> Iterator[Line]:
    sides = ((_("Self"), found.self_words), (_("Lead"), found.lead_words))
    for title, read in ((pgettext("in a review", "Strengths"), "strengths"), (_("Gaps"), "gaps")):
        said = [fact(whose, getattr(side, read)) for whose, side in sides if side is not None and getattr(side, read)]
        if said:
            yield from (blank(), heading(title), *said)


def _earlier(found: Detail, ours: Team) -> Iterator[Line]:
    ended = [one for one in (found.lead_words, *found.earlier) if one is not None and one.ended_at is not None]
    if ended:
        yield from (blank(), heading(_("What it said before")))
    for one in ended:
        assert one.ended_at is not None
        day = format.day(local(one.ended_at, ours.timezone).date())
        said = _("round {n}: {score} · ended {day} by {name}")
        score = words.score(found.score(one))
        yield text(said.format(n=one.round, score=score, day=day, name=format.plain(one.ended_by)), "muted")
        yield text(one.why)


def _plans(found: Detail) -> Iterator[Line]:
    if found.plans:
        yield from (blank(), heading(_("Training because of it")), *(text(f"• {title}") for title in found.plans))


def _next(found: Detail, me: Member) -> Iterator[Line]:
    act = next_act(me, found.row)
    if act is not None:
        said = {
            Act.WRITE: _("writes your side; nobody else reads it yet"),
            Act.HAND_IN: _("hands your self review in"),
            Act.SHARE: _("shows your side to {name}").format(name=format.plain(found.row.member)),
            Act.SIGN: _("signs it; a disputes it") if me.id == found.row.member_id else _("signs it"),
        }
        yield fact(_("space"), said[act], "accent")
    elif found.row.status is Status.CLOSED:
        yield text(_("Both have signed, and nothing changes any more; its lead may open it again (<)."), "muted")
    else:
        other = found.row.reviewer if me.id == found.row.member_id else found.row.member
        yield text(_("It waits for {name}.").format(name=other), "muted")
    yield text(_("Only {a} and {b} read this.").format(a=found.row.member, b=found.row.reviewer), "muted")
