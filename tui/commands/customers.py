"""Plain commands of a rep's day: ``done`` and ``snooze`` a follow-up, ``note`` and ``customer`` of a customer.

What is typed on a phone needs no quotes: the last words of a line belong together.
"""

from __future__ import annotations

import json
from contextlib import suppress

import click

from store import customers, entry, followups, notes, team, timeline
from store.calendar import parse_day
from store.customers import Customer
from store.errors import N_, Invalid, NotFound, Reason
from store.followups import FollowUp, FollowUpRow, Kind, NextStep, Outcome
from store.quickentry import LONGEST_NAME
from store.records import Ref
from tui import format
from tui.commands.speaking import NUMBER, command, json_text
from tui.i18n import _
from tui.options import Options
from tui.vocabulary import CONTACT, CUSTOMER, KIND, NEED, OUTCOME


class _Outcome(click.Choice[str]):
    """What came of it; in Chinese, too, whatever is spoken: the team's language is known once its file is open."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not value.isascii():
            from store.importing.followups import OUTCOMES as WORDS

            value = next((str(one.value) for one, words in WORDS.items() if value in words.split("|")), value)
        return super().convert(value, param, ctx)


OUTCOMES = _Outcome([outcome.value for outcome in Outcome], case_sensitive=False)  # a phone writes Advanced


@command()
@click.argument("number", metavar="ID", type=NUMBER)
@click.argument("result", metavar="[OUTCOME]", required=False, type=OUTCOMES)
@click.argument("words", metavar="[NOTE]...", nargs=-1)
@click.option("--outcome", type=OUTCOMES, help="The same as OUTCOME; connected without either.")
@click.option("--note", default="", help="What was said, instead of NOTE.")
@click.option("--next", "step", metavar="LINE", help='Such as "visit fri 10:00"; "none" plans nothing.')
@click.option("--json", "as_json", is_flag=True, help="As an object.")
@click.pass_obj
def done(
    options: Options,
    number: int,
    result: str | None,
    words: tuple[str, ...],
    outcome: str | None,
    note: str,
    step: str | None,
    as_json: bool,
) -> None:
    """Complete the follow-up ID, such as: done 12 advanced they want both mills.

    Without --next the usual next step is planned.
    """
    actor = options.actor()
    record = _followup(number)
    came_of_it = Outcome(result or outcome or Outcome.CONNECTED)
    planned = _usual(record, came_of_it) if step is None else _said(record, step)
    said_none = step is not None and step.strip().lower() in entry.NOTHING
    followups.complete(actor, record, came_of_it, " ".join(words) or note, planned, nothing_follows=said_none)
    if as_json:
        due_on = planned.due_on.isoformat() if planned else None
        kind = planned.kind.value if planned else None
        click.echo(json.dumps({"id": number, "outcome": came_of_it.value, "next_on": due_on, "next_kind": kind}))
    elif planned is None:
        click.echo(_("Done."))
    else:
        told = _("Done; next {kind} {day}.")
        click.echo(told.format(kind=_(KIND[planned.kind]).lower(), day=format.day(planned.due_on, team.today())))


def _followup(number: int) -> FollowUp:
    """The follow-up of this number. Raises NotFound."""
    record: FollowUp | None = FollowUp.get_or_none(FollowUp.id == number, FollowUp.kept())
    if record is None:
        raise NotFound(Reason(N_("There is no follow-up {id}; huddle due lists them with their ids."), {"id": number}))
    return record


def _usual(record: FollowUp, outcome: Outcome) -> NextStep | None:
    customer = Customer.load(record.customer_id) if record.customer_id else None
    calendar, day = team.work_calendar(), team.today()
    silent = followups.no_answers_in_a_row(customer.id) if customer is not None else 0
    return followups.suggest_next(customer, record.kind, record.subject, outcome, day, calendar, silent)


def _said(record: FollowUp, line: str) -> NextStep | None:
    return None if line.strip().lower() in entry.NOTHING else entry.read_step(line, record.kind, record.subject)


@command(context_settings={"ignore_unknown_options": True})
@click.argument("number", metavar="ID", type=NUMBER)
@click.argument("words", metavar="[DAY]...", nargs=-1)
@click.pass_obj
def snooze(options: Options, number: int, words: tuple[str, ...]) -> None:
    """Put the follow-up ID off until DAY, such as fri or +3d; the next working day without one."""
    actor = options.actor()
    record = _followup(number)
    calendar, today, text = team.work_calendar(), team.today(), " ".join(words)
    day = parse_day(text, today, calendar) if text else calendar.add(today, 1)
    if day is None:
        raise Invalid({"due_on": Reason(N_("{text} is no day; write one like fri, +3d or 30 Nov."), {"text": text})})
    followups.snooze(actor, record, day)
    click.echo(_("Snoozed until {day}.").format(day=format.day(day, today)))


@command(context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="CUSTOMER TEXT...", nargs=-1, required=True)
@click.pass_obj
def note(options: Options, words: tuple[str, ...]) -> None:
    """Write a note about CUSTOMER, such as: note Northwind they move in March."""
    actor = options.actor()
    record, text = _about(words)
    notes.write(actor, Ref("customer", record.id), text)
    click.echo(_("Noted at {customer}.").format(customer=format.plain(record.name)))


def _about(words: tuple[str, ...]) -> tuple[Customer, str]:
    """The customer whom the first words name, as many of them as do, and the text that follows. Raises NotFound."""
    for count in range(min(LONGEST_NAME, len(words) - 1), 1, -1):
        with suppress(NotFound):
            return _one(" ".join(words[:count])), " ".join(words[count:])
    return _one(words[0]), " ".join(words[1:])


@command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As an object.")
@click.pass_obj
def customer(options: Options, name: str, as_json: bool) -> None:
    """Tell what is known about the customer NAME, what is planned and what happened."""
    options.actor()
    record = _one(name)
    if as_json:
        click.echo(json_text(_as_object(record)))
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
    names = [known for _number, known, _city in found]
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


PLAIN: tuple[click.Command, ...] = (done, snooze, note, customer)
