"""The bench of a team on one host: forty people over SSH, each in a program of their own, on one file.

    .venv/bin/python tests/bench/ssh.py [--rounds 7] [--sessions 40] [--seconds 20]
        [--only paint,keys,memory,idle,live,changes,together]

A real sshd on loopback, a key and a forced command for each member, real pseudo-terminals. Prints a table with the
budgets, and asserts nothing; ratios are to the hello-world over the same SSH in the same run. All that it starts ends
with it. With its defaults it takes some six minutes on two cores, and three gigabytes.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from sshd import Sshd, missing  # noqa: E402  # after the paths to the project and to what its tests share

from store import followups, team  # noqa: E402
from store.database import close_store, database, open_store, rows  # noqa: E402
from store.followups import FollowUp  # noqa: E402
from tests.bench.data import build  # noqa: E402
from tests.bench.run import Figure, _ratio, _verdict  # noqa: E402
from tests.bench.screen import Program  # noqa: E402
from tests.support.terminal import Terminal  # noqa: E402

BUDGET = 1.3  # × the hello-world, of first paint and of memory
SIZE = (80, 24)
FOLLOW_UPS = 1_000
AT_ONCE = 4  # sessions that start together: more would only wait for each other
IDLE = 60.0  # seconds
SCREENS = "234567891"
KEYS = 8  # of each screen
PRESSED_BY = 4  # real programs whose keys write, beside the processes that call the verbs
BARE, DEMO = "bare", "demo"
SNOOZED = "SELECT count(*) FROM change WHERE verb = 'snoozed'"


class Session(Program):
    """A client that has logged in, seen through its terminal."""

    def __init__(self, who: str, command: Sequence[str]) -> None:
        Terminal.__init__(self, command, size=SIZE, live=False)
        self.who = who

    @property
    def shows(self) -> bool:
        """Whether it has shown something."""
        return any(len(data) > 200 for _at, data in self.chunks)

    def since(self, chunk: int) -> bytes:
        """What came from that chunk on."""
        return b"".join(data for _at, data in self.chunks[chunk:])


class Host:
    """The host: its sshd, the team's file, and who comes in with which command."""

    def __init__(self, folder: Path, sessions: int, rounds: int, seconds: float) -> None:
        self.rounds = rounds
        self.seconds = seconds
        self.file = folder / "team.db"
        self.logins = ["ana", *(f"rep{n}" for n in range(1, sessions))]
        self.env = {
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "HUDDLE_CONFIG": str(folder / "config.toml"),
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
        }
        self.sshd = Sshd(self.env)

    def prepare(self) -> None:
        """Compile, make the demo and the team, let everybody in, and start everything once."""
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.update(self.env)
        for package in ("store", "tui", "fixtures", "tests"):
            compileall.compile_dir(ROOT / package, quiet=2)
        subprocess.run([sys.executable, "-m", "tui", "--demo", "due"], check=True, stdout=subprocess.DEVNULL)
        build(self.file, FOLLOW_UPS)
        open_store(self.file)
        lead = team.acting("ana")
        for login in self.logins[1:]:
            team.add_member(lead, login.capitalize(), login)
        people = [member.id for member in team.members()]
        with database.atomic():  # everybody has follow-ups of their own, due today
            database.execute_sql(
                "UPDATE follow_up SET due_on = ?,"
                " owner_id = (SELECT value FROM json_each(?) WHERE key = follow_up.id % ?)",
                (team.today().isoformat(), json.dumps(people), len(people)),
            )
        close_store()
        self.sshd.let_in(BARE, [sys.executable, str(HERE / "bare.py")])
        self.sshd.let_in(DEMO, [sys.executable, "-m", "tui", "--demo", "--as", "ana"])
        for login in self.logins:
            self.sshd.let_in(login, [sys.executable, "-m", "tui", "--db", str(self.file), "--as", login])
        for who in (BARE, DEMO):
            with self.come_in(who) as session:
                session.settle()

    def come_in(self, who: str) -> Session:
        """The client of somebody; use it in a ``with``."""
        return Session(who, self.sshd.ssh(who, options=("-tt",)))

    @contextmanager
    def all_of(self, people: Sequence[str]) -> Iterator[list[Session]]:
        """These people's clients, when all of them show something."""
        with ExitStack() as stack:
            found: list[Session] = []
            for first in range(0, len(people), AT_ONCE):
                started = [stack.enter_context(self.come_in(who)) for who in people[first : first + AT_ONCE]]
                found += started
                listen(found, 60.0, lambda started=started: all(session.shows for session in started))
            listen(found, 3.0)
            yield found

    def programs(self) -> list[int]:
        """The programs of all sessions, without sshd's own processes."""
        return self.sshd.programs(f"{sys.executable} ")


