"""Which language is spoken, and how another one is spoken without leaving."""

from __future__ import annotations

from pathlib import Path

import catalogue
import pytest
from click.testing import CliRunner
from pilots import press, rows_of, said, typed

from store import team
from store.database import close_store
from store.team import Member
from tui import i18n
from tui.app import HuddleApp
from tui.cli import main
from tui.config import Config

catalogue.compiled()  # what was translated since the installation
ENGLISH, CHINESE = "is in order.", "状态正常"
ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config file of one's own, and a terminal that names no language."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUDDLE_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path / "config.toml"


def roles(file: Path, *options: str) -> str:
    """What the role of the lead is called."""
    said = CliRunner().invoke(main, [*options, "--db", str(file), "--as", "ana", "member", "list"])
    assert said.exit_code == 0, said.output
    return said.output.splitlines()[0].split()[-1]


class TestTheLanguageIsThat:
    def test_of_the_terminal_of_the_team_of_the_config_file_and_of_the_option(
        self, ana: Member, store_file: Path, config: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each goes before those named before it."""
        assert roles(store_file) == "lead"
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        assert roles(store_file) == "主管"
        team.edit_team(ana, team.team(), language="en")
        assert roles(store_file) == "lead"
        config.write_text('language = "zh"\n')
        assert roles(store_file) == "主管"
        assert roles(store_file, "--lang", "en") == "lead"

    @pytest.mark.parametrize(
        ("environment", "language"),
        [
            ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "zh_CN"),
            ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
            ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh_CN"),
            ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh_CN"}, "en"),
            ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN"}, "en"),
            ({"LANG": "es_ES.UTF-8", "LANGUAGE": "es:zh_CN"}, "zh_CN"),
            ({}, "en"),
        ],
    )
    def test_that_the_terminal_prefers(
        self, config: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
    ) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        i18n.use(i18n.from_environment())
        assert i18n.current() == language

    @pytest.mark.parametrize(
        "name", ["zh", "zh_CN", "zh-CN", "zh-Hans", "zh_Hans_CN", "ZH_cn.UTF-8", "zh_CN@x", "zh_TW"]
    )
    def test_by_whatever_name_a_system_gives_it(self, name: str) -> None:
        i18n.use(name)
        assert i18n.current() == "zh_CN"

    @pytest.mark.parametrize("words", [["--lang", "zh", "--help"], ["--help", "--lang=zh"], ["--lang", "zh", "--nix"]])
    def test_in_which_help_and_errors_are_said_even_before_everything_was_read(
        self, config: Path, words: list[str]
    ) -> None:
        assert "用法" in CliRunner().invoke(main, words).output

    def test_only_for_as_long_as_the_command_runs(self, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another program that is called later in the same process isn't told a language."""
        import os

        monkeypatch.setenv("LANGUAGE", "es")
        CliRunner().invoke(main, ["--lang", "zh", "due", "--nix"])
        assert os.environ["LANGUAGE"] == "es"


def test_a_team_that_is_begun_in_chinese_speaks_it(config: Path, tmp_path: Path) -> None:
    first = ["--team", "北方销售", "--name", "安娜", "--currency", "CNY", "--timezone", "Asia/Shanghai"]
    file = str(tmp_path / "new.db")
    begun = CliRunner().invoke(main, ["--lang", "zh", "--db", file, "init", *first, "--login", "ana"])
    assert "北方销售" in begun.output, begun.output
    assert roles(Path(file)) == "主管"
    close_store()


async def test_the_palette_switches_every_screen_and_keeps_the_cursor(demo: Member) -> None:
    app = HuddleApp(demo)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "4")
        await press(pilot, "5", "j", "j")
        there = app.huddle_screen().record()  # type: ignore[union-attr]
        await press(pilot, "ctrl+p", *typed("中文"), "enter")
        await pilot.pause()
        assert said(app).startswith("退出前使用这种语言")
        assert app.huddle_screen().record() == there  # type: ignore[union-attr]
        assert "下一步" in rows_of(app).strips()[0].text
        await press(pilot, "4")
        assert "逾期" in "".join(strip.text for strip in rows_of(app).strips())
        await press(pilot, "ctrl+p", *typed("english"), "enter")
        await pilot.pause()
        assert "Overdue" in "".join(strip.text for strip in rows_of(app).strips())


async def test_the_team_is_spoken_to_in_the_language_that_its_lead_chose(demo: Member) -> None:
    for own, spoken in (("", "zh_CN"), ("en", "en")):
        i18n.use("en")
        team.edit_team(demo, team.team(), language="en")
        app = HuddleApp(demo, config=Config(language=own))
        async with app.run_test(size=(100, 40)) as pilot:
            await press(pilot, "9", *typed("/language"), "enter", "G", "e")
            await press(pilot, "right", "ctrl+s")
            await pilot.pause()
            assert team.language() == "zh_CN"
            assert i18n.current() == spoken, "one's own choice goes before the team's"
