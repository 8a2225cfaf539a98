"""A real sshd on loopback with throw-away keys, and the real client: for end-to-end tests and benches.

It runs as the account that runs the tests, and lets in that same account, so that the program in this checkout can be
started wherever it lies; with root's rights it refuses root without a forced command. Nobody's own keys, known hosts
or settings are read or written, and everything is gone when it ends.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/usr/lib/openssh:/usr/libexec"
PRIVATE = Path("/run/sshd")  # sshd's root insists on this empty folder, which the service makes at its start
REQUIRED = "HUDDLE_SSHD"  # "required": a test that can't have its sshd fails instead of being skipped
SETTINGS = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/keys
StrictModes {strict}
UsePAM {pam}
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin forced-commands-only
PermitUserRC no
AcceptEnv LANG LC_*
MaxStartups 50:30:100
MaxSessions 50
UseDNS no
PrintMotd no
PrintLastLog no
Subsystem sftp internal-sftp
SetEnv {environment}
"""
QUIET = ("StrictHostKeyChecking=yes", "IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes", "LogLevel=ERROR")


def missing() -> str:
    """Why no sshd can run here; "" when it can."""
    names = [name for name in ("sshd", "ssh", "ssh-keygen") if shutil.which(name, path=PATH) is None]
    if names:
        return f"{', '.join(names)} not installed (Debian: openssh-server)"
    if os.getuid() == 0 and not PRIVATE.is_dir():
        with suppress(OSError):
            PRIVATE.mkdir(mode=0o755)
        return "" if PRIVATE.is_dir() else f"{PRIVATE} can't be made"
    return ""


class Sshd:
    """One sshd; use it in a ``with``. ``env`` is what every session's program finds in its environment.

    ``settings`` are further lines of its configuration, and win over the ones above.
    """

    def __init__(self, env: Mapping[str, str] | None = None, settings: Sequence[str] = ()) -> None:
        self.env = dict(env or {})
        self.settings = settings
        self.account = pwd.getpwuid(os.getuid()).pw_name
        self.keys: dict[str, Path] = {}

    def __enter__(self) -> Self:
        # sshd trusts no key file below a folder that anybody may write to, as /tmp is.
        root = os.getuid() == 0
        self.folder = Path(tempfile.mkdtemp(prefix="huddle-sshd-", dir="/run" if root else None))
        self.config, self.log, self.lines = (self.folder / name for name in ("config", "log", "keys"))
        try:
            self._keygen(self.folder / "host", "host")
            self.lines.touch(mode=0o600)
            self._start("yes" if root else "no")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def _start(self, strict: str) -> None:
        for _attempt in range(5):  # somebody else may take the free port before sshd does
            self.port = _free_port()
            environment = " ".join(f'"{name}={value}"' for name, value in self.env.items()) or "HUDDLE_TEST=1"
            values = {"port": self.port, "folder": self.folder, "strict": strict, "environment": environment}
            values["pam"] = "yes" if _is_locked(self.account) else "no"
            self.config.write_text("\n".join(self.settings) + SETTINGS.format(**values), encoding="utf-8")
            public = (self.folder / "host.pub").read_text(encoding="utf-8")
            (self.folder / "known").write_text(f"[127.0.0.1]:{self.port} {public}", encoding="utf-8")
            program = str(shutil.which("sshd", path=PATH))
            command = [program, "-D", "-f", str(self.config), "-E", str(self.log)]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            if self._listens():
                return
            self.process.kill()
            self.process.wait()
        raise AssertionError(f"sshd doesn't start:\n{self.log.read_text(encoding='utf-8')}")

    def _listens(self) -> bool:
        end = time.monotonic() + 5
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
            time.sleep(0.01)
        return False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        left = list(descendants(self.process.pid))
        self.process.terminate()
        self.process.wait(5)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keygen(self, path: Path, comment: str) -> None:
        command = [str(shutil.which("ssh-keygen", path=PATH)), "-q", "-t", "ed25519", "-N", "", "-C", comment]
        subprocess.run([*command, "-f", str(path)], check=True)

    # Who may come in

    def key(self, who: str) -> Path:
        """The private key of somebody, made when it is first asked for; the public one lies beside it as ``.pub``."""
        if who not in self.keys:
            path = self.folder / f"key-{len(self.keys)}"
            self._keygen(path, who)
            self.keys[who] = path
        return self.keys[who]

    def let_in(self, who: str, command: Sequence[str] | str) -> None:
        """Let somebody in for this command and nothing else."""
        words = command if isinstance(command, str) else "exec " + shlex.join(command)
        quoted = words.replace('"', '\\"')
        public = self.key(who).with_suffix(".pub").read_text(encoding="utf-8")
        self.add_line(f'restrict,pty,command="{quoted}" {public.strip()}')

    def add_line(self, line: str) -> None:
        """Add a line to the file of authorized keys, as it stands."""
        with self.lines.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    # Coming in

    def ssh(self, who: str, *words: str, options: Sequence[str] = (), account: str = "") -> list[str]:
        """The command of the client that logs in as somebody, with ``words`` behind the host; for a Terminal, say."""
        files = (f"UserKnownHostsFile={self.folder / 'known'}", "GlobalKnownHostsFile=/dev/null")
        said = [part for option in (*QUIET, *files) for part in ("-o", option)]
        where = ["-p", str(self.port), "-i", str(self.key(who)), *options, f"{account or self.account}@127.0.0.1"]
        return ["ssh", "-F", "none", *said, *where, *words]

    def run(self, who: str, *words: str, options: Sequence[str] = (), seconds: float = 60) -> Ran:
        """Log in without a terminal, and wait for the end: exit status, standard output, standard error."""
        command = self.ssh(who, *words, options=options)
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def programs(self, words: str) -> list[int]:
        """The processes of all sessions whose command line holds these words."""
        return [pid for pid in descendants(self.process.pid) if words in _command(pid)]


Ran = tuple[int, str, str]


def descendants(pid: int) -> Iterator[int]:
    """The processes that this one started, and those that they started, and so on."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        for child in map(int, children.split()):
            yield child
            yield from descendants(child)


def _is_locked(account: str) -> bool:
    """Whether only PAM lets the account in, as root of some systems."""
    with suppress(OSError):
        lines = Path("/etc/shadow").read_text(encoding="utf-8").splitlines()
        return any(line.startswith(f"{account}:!") for line in lines)
    return False


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
