"""Huddle's own three themes. Colours are named here and nowhere else; the styles use the theme's variables."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="huddle-dark",
    primary="#8fb4ff",
    secondary="#7f9bd1",
    accent="#8fb4ff",
    foreground="#d5dae5",
    background="#11151c",
    surface="#171b23",
    panel="#2b3040",
    success="#a8d99a",
    warning="#ecc98c",
    error="#f59a9a",
    dark=True,
    variables={
        "block-cursor-foreground": "#0d1117",
        "block-cursor-background": "#8fb4ff",
        "block-cursor-text-style": "bold",
        "border": "#8fb4ff",
        "border-blurred": "#3a4154",
        "input-cursor-background": "#d5dae5",
        "input-selection-background": "#3d5487",
    },
)
LIGHT = Theme(
    name="huddle-light",
    primary="#1f4fb0",
    secondary="#41639f",
    accent="#1f4fb0",
    foreground="#1d2430",
    background="#eceff4",
    surface="#fafbfd",
    panel="#d8deea",
    success="#1e6b2e",
    warning="#8a5400",
    error="#b3201f",
    dark=False,
    variables={
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#1f4fb0",
        "block-cursor-text-style": "bold",
        "border": "#1f4fb0",
        "border-blurred": "#b3bccd",
        "input-cursor-background": "#1d2430",
        "input-selection-background": "#b8ccf5",
    },
)
SIXTEEN = Theme(  # each colour is one of the sixteen, as the others become white or black there
    name="huddle-sixteen",
    primary="#55ffff",
    secondary="#55ffff",
    accent="#55ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#55ff55",
    warning="#ffff55",
    error="#ff5555",
    dark=True,
    variables={
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#55ffff",
        "block-cursor-text-style": "bold",
        "border": "#55ffff",
        "border-blurred": "#555555",
        "input-cursor-background": "#ffffff",
        "input-selection-background": "#0000aa",
    },
)
NAMES = {"dark": DARK.name, "light": LIGHT.name, "sixteen": SIXTEEN.name}


def take_first(app: App[Any], wanted: str) -> bool:
    """Give an application that is being made the theme of this name; the dark one, and False, for an unknown name."""
    for own in (DARK, LIGHT, SIXTEEN):
        app.register_theme(own)
    name = NAMES.get(wanted, wanted)
    known = name in app.available_themes
    if not known:
        name = DARK.name
    if name not in NAMES.values():
        app.theme = name
        return known
    # As the first theme, not as a change of it, for which Textual would read all styles a second time.
    app.set_reactive(App.theme, name)
    app.set_class(app.current_theme.dark, "-dark-mode", update=False)
    app.set_class(not app.current_theme.dark, "-light-mode", update=False)
    app.stylesheet.set_variables(app.get_css_variables())
    return known


def suit_terminal(app: App[Any]) -> None:
    """On a terminal of sixteen colours take those; the soft ones of the dark theme would all be white there."""
    if app.console.color_system == "standard" and app.theme == DARK.name:
        app.theme = SIXTEEN.name
