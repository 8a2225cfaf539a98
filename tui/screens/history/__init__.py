"""History: who changed what and when, of one record or of the whole team."""

from tui.screens.history.screen import History

__all__ = ["History"]
