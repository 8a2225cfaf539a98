"""What somebody who leaves still has, in words; for the screens and for the plain commands."""

from __future__ import annotations

from collections.abc import Mapping

from store.errors import NN_
from tui import format
from tui.i18n import ngettext

_WORDS = {
    "follow_up": NN_("{n} follow-up", "{n} follow-ups"),
    "customer": NN_("{n} customer", "{n} customers"),
    "deal": NN_("{n} deal", "{n} deals"),
    "complaint": NN_("{n} complaint", "{n} complaints"),
    "goal": NN_("{n} goal", "{n} goals"),
    "action_item": NN_("{n} action item", "{n} action items"),
    "risk": NN_("{n} risk", "{n} risks"),
    "measurable": NN_("{n} weekly number", "{n} weekly numbers"),
    "training_plan": NN_("{n} training plan (to be stopped)", "{n} training plans (to be stopped)"),
    "coached": NN_("{n} training plan to coach", "{n} training plans to coach"),
    "review": NN_("{n} review to lead", "{n} reviews to lead"),
}


def counted(counts: Mapping[str, int]) -> str:
    """The counts of ``store.leaving``, as ``12 follow-ups, 8 customers``."""
    return format.listed(ngettext(*_WORDS[kind], n).format(n=n) for kind, n in counts.items())
