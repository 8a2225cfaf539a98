"""The screen of the complaints: all of them or a customer's, with how satisfied customers are."""

from tui.screens.complaints.screen import Complaints

__all__ = ["Complaints"]
