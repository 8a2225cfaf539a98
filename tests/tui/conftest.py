"""The demo teams and the hostile one as opened files, loaded once a run and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from idle import wait_for_idle

from store import team
from store.database import close_store, open_store
from store.team import Member
from tui import i18n


@pytest.fixture(scope="session")
def demo_original(original: Callable[[str], Path]) -> Path:
    """The demo, loaded once."""
    return original("demo")


@pytest.fixture(scope="session")
def hostile_original(original: Callable[[str], Path]) -> Path:
    """The hostile team, loaded once."""
    return original("hostile")


@pytest.fixture(scope="session")
def chinese_original(original: Callable[[str], Path]) -> Path:
    """The Chinese demo, loaded once."""
    return original("demo_zh")


def _opened(original: Path, path: Path) -> Member:
    shutil.copy(original, path)
    open_store(path)
    return next(member for member in team.members() if member.role == "lead")


@pytest.fixture
def demo(demo_original: Path, tmp_path: Path, monday: datetime) -> Iterator[Member]:
    """The lead of the demo's team, whose file is open."""
    yield _opened(demo_original, tmp_path / "team.db")
    close_store()


@pytest.fixture
def hostile(hostile_original: Path, tmp_path: Path, monday: datetime) -> Iterator[Member]:
    """The lead of the team with hostile names and texts."""
    yield _opened(hostile_original, tmp_path / "team.db")
    close_store()


@pytest.fixture
def chinese(chinese_original: Path, tmp_path: Path, monday: datetime) -> Iterator[Member]:
    """The lead of the Chinese demo's team, whose file is open."""
    yield _opened(chinese_original, tmp_path / "team.db")
    close_store()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Screens speak English, whatever the machine's language is."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def in_chinese() -> None:
    """Screens speak Chinese, with what was translated since the installation."""
    import catalogue

    catalogue.compiled()
    i18n.use("zh_CN")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot goes on as soon as the program has nothing left to do."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait_for_idle)
