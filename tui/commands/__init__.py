"""The plain commands, for scripts and cron: data on standard output, no Textual.

What a person must mend is one sentence on standard error and exit 2; ``cli.py`` sees to that for problems of
the store, ``click`` for wrong options.
"""

from __future__ import annotations

import click


def plain() -> tuple[click.Command, ...]:
    """Every plain command; imported when one of them is asked for, so that the screens open sooner."""
    from tui.commands import core, customers, deals, goals, history, importing, keeping, meetings, risks, ssh, training

    return (
        *core.PLAIN,
        *customers.PLAIN,
        *deals.PLAIN,
        *goals.PLAIN,
        *history.PLAIN,
        *importing.PLAIN,
        *keeping.PLAIN,
        *meetings.PLAIN,
        *risks.PLAIN,
        *ssh.PLAIN,
        *training.PLAIN,
    )
