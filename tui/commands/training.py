"""The plain command about training: who learns what by when, what waits, what is missing."""

from __future__ import annotations

from datetime import date

import click

from store import team, training
from store.team import Member
from store.training import Bucket, PlanRow, PlayRow
from tui import format
from tui.commands.core import named
from tui.commands.speaking import command, json_text
from tui.i18n import _
from tui.options import Options

SHOWN = (Bucket.OVERDUE, Bucket.ACTIVE)


@command("training")
@click.option("--member", "name", metavar="NAME", help="Only what this member follows or coaches: a login or a name.")
@click.option("--json", "as_json", is_flag=True, help="As an object: plans, role plays, gaps.")
@click.pass_obj
def training_command(options: Options, name: str | None, as_json: bool) -> None:
    """List the plans under way with their next step, the role plays to come, and the gaps in skills."""
    options.actor()
    day = team.today()
    member = named(name) if name is not None else None
    found = training.plans(member.id if member else None, day)
    numbers = [number for bucket in SHOWN for number in found.buckets[bucket]]
    listed = training.listed(numbers, day)
    plans = [listed[number] for number in numbers]
    to_play = training.planned(member.id if member else None)
    rows = training.plays(to_play)
    plays = [rows[number] for number in to_play]
    gaps = _gaps(day, member)
    if as_json:
        told = {
            "plans": [_plan_object(row) for row in plans],
            "role_plays": [_play_object(row) for row in plays],
            "gaps": [
                {"member": who, "skill": skill, "level": level, "needed": need} for who, skill, level, need in gaps
            ],
        }
        click.echo(json_text(told))
        return
    for row in plans:
        click.echo(_plan_line(row, day))
    for play in plays:
        click.echo(_line(play.id, play.rep, _("role play"), "", format.due(play.due_on, day)[0], play.scenario))
    for who, skill, level, need in gaps:
        words = _("level {level} of {need}").format(level=level, need=need)
        click.echo(_line(None, who, _("gap"), "", words, skill))


def _gaps(day: date, member: Member | None) -> list[tuple[str, str, int, int]]:
    """The gaps as (member, skill, level, needed), people by name."""
    matrix = training.matrix(day)
    return [
        (person.name, skill.name, cell.counts, cell.need)
        for person in matrix.people
        if member is None or person.id == member.id
        for skill in matrix.skills
        if (cell := matrix.cells[person.id, skill.id]).gap
    ]


def _plan_object(row: PlanRow) -> dict[str, object]:
    return {
        "id": row.id,
        "member": row.member,
        "programme": row.title,
        "kind": row.kind.value,
        "coach": row.coach or None,
        "day_0": row.day_0.isoformat(),
        "steps": row.steps,
        "done": row.done,
        "overdue": row.overdue,
        "to_sign": row.waiting,
        "offered": row.offered,
        "next_step": row.next_title or None,
        "next_due": row.next_due.isoformat() if row.next_due else None,
    }


def _play_object(row: PlayRow) -> dict[str, object]:
    return {
        "id": row.id,
        "member": row.rep,
        "scenario": row.scenario,
        "counterpart": row.counterpart or None,
        "due_on": row.due_on.isoformat(),
        "retry": row.retry_of_id is not None,
    }


def _plan_line(row: PlanRow, day: date) -> str:
    when = format.due(row.next_due, day)[0] if row.next_due else _("to be signed")
    what = format.labelled(row.title, row.next_title)
    return _line(row.id, row.member, _("plan"), f"{row.done}/{row.steps}", when, what)


def _line(number: int | None, who: str, kind: str, progress: str, when: str, what: str) -> str:
    shown = "" if number is None else str(number)
    cells = ((shown, 5), (who, 18), (kind, 10), (progress, 6), (when, 14))
    return "  ".join(format.fit(format.plain(text), width) for text, width in cells) + "  " + format.plain(what)


PLAIN: tuple[click.Command, ...] = (training_command,)
