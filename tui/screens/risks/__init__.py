"""Risks: what could hurt the team, and what is done about it."""

from tui.screens.risks.screen import Risks

__all__ = ["Risks"]
