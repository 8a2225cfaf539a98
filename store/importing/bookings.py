"""A file of bookings and payments: revenue by customer and day.

Without a column of keys a row is recognised by its customer, day, kind, amount and note; the second such row of a file
is another booking. An amount is above zero and its day has come, as for one that is typed in; it is credited to the
named member, else to the customer's owner, else to who imports. The first booking makes a customer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from store import team
from store.customers import Customer, CustomerKind
from store.deals.kinds import BookingKind
from store.deals.records import Booking
from store.errors import N_, Reason
from store.importing import planning, values
from store.importing.directory import CUSTOMER_KEYS, CUSTOMER_NAMES, KEYS, NOTES, OWNERS, Directory, Known
from store.importing.planning import Act, Context, Plan, Subject, Tick
from store.importing.values import Read

KINDS: Mapping[BookingKind, str] = {
    BookingKind.BOOKING: "order|revenue|sale|invoice|签约|合同|订单|销售|成交|auftrag|umsatz|venta",
    BookingKind.PAYMENT: "receipt|paid|回款|收款|付款|zahlung|pago|cobro",
}
FIELDS = ("customer", "owner", "kind", "day", "amount", "note")


class Bookings(Subject):
    """What was booked or paid."""

    NAME = "bookings"
    MODEL = Booking
    NEEDED = (("customer", "customer_key"), ("day",), ("amount",))
    DAYS = ("day",)
    AMOUNTS = ("amount",)
    ALIASES: ClassVar[Mapping[str, str]] = {
        "key": KEYS + "|order number|invoice number|订单编号|合同编号|单号",
        "customer": CUSTOMER_NAMES,
        "customer_key": CUSTOMER_KEYS,
        "day": "date|booked on|order date|closing date|close date|won time|日期|签约日期|成交日期|回款日期|订单日期"
        "|合同日期|datum|fecha",
        "amount": "value|total|revenue|sum|金额|合同金额|回款金额|签约金额|成交金额|订单金额|betrag|importe",
        "kind": "type|类型|业务类型|typ|tipo",
        "owner": "owner|" + OWNERS,
        "note": NOTES + "|subject|title|deal name|摘要|商机名称|合同名称",
    }

    def readers(self, context: Context) -> Mapping[str, Read]:
        return {
            **dict.fromkeys(("key", "customer", "customer_key", "note"), values.text),
            "kind": values.word(KINDS),
            "owner": values.person(context.people),
        }

    def judge(self, plan: Plan, context: Context) -> None:
        names, days, amounts = plan.column("customer"), plan.column("day"), plan.column("amount")
        plan.titles = [f"{name or ''} {day or ''}".strip() for name, day in zip(names, days, strict=True)]
        meant = Directory(plan.source).find_each(plan.column("customer_key"), names)
        _refuse(plan, meant, days, amounts)
        kinds = plan.values["kind"] = [kind or BookingKind.BOOKING.value for kind in plan.column("kind")]
        plan.keys = plan.column("key")
        if None in plan.keys:
            content = zip(plan.column("customer_key"), names, days, kinds, amounts, plan.column("note"), strict=True)
            own = _numbered("|".join(map(str, row)) for row in content)
            plan.keys = [number or key for number, key in zip(plan.keys, own, strict=True)]
        _complete(plan, meant, context)
        matches = planning.recognise(plan, "booking")
        self._compare(plan, context, matches)

    def _compare(self, plan: Plan, context: Context, matches: Mapping[int, int]) -> None:
        held = planning.stored(Booking, matches.values(), FIELDS)
        may = planning.allowed(context, Booking, [*plan.column("owner"), *(row[1] for row in held.values())])
        for index, number in matches.items():
            if number not in held:
                plan.acts[index] = Act.SKIP
                plan.wrong[index] = Reason(N_("was removed in Huddle"))
            elif index not in plan.wrong:
                planning.compare(plan, index, number, FIELDS, held[number])
                if plan.acts[index] is Act.UPDATE and not may[held[number][1]]:
                    plan.wrong[index] = Reason(planning.COLLEAGUES)
        if not all(may.values()):
            for index, owner in enumerate(plan.column("owner")):
                if not may[owner] and plan.acts[index] is not Act.SKIP:
                    plan.wrong.setdefault(index, Reason(planning.COLLEAGUES))

    def write(self, it: Any, plan: Plan, tick: Tick) -> None:
        columns = planning.filled(plan, Booking, FIELDS)
        for part in planning.chunks(plan.of(Act.CREATE)):
            picked = [[column[index] for index in part] for column in columns.values()]
            ids = it.add_many(Booking, tuple(columns), list(zip(*picked, strict=True)))
            planning.refer(it, plan, "booking", part, ids)
            tick(len(part))
        planning.write_updates(it, plan, Booking, tick)
        _make_customers(it, plan)


def _refuse(plan: Plan, meant: list[Known | Reason | None], days: list[Any], amounts: list[Any]) -> None:
    today = team.today().isoformat()
    for index, (customer, day, amount) in enumerate(zip(meant, days, amounts, strict=True)):
        if isinstance(customer, Known) and day and amount and amount > 0 and day <= today:
            continue
        why = (
            customer
            if isinstance(customer, Reason)
            else Reason(N_("no customer is named"))
            if customer is None
            else Reason(N_("a day is needed"))
            if not day
            else Reason(N_("that day has not come yet"))
            if day > today
            else Reason(N_("an amount above zero is needed"))
        )
        plan.wrong.setdefault(index, why)


def _numbered(contents: Any) -> list[str]:
    """The contents of the rows; a repeated one with the count of its turn."""
    turns: Counter[str] = Counter()
    found = []
    for content in contents:
        turns[content] += 1
        found.append(content if turns[content] == 1 else f"{content}#{turns[content]}")
    return found


def _complete(plan: Plan, meant: list[Known | Reason | None], context: Context) -> None:
    """The customers by id, and who is credited where the file names nobody."""
    known = [customer if isinstance(customer, Known) else None for customer in meant]
    plan.values["customer"] = [customer.id if customer else None for customer in known]
    plan.values["owner"] = [
        owner or (customer.owner if customer else None) or context.actor.id
        for owner, customer in zip(plan.column("owner"), known, strict=True)
    ]


def _make_customers(it: Any, plan: Plan) -> None:
    """Whoever books for the first time becomes a customer."""
    kinds, customers = plan.values["kind"], plan.values["customer"]
    booked = BookingKind.BOOKING.value
    written = [*plan.of(Act.CREATE), *plan.of(Act.UPDATE)]
    buyers = {customers[index] for index in written if kinds[index] == booked}
    held = planning.stored(Customer, buyers, ("kind",))
    for number, (kind,) in held.items():
        if kind != CustomerKind.CUSTOMER.value:
            it.update(Customer.load(number), kind=CustomerKind.CUSTOMER)