def listen(sessions: Sequence[Session], seconds: float, until: Callable[[], bool] = lambda: False) -> int:
    """Read all terminals, so that no program waits for its own; how many bytes came."""
    by_fd = {session.fd: session for session in sessions}
    end, came = time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0 and not until():
        for fd in select.select(list(by_fd), [], [], min(left, 0.05))[0]:
            came += by_fd[fd].read(0)
    return came


def pss(pids: Iterable[int]) -> float:
    """What these processes hold, in MB, each shared page divided among those that share it."""
    found = 0.0
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        found += next(float(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


def cpu(pids: Iterable[int]) -> float:
    """Seconds of a core that these processes have used so far."""
    threads = [file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(file.read_text(encoding="ascii").split()[0]) for file in threads) / 1e9


def paint(host: Host) -> Iterable[Figure]:
    """From the beginning of the login to the first picture of Today; and what Today's login sends."""
    found: dict[str, list[float]] = {BARE: [], DEMO: []}
    sent: dict[str, list[int]] = {BARE: [], DEMO: []}
    for _round in range(host.rounds):
        for who, times in found.items():
            with host.come_in(who) as session:
                times.append(session.first_paint())
                sent[who].append(session.written)
    yield _ratio("first paint over SSH ÷ hello-world over SSH", found[DEMO], found[BARE], BUDGET)
    yield Figure("bytes until Today stands", f"{median(sent[DEMO]):,.0f}", "", f"hello-world {median(sent[BARE]):,.0f}")


def keys(host: Host) -> Iterable[Figure]:
    """What a cursor key sends on each screen, and what opening the screen does."""
    moves: list[float] = []
    opened: list[float] = []
    told = []
    with host.come_in(DEMO) as session:
        session.settle()
        for screen in SCREENS:
            before = session.written
            os.write(session.fd, screen.encode())
            session.read(1.0)
            opened.append(session.written - before)
            found = [session.key("j", quiet=0.4).bytes for _key in range(KEYS)]
            moves.append(median(found))
            told.append(f"{screen}: {median(found):.0f}")
    worst = max(moves)
    yield Figure("bytes of a cursor key, the dearest list", f"{worst:.0f}", "600", _verdict(worst, 600))
    yield Figure("bytes of a cursor key, by screen", f"{median(moves):.0f}", "600", ", ".join(told))
    yield Figure("bytes of opening a screen", f"{median(opened):,.0f}", "", f"{min(opened):,} to {max(opened):,}")


def memory(host: Host) -> Iterable[Figure]:
    """What all sessions hold together, beside as many hello-worlds."""
    with host.all_of([BARE] * len(host.logins)):
        plain = pss(host.programs())
    with host.all_of(host.logins):
        pids = host.programs()
        ours = pss(pids)
    ratio, many = ours / plain, len(pids)
    detail = f"{_verdict(ratio, BUDGET):4} {ours:.0f} / {plain:.0f} MB, {ours / many:.1f} / {plain / many:.1f} each"
    yield Figure(f"memory (PSS) of {many} sessions ÷ hello-worlds", f"{ratio:.2f}", f"{BUDGET:.2f}", detail)


def idle(host: Host) -> Iterable[Figure]:
    """A minute in which nobody does anything."""
    with host.all_of(host.logins) as sessions:
        pids = host.programs()
        before = [session.written for session in sessions]
        used, since = cpu(pids), time.perf_counter()
        listen(sessions, IDLE)
        share = (cpu(pids) - used) / (time.perf_counter() - since)
        came = [session.written - was for session, was in zip(sessions, before, strict=True)]
    yield Figure("bytes of an idle minute, the most of all", str(max(came)), "200", _verdict(max(came), 200))
    yield Figure(f"idle, {len(pids)} sessions, share of a core", f"{share:.2%}", "5.00%", _verdict(share, 0.05))


def live(host: Host) -> Iterable[Figure]:
    """One change by another process, until the last screen shows it."""
    with host.all_of(host.logins) as sessions:
        for session in sessions:
            os.write(session.fd, b"9")  # the team, which everybody sees
        listen(sessions, 4.0)
        open_store(host.file)
        lead, times = team.acting("ana"), []
        for number in range(max(host.rounds // 2, 3)):
            member = team.by_login(host.logins[1])
            assert member is not None
            name = f"Aa{number}"  # which stands at the top of the list
            seen = [len(session.chunks) for session in sessions]
            changed = time.perf_counter()
            team.edit_member(lead, member, name=name)

            def shown(name: bytes = name.encode(), seen: Sequence[int] = seen) -> bool:
                return all(name in session.since(chunk) for session, chunk in zip(sessions, seen, strict=True))

            listen(sessions, 10.0, shown)
            times.append(time.perf_counter() - changed if shown() else float("inf"))
            listen(sessions, 1.5)
        close_store()
    found = max(times)
    detail = f"{_verdict(found, 2.0):4} median {median(times):.2f} s of {len(times)}"
    yield Figure(f"one change on all {len(sessions)} screens, seconds", f"{found:.2f}", "2.00", detail)


def changes(host: Host) -> Iterable[Figure]:
    """Everybody changes something every second, in a process of their own; some by the keys of the program."""
    yield from _changed(host, host.logins[1 : 1 + PRESSED_BY])


def together(host: Host) -> Iterable[Figure]:
    """The same while all screens stand, each of which reads again every second what it shows."""
    yield from _changed(host, host.logins)


def _changed(host: Host, people: Sequence[str]) -> Iterable[Figure]:
    open_store(host.file)
    before = rows(SNOOZED)[0][0]
    close_store()
    with host.all_of(people) as sessions, writers(host) as started:
        pressing = [session for session in sessions if session.who in host.logins[1 : 1 + PRESSED_BY]]
        for session in pressing:
            os.write(session.fd, b"4")
        listen(sessions, 3.0)
        pressed = 0
        for writer in started:
            assert writer.stdin is not None
            writer.stdin.write(b"go\n")
            writer.stdin.close()
        end = time.monotonic() + host.seconds
        while time.monotonic() < end - 1:
            for key in (b"s", b"\r"):  # snooze it, until the next working day
                for session in pressing:
                    os.write(session.fd, key)
                listen(sessions, 0.5)
            pressed += len(pressing)
        listen(sessions, 30.0, lambda: all(writer.poll() is not None for writer in started))
        said = [json.loads(writer.stdout.read() or b"null") for writer in started if writer.stdout is not None]
        listen(sessions, 2.0)
    told = [one for one in said if one is not None]
    times = sorted(ms for one in told for ms in one["ms"])
    errors = sum(one["errors"] for one in told) + len(said) - len(told)
    open_store(host.file)
    lost = sum(_lost(one) for one in told)
    by_keys = rows(SNOOZED)[0][0] - before
    integrity = rows("PRAGMA integrity_check")[0][0]
    close_store()
    cuts = quantiles(times, n=100)
    yield Figure(f"{len(started)} writing, {len(sessions)} screens: errors", str(errors), "0", f"{len(times)} changes")
    yield Figure("confirmed changes that aren't there", str(lost), "0", f"integrity {integrity}")
    yield Figure("a change, p50, ms", f"{cuts[49]:.1f}", "", f"most {times[-1]:.0f} ms")
    yield Figure("a change, p99, ms", f"{cuts[98]:.1f}", "50", _verdict(cuts[98], 50))
    yield Figure("changes by keys in the programs", str(by_keys), str(pressed), f"{PRESSED_BY} people pressed s ⏎")


@contextmanager
def writers(host: Host) -> Iterator[list[subprocess.Popen[bytes]]]:
    """A process for everybody but those who press keys; each waits for a line, then works, then tells what it did."""
    people = [host.logins[0], *host.logins[1 + PRESSED_BY :]]
    command = [sys.executable, str(HERE / "ssh.py"), "--file", str(host.file), "--seconds", str(host.seconds)]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for login in people:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            started.append(subprocess.Popen([*command, "--write-as", login], **pipes))  # type: ignore[call-overload]
        yield started
    finally:
        for writer in started:
            writer.kill()
            writer.wait()


def write(file: Path, login: str, seconds: float) -> None:
    """Change one's own follow-ups every second as a person does: read, decide, write; then tell it as JSON."""
    open_store(file)
    me = team.acting(login)
    mine = [number for (number,) in rows("SELECT id FROM follow_up WHERE owner_id = ? ORDER BY id", (me.id,))]
    sys.stdin.readline()
    began, step, errors = time.monotonic() + me.id / 40, 0, 0  # people don't press in step
    ms: list[float] = []
    written: dict[int, str] = {}
    while (at := began + step) < began + seconds:
        time.sleep(max(at - time.monotonic(), 0))
        record = FollowUp.load(mine[step % len(mine)])
        note, since = f"{login} {step}", time.perf_counter()
        try:
            followups.edit(me, record, note=note)
        except Exception as error:  # noqa: BLE001  # counted, and told
            print(f"{login}: {error!r}", file=sys.stderr)
            errors += 1
        else:
            ms.append((time.perf_counter() - since) * 1000)
            written[record.id] = note
        step += 1
    close_store()
    print(json.dumps({"ms": ms, "errors": errors, "written": written}))


def _lost(told: dict[str, dict[str, str]]) -> int:
    """How many of the changes that were confirmed to a process aren't in the file."""
    there = {str(number): note for number, note in rows("SELECT id, note FROM follow_up")}
    return sum(there[number] != note for number, note in told["written"].items())


PARTS: dict[str, Callable[[Host], Iterable[Figure]]] = {
    part.__name__: part for part in (paint, keys, memory, idle, live, changes, together)
}


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long everybody changes something")
    parser.add_argument("--only", default=",".join(PARTS), help="a comma between: " + ", ".join(PARTS))
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write-as", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.write_as:
        write(chosen.file, chosen.write_as, chosen.seconds)
        return
    if why := missing():
        sys.exit(f"No sshd can run here: {why}")
    os.nice(5)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything that was started ends
    with tempfile.TemporaryDirectory() as folder:
        host = Host(Path(folder), chosen.sessions, chosen.rounds, chosen.seconds)
        with host.sshd:
            host.prepare()
            about = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
            print(f"{chosen.sessions} sessions of {SIZE[0]}x{SIZE[1]}, {about}")
            print(f"{'':48}{'figure':>8}{'budget':>8}  ")
            for name in chosen.only.split(","):
                for figure in PARTS[name](host):
                    print(f"{figure.what:48}{figure.found:>8}{figure.budget:>8}  {figure.detail}", flush=True)


if __name__ == "__main__":
    main()
