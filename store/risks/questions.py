"""What the screens, Today and the meeting ask of the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from store import actions, team
from store.actions import ActionRow
from store.database import rows
from store.errors import N_, NotFound, Reason
from store.records import Line, Part, Ref, label
from store.risks.scales import (
    LIVE,
    Category,
    Level,
    Lint,
    RatingKind,
    Response,
    State,
    Status,
    level,
    lint,
    score,
)
from store.team import Member
from store.words import LIKE, containing

IS_LIVE = "r.status IN ('open', 'treating', 'accepted') AND r.deleted_at IS NULL"
WORST_FIRST = (
    "r.probability IS NOT NULL AND r.impact IS NOT NULL, r.probability * r.impact DESC,"
    " coalesce(r.money, 0) DESC, r.next_review_on, r.id"
)
COMING_DAYS = 7


class Shelf(StrEnum):
    """The parts of the register, in their order."""

    UNRATED = "unrated"
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    OCCURRED = "occurred"
    CLOSED = "closed"


SHELF = {
    None: Shelf.UNRATED,
    Level.CRITICAL: Shelf.CRITICAL,
    Level.HIGH: Shelf.HIGH,
    Level.MEDIUM: Shelf.MEDIUM,
    Level.LOW: Shelf.LOW,
}


def register(owner: int | None, text: str = "") -> dict[Shelf, list[int]]:
    """A member's risks, or everyone's, as ids on their shelves: the unrated ones first, then by level.

    On a shelf by score, then money at risk, both falling. ``text`` looks into title, event, cause, effect and owner.
    """
    where, values = _whose(owner, text)
    found: dict[Shelf, list[int]] = {shelf: [] for shelf in Shelf}
    sql = (
        "SELECT r.id, r.status, r.probability, r.impact FROM risk r LEFT JOIN member m ON m.id = r.owner_id"
        f" WHERE r.deleted_at IS NULL{where} ORDER BY {WORST_FIRST}"
    )
    for number, status, probability, impact in rows(sql, values):
        found[_shelf(Status(status), probability, impact)].append(number)
    return found


def _shelf(status: Status, probability: int | None, impact: int | None) -> Shelf:
    if status in LIVE:
        return SHELF[level(score(probability, impact))]
    return Shelf.OCCURRED if status is Status.OCCURRED else Shelf.CLOSED


def _whose(owner: int | None, text: str) -> tuple[str, list[object]]:
    where, values = "", list[object]()
    if owner is not None:
        where, values = " AND r.owner_id = ?", [owner]
    if text.strip():
        columns = ("r.title", "r.event", "r.cause", "r.effect", "coalesce(m.name, '')")
        where += " AND (" + " OR ".join(f"{column} {LIKE}" for column in columns) + ")"
        values += [containing(text.strip())] * len(columns)
    return where, values


def heat_map(owner: int | None, text: str = "", kind: RatingKind = RatingKind.NOW) -> dict[tuple[int, int], list[int]]:
    """The live risks of the register that have this rating, by (probability, impact), as ids in rising order.

    After the response a risk without such a rating stands where it stands now: nothing is planned that would move it.
    """
    where, values = _whose(owner, text)
    found: dict[tuple[int, int], list[int]] = {}
    probability, impact = "r.probability", "r.impact"
    if kind is RatingKind.RESIDUAL:
        probability = "coalesce(r.residual_probability, r.probability)"
        impact = "coalesce(r.residual_impact, r.impact)"
    sql = (
        f"SELECT {probability}, {impact}, r.id FROM risk r LEFT JOIN member m ON m.id = r.owner_id"
        f" WHERE {IS_LIVE} AND r.probability IS NOT NULL AND r.impact IS NOT NULL{where} ORDER BY r.id"
    )
    for *place, number in rows(sql, values):
        found.setdefault((place[0], place[1]), []).append(number)
    return found


def flawed(owner: int | None, day: date, text: str = "") -> list[int]:
    """The live risks with something wrong in the register, the unrated ones first, then by score."""
    where, values = _whose(owner, text)
    sql = f"SELECT r.id{FROM} WHERE {IS_LIVE}{where} ORDER BY {WORST_FIRST}"
    numbers = [number for (number,) in rows(sql, values)]
    read = listed(numbers)
    return [number for number in numbers if read[number].lint(day)]


class Queue(NamedTuple):
    """The reviews of the register: those that are due, those of the coming week, the later ones; each by day, then
    the worst first."""

    due: list[int]
    coming: list[int]
    later: list[int]


def queue(owner: int | None, day: date, text: str = "") -> Queue:
    """The review queue of a member's live risks, or of everyone's, as ids."""
    where, values = _whose(owner, text)
    sql = f"SELECT r.id, r.next_review_on{FROM} WHERE {IS_LIVE}{where} ORDER BY r.next_review_on, {WORST_FIRST}"
    found = Queue([], [], [])
    week = (day + timedelta(days=COMING_DAYS)).isoformat()
    for number, due in rows(sql, values):
        shelf = found.later if due is None or due > week else found.coming if due > day.isoformat() else found.due
        shelf.append(number)
    return found


def by_title(text: str, limit: int = 8) -> list[tuple[int, str, str]]:
    """Live risks for a picker: (id, title, owner), the worst first."""
    sql = (
        "SELECT r.id, r.title, coalesce(m.name, '') FROM risk r LEFT JOIN member m ON m.id = r.owner_id"
        f" WHERE {IS_LIVE} AND r.title {LIKE} ORDER BY {WORST_FIRST} LIMIT ?"
    )
    return rows(sql, (containing(text.strip()), limit))


class RiskRow(NamedTuple):
    """One risk as a list shows it; ``before`` is the score of the rating before the current one.

    Of the ``items`` of its plan ``items_done`` are done, and the last is due on ``items_due``.
    """

    id: int
    title: str
    category: Category
    owner_id: int | None
    owner: str
    money: int | None
    probability: int | None
    impact: int | None
    residual_probability: int | None
    residual_impact: int | None
    response: Response | None
    plan: str
    plan_due_on: date | None
    accepted_until: date | None
    status: Status
    next_review_on: date | None
    inherent_probability: int | None
    inherent_impact: int | None
    items: int
    items_done: int
    items_due: date | None
    before: int | None

    @property
    def score(self) -> int | None:
        """Probability × impact now; None when not rated."""
        return score(self.probability, self.impact)

    @property
    def level(self) -> Level | None:
        """The level of the score now; None when not rated."""
        return level(self.score)

    @property
    def residual(self) -> int | None:
        """The score once the response works; None when not rated."""
        return score(self.residual_probability, self.residual_impact)

    @property
    def inherent(self) -> int | None:
        """The score without any response; None when not rated."""
        return score(self.inherent_probability, self.inherent_impact)

    @property
    def trend(self) -> int | None:
        """How much the score rose (or fell) with the latest rating; None without an earlier one."""
        return None if self.before is None or self.score is None else self.score - self.before

    @property
    def live(self) -> bool:
        """Whether it may still happen and is reviewed."""
        return self.status in LIVE

    def lint(self, day: date) -> list[Lint]:
        """What is wrong with it in the register on this day, worst first."""
        state = State(
            self.status,
            self.score,
            self.residual,
            self.response,
            self.plan,
            self.plan_due_on,
            self.accepted_until,
            self.next_review_on,
            self.items,
            self.items_done,
            self.items_due,
        )
        return lint(state, day)


ROW = (
    "SELECT r.id, r.title, r.category, r.owner_id, coalesce(m.name, ''), r.money, r.probability, r.impact,"
    ' r.residual_probability, r.residual_impact, r.response, r."plan", r.plan_due_on, r.accepted_until, r.status,'
    " r.next_review_on, r.inherent_probability, r.inherent_impact,"
    " (SELECT count(*) FROM action_item a WHERE a.origin = 'risk:' || r.id AND a.status != 'dropped'"
    "  AND a.deleted_at IS NULL), (SELECT count(*) FROM action_item a WHERE a.origin = 'risk:' || r.id"
    "  AND a.status = 'done' AND a.deleted_at IS NULL), (SELECT max(a.due_on) FROM action_item a"
    "  WHERE a.origin = 'risk:' || r.id AND a.status != 'dropped' AND a.deleted_at IS NULL),"
    " (SELECT g.probability * g.impact FROM risk_rating g WHERE g.risk_id = r.id"
    " AND g.kind = 'now' AND g.deleted_at IS NULL ORDER BY g.id DESC LIMIT 1 OFFSET 1)"
)
FROM = " FROM risk r LEFT JOIN member m ON m.id = r.owner_id"


def listed(numbers: Sequence[int]) -> dict[int, RiskRow]:
    """The rows of these risks, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW}{FROM} WHERE r.id IN ({marks})", numbers))}


