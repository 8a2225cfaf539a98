"""The config file: what a user writes is used, and what can't be used is said with its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tui import config, format
from tui.keys import KEYS, clash, trouble

GOOD = """
# mine
database = "~/sales.db"
theme = "light"
language = "zh"
mouse = false

[keys]
done = "d"
decision = "Z"
"list.down" = "n,down"
new = "f2"
"""


def warned(source: str) -> list[str]:
    return [format.reason(why) for why in config.read(source, Path("/x/config.toml")).warnings]


def test_every_setting_is_read():
    found = config.read(GOOD)
    assert found.warnings == ()
    assert (found.database, found.theme, found.language, found.mouse) == ("~/sales.db", "light", "zh", False)
    assert found.keys == {"done": "d", "decision": "Z", "list.down": "n,down", "new": "f2"}


def test_an_unknown_setting_is_named_with_its_line_and_the_rest_is_used():
    found = config.read('theme = "light"\n\ncolour = "red"\n')
    assert found.theme == "light"
    assert "line 3" in format.reason(found.warnings[0])
    assert "colour" in format.reason(found.warnings[0])


def test_a_value_of_the_wrong_kind_keeps_the_default():
    found = config.read('theme = 3\nmouse = "yes"\n')
    assert (found.theme, found.mouse) == ("dark", None)
    assert ["line 1" in warned("theme = 3")[0], "true or false" in warned('\nmouse = "yes"')[0]] == [True, True]


@pytest.mark.parametrize(
    ("value", "read"), [("0", 0), ("1.5", 1.5), ("-1", None), ("true", None), ('"5"', None), ("nan", None)]
)
def test_the_minutes_without_a_key_are_a_number_from_0(value: str, read: float | None) -> None:
    found = config.read(f"idle_minutes = {value}\n")
    assert found.idle_minutes == read
    assert [format.reason(why) for why in found.warnings] == (
        [] if read is not None else ["config.toml, line 1: idle_minutes must be a number from 0; the default is used."]
    )


def test_text_that_is_no_toml_says_the_line_and_uses_the_defaults():
    found = config.read('theme = "light"\nlanguage = \n')
    assert found.theme == "dark"
    assert "line 2" in format.reason(found.warnings[0])


@pytest.mark.parametrize("key", ["alt+x", "ctrl+h", "ctrl+i", "ctrl+a", "ctrl+b", "shift+1", "nonsense", ""])
def test_a_key_that_no_terminal_delivers_is_refused_with_its_line(key):
    found = config.read(f'[keys]\nsnooze = "z1"\ndone = "{key}"\n')
    assert "done" not in found.keys
    assert "line 3" in format.reason(found.warnings[-1])


def test_an_unknown_action_is_named_with_its_line():
    assert "line 2" in warned('[keys]\nfly = "d"')[0]


def test_two_actions_of_one_screen_on_one_key_leave_the_later_line_out():
    found = config.read('[keys]\ndone = "Z"\nsnooze = "Z"\n')
    assert found.keys == {"done": "Z"}
    assert "line 3" in format.reason(found.warnings[0])


def test_a_key_that_another_action_has_by_default_is_refused():
    assert config.read('[keys]\nnew = "q"\n').keys == {}


def test_two_actions_may_change_keys_with_each_other():
    assert config.read('[keys]\nnew = "e"\nedit = "n"\n').keys == {"new": "e", "edit": "n"}


def test_an_id_with_a_dot_may_stand_without_quotes():
    found = config.read('[keys]\nlist.down = "f3"\nlist.up = "alt+x"\n')
    assert found.keys == {"list.down": "f3"}
    assert "line 3" in format.reason(found.warnings[0])


def test_the_file_is_named_by_the_environment_and_may_be_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("HUDDLE_CONFIG", str(tmp_path / "mine.toml"))
    assert config.load() == config.Config(tmp_path / "mine.toml")
    (tmp_path / "mine.toml").write_text('theme = "nord"', encoding="utf-8")
    assert config.load().theme == "nord"


def test_a_file_that_cannot_be_read_is_a_warning(tmp_path):
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe\x00")
    assert "c.toml" in format.reason(config.load(tmp_path / "c.toml").warnings[0])
    assert "can't be read" in format.reason(config.load(tmp_path).warnings[0])


def test_no_key_of_the_table_is_one_that_terminals_eat():
    bad = [(key.id, k) for key in KEYS.values() for k in key.keys.split(",") if trouble(k, key.id)]
    assert bad == []
    shifted_digits = set("!@#$%^&*()")
    assert [key.id for key in KEYS.values() if shifted_digits & set(key.keys.split(","))] == []


def test_no_letter_means_two_things_on_one_screen():
    assert [id for id in KEYS if clash({}, id)] == []


def test_what_a_chinese_input_method_sends_is_an_alias():
    for id, aliases in {"help": "？", "filter": "／、", "quick_entry": "＋", "more_time": "＝"}.items():
        assert set(aliases) <= set(KEYS[id].keys.split(","))
    assert ("《" in KEYS["previous"].keys, "》" in KEYS["next"].keys) == (True, True)


def test_plain_commands_read_the_config_without_textual():
    code = "import sys, tui.config as c; c.read('[keys]\\ndone=\"d\"'); print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
