"""Writers that are killed in the midst of it: what they were told is done must be there afterwards, as a whole.

The writers are forked from this process, so that hundreds of them take seconds; each opens the file itself, calls
verbs without pause, and tells through a pipe what returned.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from consistency import faults

from store import customers, followups, search, team
from store.customers import Customer
from store.database import close_store, open_store, rows
from store.errors import Unavailable
from store.followups import NextStep, Outcome
from store.records import Record, model_of

LONGEST = 0.06  # seconds that a writer has after its first change

Told = dict[str, Any]  # a change that returned: the record's kind and id, and some values that it must have


@dataclass
class Kills:
    """What a run came to."""

    kills: int = 0
    acknowledged: int = 0
    untold: int = 0  # changes that are there although nobody heard of them: killed between the commit and the telling
    defects: list[str] = field(default_factory=list)


def run(path: Path, kills: int, *, together: int = 2, seed: int = 1, tell: Callable[[int], None] = print) -> Kills:
    """Kill so many writers, ``together`` at a time, on a new file; after each round look that the file is whole."""
    dice = random.Random(seed)
    outcome = Kills()
    open_store(path, create=True)
    team.found_team("Killed", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
    close_store()
    told: list[Told] = []
    while outcome.kills < kills:
        for heard in _round(path, dice, min(together, kills - outcome.kills)):
            told += heard
            outcome.kills += 1
        outcome.defects += faults(path)
        tell(outcome.kills)
    outcome.acknowledged = len(told)
    open_store(path)
    outcome.defects += [fault for one in told for fault in _missing(one)]
    outcome.untold = int(rows("SELECT count(*) FROM change")[0][0]) - len(told) - 1
    close_store()
    return outcome


def _round(path: Path, dice: random.Random, together: int) -> list[list[Told]]:
    writers = [_begin(path, dice.randrange(1_000_000)) for _ in range(together)]
    first = [os.read(pipe, 65536) for _pid, pipe in writers]  # until each has made a change
    heard = []
    for (pid, pipe), begun in zip(writers, first, strict=True):
        time.sleep(dice.uniform(0, LONGEST))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        rest = b"".join(iter(lambda pipe=pipe: os.read(pipe, 65536), b""))  # type: ignore[misc]
        os.close(pipe)
        heard.append([json.loads(line) for line in (begun + rest).splitlines()])
    return heard


def _begin(path: Path, seed: int) -> tuple[int, int]:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            _write_on(path, seed, write)
        finally:
            os._exit(1)
    os.close(write)
    return pid, read


def _write_on(path: Path, seed: int, pipe: int) -> None:
    """Call verbs until the end comes."""
    open_store(path)
    me = team.acting("ana")
    for number in range(1_000_000):
        with suppress(Unavailable):  # the others had the file for as long as one waits: another one, then
            for record, values in _changes(me, f"{seed}x{number}z"):
                said = {"kind": record.ref.kind, "id": record.id, "values": values}
                os.write(pipe, json.dumps(said).encode() + b"\n")


def _changes(me: team.Member, word: str) -> Iterator[tuple[Record, dict[str, Any]]]:
    customer = customers.add(me, f"Customer {word}", notes=f"notes{word}")
    yield customer, {"name": customer.name}
    customers.edit(me, customer, city=f"City {word}")
    yield customer, {"city": customer.city}
    planned = followups.add(me, date(2026, 11, 24), customer=customer, subject=f"Subject {word}")
    yield planned, {"subject": planned.subject}
    followups.complete(me, planned, Outcome.ADVANCED, f"note {word}", NextStep(date(2026, 12, 1)))
    yield planned, {"status": "done", "note": f"note {word}"}


def _missing(one: Told) -> Iterator[str]:
    """What isn't there of a change that was told."""
    model = model_of(one["kind"])
    record = model.get_or_none(model.id == one["id"])
    if record is None:
        yield f"{one['kind']} {one['id']} is gone"
        return
    for name, value in one["values"].items():
        if str(getattr(record, name)) != value:
            yield f"{record.ref}: {name} is {getattr(record, name)!r}, {value!r} was told"
        sql = "SELECT 1 FROM change_entry WHERE kind = ? AND record = ? AND after ->> ? = ?"
        if not rows(sql, (*record.ref, f"$.{name}", value)):
            yield f"{record.ref}: its history doesn't tell that {name} became {value!r}"
    if isinstance(record, Customer) and record.ref not in [hit.ref for hit in search.find(record.name.split()[1])]:
        yield f"{record.ref} isn't found by its name"
