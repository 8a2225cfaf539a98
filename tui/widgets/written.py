"""What was typed into lines and choices that belong together, so that it can be kept and typed again later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.widgets.choice import Choice
from tui.widgets.fields import Line

if TYPE_CHECKING:
    from textual.widget import Widget as Base
else:
    Base = object


class Written(Base):
    """Of a panel or a modal: it says how it began once its fields are there, and is asked for what was typed since.

    Fields are named by their number, from top to bottom.
    """

    begun: Sequence[str] = ()

    def begin(self) -> None:
        """Take what stands in the fields now as nothing typed."""
        self.begun = [_words(one) for one in self.fields]

    @property
    def fields(self) -> Sequence[Line | Choice]:
        """Its lines and choices."""
        return [one for one in self.query("Line, Choice").results() if isinstance(one, Line | Choice)]

    @property
    def called(self) -> str:
        """What it is, for people."""
        raise NotImplementedError

    @property
    def written(self) -> Mapping[str, tuple[str, str]]:
        """What was typed or chosen, by field, as it began and as it is now; nothing before a text was typed."""
        if not self.has_text:
            return {}
        now = [_words(one) for one in self.fields]
        return {str(n): (was, now[n]) for n, was in enumerate(self.begun) if now[n] != was}

    @property
    def has_text(self) -> bool:
        """Whether somebody typed a text."""
        both = zip(self.begun, self.fields, strict=False)
        return any(isinstance(one, Line) and bool(one.value.strip()) and one.value != was for was, one in both)

    def write_again(self, fields: Mapping[str, tuple[str, str]]) -> None:
        """Type and choose the same again."""
        for number, one in enumerate(self.fields):
            if not (words := fields.get(str(number), ("", ""))[1]):
                continue
            if isinstance(one, Line):
                one.value = words
            else:
                one.value = next((option for option, shown in one.options if shown == words), one.value)


def _words(field: Line | Choice) -> str:
    return field.value if isinstance(field, Line) else field.options[field.index][1]
