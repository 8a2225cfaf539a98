"""The demo team and the hostile one as opened files, loaded once a run and copied for each test."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from idle import wait_for_idle

from fixtures.loader import load
from store import team
from store.calendar import clock
from store.database import close_store, open_store
from store.team import Member
from tui import i18n

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # as in tests/conftest.py


def _loaded(folder: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's file, loaded once for all the processes of a run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    path = shared / f"{folder}.db"
    with (shared / f"{folder}.lock").open("w") as held, clock(MONDAY):
        fcntl.flock(held, fcntl.LOCK_EX)
        if not path.exists():
            open_store(path.with_suffix(".making"), create=True)
            load(folder)
            close_store()
            path.with_suffix(".making").rename(path)
    return path


@pytest.fixture(scope="session")
def demo_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, loaded once."""
    return _loaded("demo", tmp_path_factory)


@pytest.fixture(scope="session")
def hostile_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile team, loaded once."""
    return _loaded("hostile", tmp_path_factory)


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


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot goes on as soon as the program has nothing left to do."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait_for_idle)
