"""The first five questions, asked before there is a team; Esc leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

from textual.app import App
from textual.binding import Binding

from tui import theme
from tui.config import Config
from tui.firstrun import begin, system_currency, system_name, system_zone, time_of
from tui.format import WEEKDAYS
from tui.i18n import N_, _
from tui.options import account
from tui.widgets.form import Field, Form


class Questions(Form[bool]):
    """Ctrl-C closes them, as Esc does: there is nothing yet that it could interrupt."""

    BINDINGS = [Binding("ctrl+c", "cancel", show=False)]


class Welcome(App[bool]):
    """Asks for team, name, currency, time zone and meeting, and begins the team in ``path``: True when it did."""

    TITLE = "Huddle"
    CSS = "Screen { background: $background; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: Path, settings: Config) -> None:
        super().__init__()
        self.path = path
        self.animation_level = "none"
        self.register_theme(theme.DARK)
        self.register_theme(theme.LIGHT)
        wanted = theme.NAMES.get(settings.theme, settings.theme)
        self.theme = wanted if wanted in self.available_themes else theme.DARK.name

    def on_mount(self) -> None:
        about = _(
            "There is no team in {file} yet. Five answers begin one; you lead it, and can change all of it later."
        )
        form = Questions(
            _("Welcome to Huddle"), self._fields(), self._begin, N_("Begin"), about=about.format(file=self.path)
        )
        self.push_screen(form, lambda begun: self.exit(bool(begun)))

    def _fields(self) -> list[Field]:
        return [
            Field("name", _("Your team's name"), required=True, hint=_("Northern Sales")),
            Field("person", _("Your name"), required=True, value=system_name(), suggested=True),
            self._suggested("currency", _("Currency, as three letters"), system_currency(), _("EUR")),
            self._suggested("timezone", _("Time zone"), system_zone(), _("Europe/Madrid")),
            Field("weekday", _("The weekly meeting is on"), "choice", value=0, options=self._days()),
            self._suggested("time", _("It begins at"), "09:30", "09:30"),
        ]

    @staticmethod
    def _suggested(name: str, label: str, value: str, hint: str) -> Field:
        return Field(name, label, required=True, value=value, hint=hint, suggested=True)

    @staticmethod
    def _days() -> list[tuple[object, str]]:
        return [(number, _(words)) for number, words in enumerate(WEEKDAYS)]

    def _begin(self, values: dict[str, object]) -> bool:
        name, person, currency, timezone = (str(values[key]) for key in ("name", "person", "currency", "timezone"))
        weekday, at = values["weekday"], time_of(str(values["time"]))
        assert isinstance(weekday, int), "the days are numbered"
        begin(self.path, name, person, currency, timezone, weekday, at, account())
        return True
