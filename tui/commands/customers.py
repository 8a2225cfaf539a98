"""Plain commands of a rep's day: ``done`` completes a follow-up, ``customer`` tells about a customer."""

from __future__ import annotations

import json

import click

from store import customers, entry, followups, team, timeline
from store.customers import Customer
from store.errors import N_, NotFound, Reason
from store.followups import FollowUp, FollowUpRow, Kind, NextStep, Outcome
from tui import format
from tui.i18n import _
from tui.options import Options
from tui.vocabulary import CONTACT, CUSTOMER, KIND, NEED, OUTCOME


@click.command()
@click.argument("number", metavar="ID", type=int)
@click.option(
    "--outcome", type=click.Choice([o.value for o in Outcome]), default=Outcome.CONNECTED.value, show_default=True
)
@click.option("--note", default="", help="What was said.")
@click.option("--next", "step", metavar="LINE", help='Such as "visit fri 10:00"; "none" plans nothing.')
@click.option("--json", "as_json", is_flag=True, help="As an object.")
@click.pass_obj
def done(options: Options, number: int, outcome: str, note: str, step: str | None, as_json: bool) -> None:
    """Complete the follow-up ID; without --next the usual next step is planned."""
    actor = options.actor()
    record = FollowUp.get_or_none(FollowUp.id == number, FollowUp.kept())
    if record is None:
        raise NotFound(Reason(N_("There is no follow-up {id}; huddle due lists them with their ids."), {"id": number}))
    result = Outcome(outcome)
    planned = _usual(record, result) if step is None else _said(record, step)
    said_none = step is not None and step.strip().lower() in entry.NOTHING
    followups.complete(actor, record, result, note, planned, nothing_follows=said_none)
    if as_json:
        due_on = planned.due_on.isoformat() if planned else None
        kind = planned.kind.value if planned else None
        click.echo(json.dumps({"id": number, "outcome": outcome, "next_on": due_on, "next_kind": kind}))
    elif planned is None:
        click.echo(_("Done."))
    else:
        words = _("Done; next {kind} {day}.")
        click.echo(words.format(kind=_(KIND[planned.kind]).lower(), day=format.weekday(planned.due_on)))


def _usual(record: FollowUp, outcome: Outcome) -> NextStep | None:
    customer = Customer.load(record.customer_id) if record.customer_id else None
    calendar, day = team.work_calendar(), team.today()
    silent = followups.no_answers_in_a_row(customer.id) if customer is not None else 0
    return followups.suggest_next(customer, record.kind, record.subject, outcome, day, calendar, silent)


def _said(record: FollowUp, line: str) -> NextStep | None:
    return None if line.strip().lower() in entry.NOTHING else entry.read_step(line, record.kind, record.subject)


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As an object.")
@click.pass_obj
def customer(options: Options, name: str, as_json: bool) -> None:
    """Tell what is known about the customer NAME, what is planned and what happened."""
    options.actor()
    record = _one(name)
    if as_json:
        click.echo(json.dumps(_as_object(record), ensure_ascii=False, indent=2))
        return
    for line in (*_facts(record), *_people(record), *_planned(record), *_happened(record)):
        click.echo(format.plain(line))


def _one(name: str) -> Customer:
    """The customer of this name. Raises NotFound, naming the nearest, when none or several fit."""
    found = customers.by_name(name)
    exact = [number for number, known, _city in found if known.casefold() == name.strip().casefold()]
    if exact or len(found) == 1:
        return Customer.load((exact or [found[0][0]])[0])
    if not found:
        raise NotFound(Reason(N_("No customer is called {name}."), {"name": name}))
    names = ", ".join(known for _number, known, _city in found)
    raise NotFound(Reason(N_("Which customer is meant? The nearest are: {names}."), {"names": names}))


def _facts(record: Customer) -> list[str]:
    owner = team.names().get(record.owner_id or 0, _("nobody"))
    value = record.value_class.value if record.value_class else "—"
    lines = [record.name, f"{value} · {_(CUSTOMER[record.kind])} · {_(NEED[record.need])} · {owner}"]
    reach = "  ".join(part for part in (record.phone, record.email, record.city) if part)
    return [*lines, *([reach] if reach else []), *([record.notes] if record.notes else [])]


def _people(record: Customer) -> list[str]:
    found = customers.contacts(record.id)
    return [
        "  ".join(p for p in (c.name, c.title, _(CONTACT[c.role]) if c.role else "", c.phone, c.email) if p)
        for c in found
    ]


def _planned(record: Customer) -> list[str]:
    day = team.today()
    return [
        f"{format.due(row.due_on, day)[0]}  {row.id}  {_(KIND[row.kind])}  {row.subject}"
        for row in followups.planned_for(record.id)
    ]


def _happened(record: Customer) -> list[str]:
    lines = []
    for event in timeline.of_customer(record.id):
        words = [_(KIND[event.kind])] if event.kind else []
        words += [event.who, event.text, _(OUTCOME[event.outcome]) if event.outcome else ""]
        lines.append("  ".join([event.at.date().isoformat(), *(word for word in words if word)]))
    return lines


def _as_object(record: Customer) -> dict[str, object]:
    fields = ("id", "name", "code", "kind", "industry", "source", "city", "address", "website", "phone", "email")
    judged = ("value_class", "need", "purchasing_power", "loyalty", "tags", "notes")
    return {
        **{name: getattr(record, name) for name in (*fields, *judged)},
        "owner": team.names().get(record.owner_id) if record.owner_id else None,
        "contacts": [
            {name: getattr(c, name) for name in ("name", "title", "role", "phone", "email", "wechat")}
            for c in customers.contacts(record.id)
        ],
        "planned": [_step(row) for row in followups.planned_for(record.id)],
        "timeline": [
            {
                "at": event.at.isoformat(),
                "who": event.who,
                "kind": event.kind.value if event.kind else "note",
                "outcome": event.outcome.value if event.outcome else None,
                "text": event.text,
            }
            for event in timeline.of_customer(record.id)
        ],
    }


def _step(row: FollowUpRow) -> dict[str, object]:
    return {"id": row.id, "due_on": row.due_on.isoformat(), "kind": Kind(row.kind).value, "subject": row.subject}


PLAIN: tuple[click.Command, ...] = (done, customer)
