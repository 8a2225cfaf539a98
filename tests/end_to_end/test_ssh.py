"""The team on one host: everybody logs in over a real SSH connection and is themself, and nothing else."""

from __future__ import annotations

from installed import HUDDLE
from sshd import Sshd


def test_without_a_terminal_one_sentence_is_said_and_no_process_stays(sshd: Sshd) -> None:
    sshd.let_in("nobody", [*HUDDLE, "demo"])
    status, said, problem = sshd.run("nobody")
    assert (status, said) == (2, "")
    assert problem == "Huddle's screens need a terminal. `huddle --help` lists the plain commands.\n"
    assert sshd.programs("huddle") == []
