"""A file of follow-ups, planned or done, such as another system's tasks or its log of contacts.

A row with a day on which it was done is done, at noon of that day, with the outcome that it names: an import is no
contact itself. A done row that names a later day to come back plans that follow-up besides. Without a column of keys
a row is recognised by its customer, kind, subject and days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from store import team
from store.calendar import utc_of
from store.errors import N_, Reason
from store.followups import LONGEST_NOTE, FollowUp, Kind, Origin, Outcome, Priority, Status
from store.importing import planning, values
from store.importing.directory import CUSTOMER_KEYS, CUSTOMER_NAMES, KEYS, NOTES, OWNERS, Directory, Known
from store.importing.planning import Act, Context, Plan, Subject, Tick
from store.importing.values import Read
from store.records import Instant

KINDS: Mapping[Kind, str] = {
    Kind.CALL: "phone|phone call|电话|打电话|anruf|llamada",
    Kind.VISIT: "拜访|上门|上门拜访|besuch|visita",
    Kind.MEETING: "会议|会面|treffen|reunión",
    Kind.MESSAGE: "sms|chat|wechat|微信|短信|nachricht|mensaje",
    Kind.EMAIL: "e-mail|mail|邮件|correo",
    Kind.DEMO: "presentation|演示|产品演示",
    Kind.QUOTE: "offer|proposal|报价|angebot|oferta",
    Kind.CARE: "birthday|关怀|节日问候|回访",
}
STATUSES: Mapping[Status, str] = {
    Status.PLANNED: "open|not started|in progress|to do|todo|pending|计划|未开始|进行中|未完成|待办",
    Status.DONE: "completed|closed|complete|finished|yes|已完成|完成|是",
    Status.CANCELLED: "canceled|deferred|取消|已取消",
}
PRIORITIES: Mapping[Priority, str] = {
    Priority.HIGH: "1|urgent|高|紧急|hoch|alta",
    Priority.NORMAL: "2|medium|中|普通|一般|mittel|media",
    Priority.LOW: "3|低|niedrig|baja",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.CONNECTED: "reached|spoke|已沟通|已接通|接通|有效沟通",
    Outcome.NO_ANSWER: "not reached|no reply|未接通|未接|无人接听",
    Outcome.ADVANCED: "positive|推进|有进展",
    Outcome.NEUTRAL: "一般|中性",
    Outcome.BLOCKED: "negative|受阻|拒绝",
}
FIELDS = (
    *("customer", "kind", "subject", "due_on", "due_time", "original_due_on", "priority", "owner", "status"),
    *("done_at", "outcome", "note", "origin"),
)
COMPARED = ("customer", "kind", "subject", "due_on", "due_time", "priority", "owner", "status", "outcome", "note")


class FollowUps(Subject):
    """What is to be done, or was done, with whom and when."""

    NAME = "followups"
    MODEL = FollowUp
    NEEDED = (("due_on", "done_on"), ("customer", "customer_key", "subject"))
    DAYS = ("due_on", "done_on")
    ALIASES: ClassVar[Mapping[str, str]] = {
        "key": KEYS,
        "customer": CUSTOMER_NAMES,
        "customer_key": CUSTOMER_KEYS,
        "kind": "type|activity type|method|跟进方式|跟进类型|互动方式|方式|类型|typ|tipo",
        "subject": "title|task|activity|what|主题|事项|跟进主题|betreff|asunto",
        "due_on": "due|due date|date|next contact|计划日期|截止日期|到期日|下次联系时间|下次跟进时间|下次跟进日期|日期"
        "|fällig|fecha",
        "done_on": "done|done date|completed on|closed time|contacted on|完成日期|完成时间|跟进时间|跟进日期|联系时间"
        "|erledigt am",
        "owner": "owner|task owner|activity owner|" + OWNERS,
        "priority": "优先级|重要程度|priorität|prioridad",
        "status": "state|状态|完成状态",
        "outcome": "result|结果|跟进结果|ergebnis|resultado",
        "note": NOTES + "|跟进内容|跟进记录|内容",
    }

    def readers(self, context: Context) -> Mapping[str, Read]:
        return {
            **dict.fromkeys(("key", "customer", "customer_key", "subject"), values.text),
            "note": values.long_text,
            "kind": values.word(KINDS),
            "status": values.word(STATUSES),
            "priority": values.word(PRIORITIES),
            "outcome": values.word(OUTCOMES),
            "owner": values.person(context.people),
        }

    def judge(self, plan: Plan, context: Context) -> None:
        names, subjects = plan.column("customer"), plan.column("subject")
        plan.titles = [" · ".join(filter(None, pair)) for pair in zip(names, subjects, strict=True)]
        meant = Directory(plan.source).find_each(plan.column("customer_key"), names)
        plan.keys = _keys(plan)
        _refuse(plan, meant)
        _complete(plan, meant, context)
        _repeated(plan)
        matches = planning.recognise(plan, "follow_up")
        held = planning.stored(FollowUp, matches.values(), COMPARED)
        whose = COMPARED.index("owner")
        owners = plan.values["owner"]
        may = planning.allowed(context, FollowUp, [*owners, *(row[whose] for row in held.values())])
        for index, number in matches.items():
            if number not in held:
                plan.acts[index] = Act.SKIP
                plan.wrong[index] = Reason(N_("was removed in Huddle"))
            elif index not in plan.wrong:
                planning.compare(plan, index, number, COMPARED, held[number])
                if plan.acts[index] is Act.UPDATE:
                    _carry_on(plan, index)
                    if not may[held[number][whose]]:
                        plan.wrong[index] = Reason(planning.COLLEAGUES)
        if not all(may.values()):
            for index, owner in enumerate(owners):
                if not may[owner] and plan.acts[index] is not Act.SKIP:
                    plan.wrong.setdefault(index, Reason(planning.COLLEAGUES))

    def write(self, it: Any, plan: Plan, tick: Tick) -> None:
        columns = planning.filled(plan, FollowUp, FIELDS)
        for part in planning.chunks(plan.of(Act.CREATE)):
            picked = [[column[index] for index in part] for column in columns.values()]
            ids = it.add_many(FollowUp, tuple(columns), list(zip(*picked, strict=True)))
            planning.refer(it, plan, "follow_up", part, ids)
            _plan_next(it, plan, part)
            tick(len(part))
        planning.write_updates(it, plan, FollowUp, tick)


def _keys(plan: Plan) -> list[str]:
    numbers = plan.column("key")
    parts = ("customer_key", "customer", "kind", "subject", "due_on", "done_on")
    content = zip(*(plan.column(name) for name in parts), strict=True)
    return [number or "|".join(map(str, row)) for number, row in zip(numbers, content, strict=True)]


def _repeated(plan: Plan) -> None:
    first: dict[str, int] = {}
    for index, key in enumerate(plan.keys):
        earlier = first.setdefault(key, index)
        if earlier != index and index not in plan.wrong:
            plan.wrong[index] = Reason(N_("the same follow-up as line {line}"), {"line": plan.sheet.lines[earlier]})
            if plan.seen[earlier] == plan.seen[index]:
                plan.acts[index] = Act.SKIP


def _refuse(plan: Plan, meant: list[Known | Reason | None]) -> None:
    today = team.today().isoformat()
    columns = (plan.column(name) for name in ("subject", "due_on", "done_on", "status", "note"))
    for index, (customer, subject, due, done, status, note) in enumerate(zip(meant, *columns, strict=True)):
        why = None
        if isinstance(customer, Reason):
            why = customer
        elif customer is None and not subject:
            why = Reason(N_("neither a customer nor a subject is named"))
        elif not due and not done:
            why = Reason(N_("a day is needed"))
        elif done and done > today:
            why = Reason(N_("it can't be done on a day that has not come"))
        elif status == Status.PLANNED.value and done:
            why = Reason(N_("it is planned, and has a day on which it was done"))
        elif note and len(note) > LONGEST_NOTE:
            why = Reason(
                N_("{length} characters; a note holds at most {most}."), {"length": len(note), "most": LONGEST_NOTE}
            )
        if why is not None:
            plan.wrong.setdefault(index, why)


def _complete(plan: Plan, meant: list[Known | Reason | None], context: Context) -> None:
    """What a follow-up has besides the cells of its row: its customer's id, its owner, its status and days."""
    known = [customer if isinstance(customer, Known) else None for customer in meant]
    due, done = plan.column("due_on"), plan.column("done_on")
    plan.values["customer"] = [customer.id if customer else None for customer in known]
    plan.values["owner"] = [
        owner or (customer.owner if customer else None) or context.actor.id
        for owner, customer in zip(plan.column("owner"), known, strict=True)
    ]
    plan.values["status"] = statuses = [
        status or (Status.DONE.value if day else Status.PLANNED.value)
        for status, day in zip(plan.column("status"), done, strict=True)
    ]
    over = [status == Status.DONE.value for status in statuses]
    planned = list(due)
    if "due_on" in plan.values and "done_on" in plan.values:
        plan.values["next_on"] = [
            day if is_done and day and on and day > on else None
            for day, on, is_done in zip(due, done, over, strict=True)
        ]
        planned = [None if later else day for day, later in zip(due, plan.values["next_on"], strict=True)]
    plan.values["due_on"] = [day or on for day, on in zip(planned, done, strict=True)]
    plan.values["original_due_on"] = plan.values["due_on"]
    noons = {day: _noon(day, context) for day in {*due, *done} if day}
    plan.values["done_at"] = [
        noons.get(on or day) if is_done else None for on, day, is_done in zip(done, due, over, strict=True)
    ]
    times = [None] * len(over) if "due_on" not in plan.headers else _times(plan)
    if any(times):
        plan.values["due_time"] = times
    plan.values["origin"] = [Origin.IMPORT.value] * len(over)


