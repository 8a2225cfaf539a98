"""What every test may ask for: a real database file in a folder of its own, a small team, and a clock that stands."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from store import team
from store.access import Role
from store.calendar import clock
from store.database import close_store, database, open_store
from store.team import Member

# No test pulls the plug, so none waits for the disk; test_database looks that a team's own file does.
database._pragmas = [*((name, value) for name, value in database._pragmas if name != "synchronous"), ("synchronous", 0)]
gc.set_threshold(100_000, 20, 50)  # thousands of small programs, of which little is garbage for long

settings.register_profile("huddle", deadline=None)  # a busy machine is no failing rule
settings.load_profile("huddle")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday 23 November 2026, 10:00 in Madrid


@pytest.fixture
def monday() -> Iterator[datetime]:
    """The clock stands at Monday 23 November 2026, 10:00 in Madrid."""
    with clock(MONDAY):
        yield MONDAY


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever language the developer's terminal names, the tests' names none."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="session")
def empty_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with today's schema, made once."""
    path = tmp_path_factory.mktemp("empty") / "team.db"
    open_store(path, create=True)
    close_store()
    return path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Answers a team's file, to be copied, by the folder of its fixtures: loaded once for all the processes of a run,
    on the Monday."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def loaded(folder: str) -> Path:
        from fixtures.loader import load

        path = shared / f"{folder}.db"
        with (shared / f"{folder}.lock").open("w") as held, clock(MONDAY):
            fcntl.flock(held, fcntl.LOCK_EX)
            if not path.exists():
                open_store(path.with_suffix(".making"), create=True)
                load(folder)
                close_store()
                path.with_suffix(".making").rename(path)
        return path

    return loaded


@pytest.fixture
def store_file(empty_original: Path, tmp_path: Path, monday: datetime) -> Iterator[Path]:
    """An empty, open database file."""
    path = tmp_path / "team.db"
    shutil.copy(empty_original, path)
    open_store(path)
    yield path
    close_store()


@pytest.fixture
def ana(store_file: Path) -> Member:
    """The lead of a team in Madrid that counts in euros."""
    return team.found_team("Northern Sales", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")


@pytest.fixture
def li(ana: Member) -> Member:
    """A rep."""
    return team.add_member(ana, "Li", "li")


@pytest.fixture
def wang(ana: Member) -> Member:
    """Another rep."""
    return team.add_member(ana, "王芳", "wang")


@pytest.fixture
def viewer(ana: Member) -> Member:
    """Somebody who may only look."""
    return team.add_member(ana, "Vera", "vera", Role.VIEWER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a quiet run would hide: a part of the program that this machine couldn't test at all."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ())}
    for reason in sorted(reason for reason in reasons if "NOT TESTED" in reason):
        terminalreporter.write_sep("!", reason.removeprefix("Skipped: "), yellow=True, bold=True)
