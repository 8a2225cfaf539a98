"""The guide for a host: a script that is read before it is run, a few commands with what they are for above them."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from store.errors import N_
from tui.format import wrap
from tui.i18n import _
from tui.ssh.lines import program

WIDTH = 98  # cells of a remark
SSHD = """\
MaxStartups 50:30:100

Match User {account}
    AuthorizedKeysFile {keys}
    AuthenticationMethods publickey
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    PermitUserRC no
    AllowTcpForwarding no
    AllowStreamLocalForwarding no
    AllowAgentForwarding no
    X11Forwarding no
    PermitTunnel no
    ClientAliveInterval 10
    ClientAliveCountMax 2
    AcceptEnv LANG LC_* COLORTERM NO_COLOR
Match all
"""
SERVICE = """\
[Service]
Type=oneshot
User={account}
UMask=0077
ExecStart={huddle} --as ana backup --keep 14 {folder}/backups
"""
TIMER = """\
[Timer]
OnCalendar=*-*-* 03:10
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True)
class Host:
    """What differs from host to host."""

    account: str
    database: Path
    keys: Path

    @property
    def huddle(self) -> str:
        """The command on the team's file, as a shell reads it."""
        return shlex.join([*program(), "--db", str(self.database)])


def sshd_settings(host: Host) -> str:
    """The settings of sshd for the account."""
    return SSHD.format(account=host.account, keys=host.keys)


def guide(host: Host) -> str:
    """The whole script."""
    return "\n".join(f"{_remark(_(why))}\n{commands.strip()}\n" for why, commands in _steps(host))


def _remark(text: str) -> str:
    return "\n".join(f"# {line}" for line in wrap(text, WIDTH))


def _steps(host: Host) -> list[tuple[str, str]]:
    account, keys, folder = (shlex.quote(str(one)) for one in (host.account, host.keys, host.database.parent))
    home = shlex.quote(sys.prefix)
    as_account = f"runuser -u {account} --"
    return [
        (
            N_(
                "The team's Huddle on this host. Read it, change what is different here, and run it as root. Everybody"
                " logs in to one account, with a key of their own; the key's line says who they are. Whoever gets a"
                " shell on that account can be anybody: give none."
            ),
            "set -eu",
        ),
        (
            N_(
                "The account: with a shell, because sshd starts Huddle by it, and with a password that nothing matches;"
                " a locked account is refused by an sshd without PAM."
            ),
            f"useradd --system --user-group --home-dir {folder} --no-create-home --shell /bin/sh {account}\n"
            f"usermod --password '*' {account}",
        ),
        (
            N_("The folder of the database, on a disk of this machine, for the account alone."),
            f"install -d -o {account} -g {account} -m 0700 {folder}",
        ),
        (
            N_(
                "The program belongs to root, so that nobody can change it from within, and is compiled, because the"
                " account can't do that: without it every start takes three times as long. Bring it up to date when"
                " nobody is in, and do this again."
            ),
            f"chown -R root:root {home}\nchmod -R go-w {home}\n{home}/bin/python -m compileall -q {home}",
        ),
        (
            N_("The team, unless it is there already. ana is the login of the lead; the other names are yours."),
            f"{as_account} sh -c 'umask 077; exec \"$@\"' sh {host.huddle} \\\n"
            "    init --team 'Northern Sales' --name Ana --login ana --currency EUR --timezone Europe/Madrid\n"
            f"{as_account} {host.huddle} --as ana member add 'Li Wei' li",
        ),
        (
            N_(
                "The file of keys belongs to root and lies outside of the account's home, so that no session can let"
                " anybody in. sshd reads it as the account."
            ),
            f"install -o root -g root -m 0644 /dev/null {keys}",
        ),
        (
            N_(
                "A line for each key: people send you the file that ends with .pub. Who leaves gets a last day by"
                " huddle member leave, and their lines are removed."
            ),
            f"{as_account} {host.huddle} ssh authorize ana - < ana.pub >> {keys}\n"
            f"{as_account} {host.huddle} ssh authorize li - < li.pub >> {keys}",
        ),
        (
            N_(
                "What sshd allows that account. The lines of the keys say the same once more. MaxStartups lets a whole"
                " team in at once; ClientAlive ends the session of a laptop that was closed."
            ),
            f"cat > /etc/ssh/sshd_config.d/huddle.conf <<'END'\n{sshd_settings(host)}END\n"
            "sshd -t && systemctl reload ssh",
        ),
        (
            N_("A backup every night, onto another disk where there is one; huddle restore takes it back."),
            f"install -d -o {account} -g {account} -m 0700 {folder}/backups\n"
            f"cat > /etc/systemd/system/huddle-backup.service <<'END'\n{_service(host)}END\n"
            f"cat > /etc/systemd/system/huddle-backup.timer <<'END'\n{TIMER}END\n"
            "systemctl daemon-reload && systemctl enable --now huddle-backup.timer",
        ),
        (
            N_("What is open? Ask after every change of the host."),
            f"{host.huddle} ssh check --keys {keys}",
        ),
        (
            N_(
                "People put this into ~/.ssh/config, then `ssh team` opens Huddle and `ssh team due` lists what is due."
                " COLORTERM brings all colours; Compression helps on a slow line."
            ),
            f"# Host team\n#     HostName this.host.example\n#     User {host.account}\n"
            "#     SendEnv COLORTERM\n#     Compression yes",
        ),
    ]


def _service(host: Host) -> str:
    return SERVICE.format(account=host.account, huddle=host.huddle, folder=host.database.parent)
