"""The demo team and the hostile one as opened files, loaded once a run and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixtures.loader import load
from store import team
from store.calendar import clock
from store.database import close_store, open_store
from store.team import Member
from tui import i18n

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # as in tests/conftest.py


def _loaded(folder: str, path: Path) -> Path:
    with clock(MONDAY):
        open_store(path, create=True)
        load(folder)
        close_store()
    return path


@pytest.fixture(scope="session")
def demo_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, loaded once."""
    return _loaded("demo", tmp_path_factory.mktemp("demo") / "team.db")


@pytest.fixture(scope="session")
def hostile_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile team, loaded once."""
    return _loaded("hostile", tmp_path_factory.mktemp("hostile") / "team.db")


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


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Screens speak English, whatever the machine's language is."""
    i18n.use("en")
    yield
    i18n.use("en")
