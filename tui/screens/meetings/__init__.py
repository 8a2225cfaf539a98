"""The meeting: the agenda of the next one, filled from live records, and the list of coming and past ones."""

from tui.screens.meetings.agenda import MeetingScreen

__all__ = ["MeetingScreen"]
