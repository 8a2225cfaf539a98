"""Goals: where we stand against what we promised."""

from tui.screens.goals.screen import Goals

__all__ = ["Goals"]
