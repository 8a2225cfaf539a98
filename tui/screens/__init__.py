"""The screens that exist: one table, in the order of their keys; each is imported when it is first visited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from store.errors import N_, NP_

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen


class Place(NamedTuple):
    """One screen of the bar: its key, its mode, its title long and short (N_), and how to import its class.

    ``kinds`` are the kinds of records that it opens (``Ref.kind``). A screen without a key stands in the bar as the
    one that it is ``under``.
    """

    key: str
    name: str
    title: str
    short: str
    load: Callable[[], type[HuddleScreen]]
    kinds: tuple[str, ...] = ()
    under: str = ""


def _today() -> type[HuddleScreen]:
    from tui.screens.today import Today

    return Today


def _meeting() -> type[HuddleScreen]:
    from tui.screens.meetings import MeetingScreen

    return MeetingScreen


def _goals() -> type[HuddleScreen]:
    from tui.screens.goals import Goals

    return Goals


def _scorecard() -> type[HuddleScreen]:
    from tui.screens.scorecard import Scorecard

    return Scorecard


def _reviews() -> type[HuddleScreen]:
    from tui.screens.reviews import Reviews

    return Reviews


def _followups() -> type[HuddleScreen]:
    from tui.screens.followups import FollowUps

    return FollowUps


def _customers() -> type[HuddleScreen]:
    from tui.screens.customers import Customers

    return Customers


def _complaints() -> type[HuddleScreen]:
    from tui.screens.complaints import Complaints

    return Complaints


def _classes() -> type[HuddleScreen]:
    from tui.screens.classes import Classes

    return Classes


def _deals() -> type[HuddleScreen]:
    from tui.screens.deals import Deals

    return Deals


def _risks() -> type[HuddleScreen]:
    from tui.screens.risks import Risks

    return Risks


def _training() -> type[HuddleScreen]:
    from tui.screens.training import Training

    return Training


def _skills() -> type[HuddleScreen]:
    from tui.screens.training.skills import Skills

    return Skills


def _role_plays() -> type[HuddleScreen]:
    from tui.screens.training.plays import RolePlays

    return RolePlays


def _team() -> type[HuddleScreen]:
    from tui.screens.team import TeamScreen

    return TeamScreen


MEETING = ("topic", "action_item", "headline", "meeting", "series", "weekly_update", "vote")
SCREENS: list[Place] = [
    Place("1", "today", N_("Today"), N_("Today"), _today),
    Place("2", "meeting", N_("Meeting"), N_("Meet"), _meeting, MEETING),
    Place("3", "goals", N_("Goals"), N_("Goals"), _goals, ("goal",)),
    Place("4", "followups", N_("Follow-ups"), N_("Follow"), _followups, ("follow_up",)),
    Place("5", "customers", N_("Customers"), N_("Cust"), _customers, ("customer", "contact")),
    Place("6", "deals", N_("Deals"), N_("Deals"), _deals, ("deal",)),
    Place("7", "training", N_("Training"), N_("Train"), _training, ("training_plan", "training_step", "programme")),
    Place("8", "risks", N_("Risks"), N_("Risks"), _risks, ("risk", "signal")),
    Place(
        "9", "team", N_("Team"), N_("Team"), _team, ("member", "team_group", "position", "absence", "holiday", "team")
    ),
    Place(
        "", "scorecard", N_("Scorecard"), NP_("screen", "Score"), _scorecard, ("measurable", "weekly_figure"), "goals"
    ),
    Place("", "reviews", N_("Reviews"), N_("Review"), _reviews, ("review",), "goals"),
    Place("", "complaints", N_("Complaints"), N_("Compl"), _complaints, ("complaint", "satisfaction"), "customers"),
    Place("", "skills", N_("Skills"), N_("Skill"), _skills, ("skill", "skill_level"), "training"),
    Place("", "role_plays", N_("Role plays"), N_("Plays"), _role_plays, ("role_play",), "training"),
    Place("", "classes", N_("Classes"), N_("Class"), _classes, (), "customers"),
]


def place(name: str) -> Place | None:
    """The screen of that name, or None while there is none."""
    return next((place for place in SCREENS if place.name == name), None)


__all__ = ["N_", "SCREENS", "Place", "place"]
