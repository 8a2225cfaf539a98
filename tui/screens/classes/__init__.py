"""Classes: need × value, the curve of revenue, the segments, and who is in them."""

from tui.screens.classes.screen import Classes

__all__ = ["Classes"]