def _noon(day: str, context: Context) -> str:
    return str(Instant().db_value(utc_of(date.fromisoformat(day), time(12), context.calendar.zone)))


def _times(plan: Plan) -> list[Any]:
    at = list(plan.sheet.headers).index(plan.headers["due_on"])
    cells = [row[at] for row in plan.sheet.rows]
    known = {cell: values.time_in(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _carry_on(plan: Plan, index: int) -> None:
    """A changed due day is a new promise; one that became done gets its moment."""
    update = plan.updates[index]
    if "due_on" in update.changes:
        update.also["original_due_on"] = update.changes["due_on"][1]
    if "status" in update.changes:
        update.also["done_at"] = plan.values["done_at"][index]


def _plan_next(it: Any, plan: Plan, indexes: Any) -> None:
    """The follow-up to come back with, for rows that were done and name a later day."""
    later = plan.column("next_on")
    chosen = [index for index in indexes if later[index]]
    names = ("customer", "kind", "subject", "owner")
    columns = [plan.column(name) for name in names]
    blank = (None, Kind.CALL.value, "", None)
    made = [
        (
            *(blank[n] if c[i] is None else c[i] for n, c in enumerate(columns)),
            later[i],
            later[i],
            Origin.NEXT_STEP.value,
        )
        for i in chosen
    ]
    it.add_many(FollowUp, (*names, "due_on", "original_due_on", "origin"), made)
