"""What an import would do or has done, in words, for the command and the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from store.errors import N_, NN_
from tui import format
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    from store.importing import Act, PlannedRow

ACT = {"create": N_("create"), "update": N_("update"), "skip": N_("skip"), "error": N_("error")}
COUNTED = {
    "create": NN_("{n} created", "{n} created"),
    "update": NN_("{n} updated", "{n} updated"),
    "skip": NN_("{n} unchanged", "{n} unchanged"),
    "error": NN_("{n} rejected", "{n} rejected"),
}
TO_COME = {
    "create": NN_("{n} to create", "{n} to create"),
    "update": NN_("{n} to update", "{n} to update"),
    "skip": NN_("{n} unchanged", "{n} unchanged"),
    "error": NN_("{n} can't be taken", "{n} can't be taken"),
}


def summary(counts: Mapping[Act, int], planned: bool = False, brief: bool = False) -> str:
    """``3 created · 1 updated · 12 unchanged · 2 rejected``; of a plan ``3 to create · …``; ``brief`` without zeros."""
    table = TO_COME if planned else COUNTED
    told = [(act, n) for act, n in counts.items() if n or not brief]
    return " · ".join(ngettext(*table[act.value], n).format(n=format.number(n)) for act, n in told)


def told(row: PlannedRow) -> str:
    """Why a row is an error or skipped, or what an update changes: ``city: – → Jaén``."""
    if row.why is not None:
        return format.plain(format.reason(row.why))
    return format.listed(
        format.plain(format.labelled(_(name.replace("_", " ")), f"{_shown(name, old)} → {_shown(name, new)}"))
        for name, (old, new) in row.changes.items()
    )


def _shown(name: str, value: object) -> str:
    from store import customers, team

    if value is None or value == "":
        return format.NONE
    if name == "owner" and isinstance(value, int):
        return team.names().get(value, format.NONE)
    if name == "customer" and isinstance(value, int):
        return customers.name_of(value)
    if name == "amount" and isinstance(value, int):
        return format.money(value, team.team().currency)
    return str(value)