FIELDS = 22  # of a row


def _row(values: tuple[Any, ...]) -> RiskRow:
    i, title, category, oid, owner, money, p, n, rp, rn, response, plan, due, until, status, review, *rest = values
    ip, inherent, items, done, items_due, before = rest
    return RiskRow(
        i,
        title,
        Category(category),
        oid,
        owner,
        money,
        p,
        n,
        rp,
        rn,
        Response(response) if response else None,
        plan,
        _day(due),
        _day(until),
        Status(status),
        _day(review),
        ip,
        inherent,
        items,
        done,
        _day(items_due),
        before,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Rated(NamedTuple):
    """One rating with the name of who gave it."""

    kind: RatingKind
    probability: int
    impact: int
    day: date
    by: str
    why: str

    @property
    def score(self) -> int:
        """Probability × impact."""
        return self.probability * self.impact


def ratings(number: int, limit: int = 50) -> list[Rated]:
    """The ratings of a risk, newest first."""
    found = rows(
        "SELECT g.kind, g.probability, g.impact, g.day, coalesce(m.name, ''), g.why FROM risk_rating g"
        " LEFT JOIN member m ON m.id = g.created_by"
        " WHERE g.risk_id = ? AND g.deleted_at IS NULL ORDER BY g.id DESC LIMIT ?",
        (number, limit),
    )
    return [Rated(RatingKind(kind), p, i, date.fromisoformat(day), by, why) for kind, p, i, day, by, why in found]


class RiskDetail(NamedTuple):
    """Everything about one risk: its row, its texts, its acceptance, its ratings, newest first, and the action
    items of its plan by day."""

    row: RiskRow
    cause: str
    event: str
    effect: str
    trigger: str
    contingency: str
    accepted_by: str
    accepted_why: str
    occurred_on: date | None
    reviewed_on: date | None
    about: Ref | None
    about_label: str
    ratings: tuple[Rated, ...]
    items: tuple[ActionRow, ...]


def detail(number: int) -> RiskDetail:
    """One risk with everything about it. Raises NotFound when it is missing or removed."""
    found = rows(
        f"{ROW}, r.cause, r.event, r.effect, r.\"trigger\", r.contingency, coalesce(a.name, ''), r.accepted_why,"
        f" r.occurred_on, r.reviewed_on, r.about{FROM} LEFT JOIN member a ON a.id = r.accepted_by_id"
        " WHERE r.id = ? AND r.deleted_at IS NULL",
        (number,),
    )
    if not found:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    cause, event, effect, trigger, contingency, accepted_by, why, occurred, reviewed, about = found[0][FIELDS:]
    ref = Ref.parse(about) if about else None
    return RiskDetail(
        _row(found[0][:FIELDS]),
        cause,
        event,
        effect,
        trigger,
        contingency,
        accepted_by,
        why,
        _day(occurred),
        _day(reviewed),
        ref,
        label(ref) if ref else "",
        tuple(ratings(number)),
        tuple(actions.of_origin(Ref("risk", number))),
    )


# For Today, the badge and the meeting


def reviews_due(owner: int | None, day: date) -> list[int]:
    """The review queue: a member's (or everyone's) live risks whose review is due by ``day``, worst first."""
    where, values = _whose(owner, "")
    sql = f"SELECT r.id FROM risk r WHERE {IS_LIVE} AND r.next_review_on <= ?{where} ORDER BY {WORST_FIRST}"
    return [number for (number,) in rows(sql, [day.isoformat(), *values])]


def count_due(owner: int, day: date) -> int:
    """How many reviews of a member's risks are due: the badge."""
    sql = f"SELECT count(*) FROM risk r WHERE {IS_LIVE} AND r.next_review_on <= ? AND r.owner_id = ?"
    return int(rows(sql, (day.isoformat(), owner))[0][0])


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: the reviews that are due, then those of the coming week."""
    found = reviews_due(member.id, day + timedelta(days=COMING_DAYS))
    lines = [_line(row, day) for row in _in_order(found)]
    return [line for line in lines if line.part is Part.REVIEW] + [line for line in lines if line.part is Part.COMING]


def for_meeting(since: date, limit: int) -> list[Line]:
    """The rows of the meeting: what happened since the last one, then the reviews due today, worst first."""
    day = team.today()
    happened = rows(
        "SELECT r.id FROM risk r WHERE r.status = 'occurred' AND r.deleted_at IS NULL AND r.occurred_on >= ?"
        " ORDER BY r.occurred_on, r.id",
        (since.isoformat(),),
    )
    found = [*(number for (number,) in happened), *reviews_due(None, day)]
    return [_line(row, day) for row in _in_order(found[:limit])]


def _in_order(numbers: Sequence[int]) -> list[RiskRow]:
    read = listed(numbers)
    return [read[number] for number in numbers]


REVIEW_OF = {
    None: N_("rate it: nobody has yet"),
    Level.LOW: N_("review: low, {score}"),
    Level.MEDIUM: N_("review: medium, {score}"),
    Level.HIGH: N_("review: high, {score}"),
    Level.CRITICAL: N_("review: critical, {score}"),
}


def _line(row: RiskRow, day: date) -> Line:
    due = row.next_review_on
    happened = row.status is Status.OCCURRED
    return Line(
        ref=Ref("risk", row.id),
        what=N_("Risk"),
        who=row.title,
        text=Reason(N_("it happened")) if happened else Reason(REVIEW_OF[row.level], {"score": row.score}),
        day=due,
        owner=row.owner,
        amount=row.money,
        tone="bad" if happened or row.level is Level.CRITICAL else "",
        part=Part.COMING if due is not None and due > day else Part.REVIEW,
        urgency=-(row.score or 25),
    )
