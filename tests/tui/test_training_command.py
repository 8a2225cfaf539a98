"""`huddle training`: plans under way, role plays to come and gaps, for people and for programs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store import team, training
from store.database import close_store
from store.team import Member
from store.training import NewStep
from tui.cli import main

DAY = date(2026, 11, 23)  # the Monday at which the clock stands


@pytest.fixture
def told(ana: Member, li: Member, wang: Member, store_file: Path) -> Path:
    """Li is on a programme that Wang coaches, plays tomorrow, and lacks a skill."""
    steps = [NewStep("[/b] Read", minutes=30), NewStep("Tell", day_offset=2)]
    training.plan(ana, li, training.add_programme(ana, "Objections", steps=steps), DAY, coach=wang)
    training.plan_role_play(ana, li, "Too dear\x07", date(2026, 11, 24), counterpart=ana)
    skill = team.add_skill(ana, "Negotiation")
    team.assign(ana, team.add_position(ana, "Key accounts", needs={skill.id: 3}), li, DAY)
    close_store()
    return store_file


def run(path: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(path), "--as", "ana", "training", *args])


def test_it_lists_plans_role_plays_and_gaps(told: Path) -> None:
    result = run(told)
    assert result.exit_code == 0, result.output
    plan, play, gap = result.output.splitlines()
    assert "0/2" in plan and "● today" in plan and "Objections: [/b] Read" in plan
    assert "role play" in play and "tomorrow" in play and "\x07" not in play
    assert "level 0 of 3" in gap and gap.endswith("Negotiation")


def test_json_holds_the_same_for_one_member(told: Path) -> None:
    found = json.loads(run(told, "--json", "--member", "li").output)
    (plan,) = found["plans"]
    assert (plan["member"], plan["coach"], plan["steps"], plan["next_due"]) == ("Li", "王芳", 2, "2026-11-23")
    assert [play["due_on"] for play in found["role_plays"]] == ["2026-11-24"]
    assert found["gaps"] == [{"member": "Li", "skill": "Negotiation", "level": 0, "needed": 3}]
    wang = json.loads(run(told, "--json", "--member", "王芳").output)
    assert [len(wang[name]) for name in ("plans", "role_plays", "gaps")] == [1, 0, 0], "what she coaches"


def test_a_name_that_nobody_bears_is_one_sentence_and_exit_2(told: Path) -> None:
    result = run(told, "--member", "zoe")
    assert result.exit_code == 2
    assert "Nobody is called zoe" in result.output
