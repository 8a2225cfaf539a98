"""The yardstick: the smallest Textual program that shows something and answers a key."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Hello, world; each key updates the one Static."""

    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("Hello, world!")

    def on_key(self, event: events.Key) -> None:
        self.pressed += 1
        self.query_one(Static).update(f"{self.pressed} × {event.key}")


if __name__ == "__main__":
    Bare().run()
