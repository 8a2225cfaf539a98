"""The scorecard: the team's weekly numbers, whether each was reached, and their last thirteen weeks."""

from tui.screens.scorecard.screen import Scorecard

__all__ = ["Scorecard"]
