"""The plain command about goals: where everybody stands against what was promised."""

from __future__ import annotations

from math import isinf

import click

from store import goals, team
from store.goals import Branch, GoalRow
from tui import format
from tui import goal_words as words
from tui.commands.core import named
from tui.commands.speaking import command, json_text
from tui.i18n import _
from tui.options import Options

TITLE, OWNER, PERIOD, FIGURE, SHARE, STATE = 40, 14, 5, 19, 5, 12  # cells of the columns


@command("goals")
@click.option("--member", metavar="NAME", help="Whose goals, with those of their groups; everyone's without it.")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects, amounts in minor units or thousandths.")
@click.pass_obj
def goals_command(options: Options, member: str | None, as_json: bool) -> None:
    """List the open goals as a tree: what was reached, what was promised, the pace and the stated confidence."""
    options.actor()
    day = team.today()
    branches = goals.tree(named(member).id if member else None, day)
    found = goals.listed([branch.id for branch in branches], day)
    if as_json:
        rows = [_as_object(found[branch.id], branch) for branch in branches]
        click.echo(json_text(rows))
        return
    fiscal_month = team.team().fiscal_month
    for branch in branches:
        click.echo(_as_line(found[branch.id], branch, fiscal_month))


def _as_object(row: GoalRow, branch: Branch) -> dict[str, object]:
    standing = row.standing
    pace = standing.pace
    return {
        "id": row.id,
        "parent": row.parent_id,
        "depth": branch.depth,
        "title": row.title,
        "owner": row.owner or None,
        "of": "team" if row.is_team else "member" if row.owner_id is not None else "group",
        "metric": row.metric.value,
        "unit": row.unit.value,
        "period": row.period.kind.value,
        "first": row.period.first.isoformat(),
        "last": row.period.last.isoformat(),
        "status": row.status.value,
        "state": row.state.value if row.state is not None else None,
        "start": row.plan.start,
        "current": row.current,
        "target": row.plan.target,
        "due": round(standing.due),
        "progress": _rounded(standing.progress),
        "expected": _rounded(standing.expected),
        "pace": None if pace is None or isinf(pace) else _rounded(pace),
        "required_a_day": _rounded(standing.required),
        "days_left": standing.days_left,
        "projection": round(standing.projection) if standing.projection is not None else None,
        "confidence": row.confidence,
        "gap": row.gap.value if row.gap is not None else None,
        "answer": row.answer.value if row.answer is not None else None,
        "offer": row.offer,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _as_line(row: GoalRow, branch: Branch, fiscal_month: int) -> str:
    cells = (
        format.fit("  " * branch.depth + format.plain(row.title), TITLE),
        format.fit(format.plain(words.owner(row)[0]), OWNER),
        format.fit(words.short_period(row, fiscal_month)[0], PERIOD),
        format.fit(words.so_far(row)[0], FIGURE, "right"),
        format.fit(words.share(row)[0], SHARE, "right"),
        format.fit(words.state(row)[0], STATE),
        _("pace {pace}").format(pace=words.pace(row)) if row.state is not None else "",
        words.gap(row),
    )
    return "  ".join(cell for cell in cells if cell).rstrip()


PLAIN: tuple[click.Command, ...] = (goals_command,)
