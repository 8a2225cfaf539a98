"""What every test of the installed program starts from: somebody whose folders are all new."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sshd as server
from installed import HUDDLE, MONDAY


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody whose folders are all new."""
    unset = dict.fromkeys(("HUDDLE_DB", "LC_ALL", "LC_MESSAGES", "LANGUAGE"), "")
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    named = {"HUDDLE_NOW": MONDAY, "HUDDLE_CONFIG": str(tmp_path / "config.toml"), "TZ": "Europe/Madrid"}
    return unset | folders | named | {"LANG": "C.UTF-8"}


@pytest.fixture
def plain(home: dict[str, str]) -> Callable[..., str]:
    """Runs a plain command and answers what it printed."""

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*HUDDLE, *arguments], env=os.environ | home, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Sshd]:
    """A running sshd, one for each process of the tests; whoever logs in finds new folders and Monday's clock."""
    why = server.missing()
    if why and os.environ.get(server.REQUIRED) == "required":
        pytest.fail(f"no sshd: {why}")
    if why:
        pytest.skip(f"SSH IS NOT TESTED: {why}")
    home = tmp_path_factory.mktemp("ssh")
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    with server.Sshd(folders | {"HOME": str(home), "HUDDLE_NOW": MONDAY, "TZ": "Europe/Madrid"}) as running:
        yield running
