"""The user's config file: a TOML file with the database, theme, language, mouse, keys and when to close by itself.

    database = "~/sales.db"
    theme = "light"          # dark, light, or any theme of Textual
    language = "zh"
    mouse = false
    idle_minutes = 60        # without a key, then Huddle closes; 0 is never
    [keys]
    done = "d"
    "list.down" = "n,down"

Whatever can't be used becomes a warning that names its line, and the default is used. No Textual import here:
the plain commands read the file, too; whether a theme exists is asked by the application.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.errors import N_, Reason
from tui.keys import KEYS, clash, trouble

VARIABLE = "HUDDLE_CONFIG"
PLAIN: dict[str, tuple[type, ...]] = {
    "database": (str,),
    "theme": (str,),
    "language": (str,),
    "mouse": (bool,),
    "idle_minutes": (int, float),
}
KINDS = {str: N_("a text in quotes"), bool: N_("true or false"), int: N_("a number from 0")}


@dataclass(frozen=True)
class Config:
    """What the file says, the defaults where it says nothing.

    None leaves it to where the session comes from: over SSH the mouse is off, and a session without a key ends.
    """

    path: Path | None = None
    database: str = ""
    theme: str = "dark"
    language: str = ""
    mouse: bool | None = None
    idle_minutes: float | None = None
    keys: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Reason, ...] = ()
    theme_line: int = 0

    def unknown_theme(self) -> Reason:
        """The warning for a theme that nobody knows."""
        msgid = N_("{file}, line {line}: there is no theme {theme}; the dark one is used.")
        return Reason(msgid, {"file": _name(self.path), "line": self.theme_line, "theme": self.theme})


def config_path() -> Path:
    """Where the file is: HUDDLE_CONFIG, else ``config.toml`` in the user's config folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(os.path.expanduser(named))  # pathlib fails where nobody has that name
    from platformdirs import user_config_path

    return user_config_path("huddle") / "config.toml"


def load(path: Path | None = None) -> Config:
    """Read the file; a missing one is empty, one that can't be read or is no TOML is a warning."""
    path = path or config_path()
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config(path)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else N_("it is not UTF-8 text")
        msgid = N_("{file} can't be read ({error}); the defaults are used.")
        return Config(path, warnings=(Reason(msgid, {"file": _name(path), "error": why}),))
    return read(source, path)


def read(source: str, path: Path | None = None) -> Config:
    """Read the text of a config file; ``path`` is only named in the warnings."""
    import tomllib

    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        values = {"file": _name(path), "line": int(line[1]) if line else source.count("\n") + 1}
        msgid = N_("{file}, line {line}: this is no TOML; the defaults are used.")
        return Config(path, warnings=(Reason(msgid, values),))
    return _Reading(source, path).config(found)


class _Reading:
    """One pass over a file's values, collecting warnings."""

    def __init__(self, source: str, path: Path | None) -> None:
        self.lines = source.splitlines()
        self.path = path
        self.warnings: list[Reason] = []

    def config(self, found: Mapping[str, Any]) -> Config:
        """The values that can be used, and a warning for each that can't."""
        values: dict[str, Any] = {}
        keys: dict[str, str] = {}
        for name, value in found.items():
            if name == "keys" and isinstance(value, dict):
                keys = self._keys(value)
            elif name not in PLAIN:
                self._warn(name, N_("{file}, line {line}: there is no setting {name}; it is ignored."))
            elif type(value) not in PLAIN[name] or (type(value) in (int, float) and not value >= 0):
                kind = KINDS[PLAIN[name][0]]
                msgid = N_("{file}, line {line}: {name} must be {kind}; the default is used.")
                self._warn(name, msgid, kind=Reason(kind))
            else:
                values[name] = value
        return Config(self.path, **values, keys=keys, warnings=tuple(self.warnings), theme_line=self._line("theme"))

    def _keys(self, table: Mapping[str, Any]) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for id, value in _flat(table):
            if id not in KEYS:
                msgid = N_("{file}, line {line}: no action is called {name}; it is ignored.")
                self._warn(id, msgid, table="keys")
            elif not isinstance(value, str) or not value.strip():
                msgid = N_('{file}, line {line}: the key of {name} must be a text such as "d"; the default stays.')
                self._warn(id, msgid, table="keys")
            elif why := self._impossible(id, wanted := ",".join(part.strip() for part in value.split(","))):
                msgid = N_("{file}, line {line}: {name} can't have this key: {why}; the default stays.")
                self._warn(id, msgid, table="keys", why=why)
            else:
                chosen[id] = wanted
        return self._without_clashes(chosen)

    @staticmethod
    def _impossible(id: str, keys: str) -> Reason | None:
        return next((why for key in keys.split(",") if (why := trouble(key, id))), None)

    def _without_clashes(self, chosen: dict[str, str]) -> dict[str, str]:
        """Two actions that would meet on one key: the later line gives way, until none is left."""
        for id in reversed(list(chosen)):
            other = clash(chosen, id)
            if other is not None:
                msgid = N_("{file}, line {line}: {name} can't have this key: {other} has it; the default stays.")
                self._warn(id, msgid, table="keys", other=other)
                del chosen[id]
                return self._without_clashes(chosen)
        return chosen

    def _warn(self, name: str, msgid: str, table: str = "", **values: object) -> None:
        place = {"file": _name(self.path), "line": self._line(name, table), "name": name}
        self.warnings.append(Reason(msgid, {**place, **values}))

    def _line(self, name: str, table: str = "") -> int:
        """The line where a name is set (tomllib doesn't tell); 0 when it can't be found."""
        last = re.escape(name.rpartition(".")[2])
        whole = re.escape(name)
        wanted = re.compile(rf"""\s*(?:["']?{whole}["']?|[\w."'-]*\.["']?{last}["']?)\s*=""")
        heading = re.compile(rf"""\s*\[+\s*["']?{whole}["']?\s*[\].]""")
        inside = ""
        for number, line in enumerate(self.lines, 1):
            if heading.match(line) and not table:
                return number
            if opened := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
                inside = opened[1].split(".")[0].strip("\"' ")
            if (inside == table or not inside) and wanted.match(line):
                return number
            if inside.startswith(table) and table and re.match(rf"""\s*["']?{last}["']?\s*=""", line):
                return number
        return 0


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The ids and values of a table: ``list.down = "n"`` without quotes makes a table within."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _name(path: Path | None) -> str:
    return path.name if path is not None else "config.toml"
