"""The screen of the reviews: one's own, and those that one leads."""

from tui.screens.reviews.screen import Reviews

__all__ = ["Reviews"]
