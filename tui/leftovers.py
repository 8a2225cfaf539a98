"""What somebody who leaves still has, in words; for the screens and for the plain commands."""

from __future__ import annotations

from collections.abc import Mapping

from store.errors import N_
from tui.i18n import ngettext

_WORDS = {
    "follow_up": (N_("{n} follow-up"), N_("{n} follow-ups")),
    "customer": (N_("{n} customer"), N_("{n} customers")),
    "deal": (N_("{n} deal"), N_("{n} deals")),
    "complaint": (N_("{n} complaint"), N_("{n} complaints")),
    "goal": (N_("{n} goal"), N_("{n} goals")),
    "action_item": (N_("{n} action item"), N_("{n} action items")),
    "risk": (N_("{n} risk"), N_("{n} risks")),
    "measurable": (N_("{n} weekly number"), N_("{n} weekly numbers")),
    "training_plan": (N_("{n} training plan (to be stopped)"), N_("{n} training plans (to be stopped)")),
    "coached": (N_("{n} training plan to coach"), N_("{n} training plans to coach")),
    "review": (N_("{n} review to lead"), N_("{n} reviews to lead")),
}


def counted(counts: Mapping[str, int]) -> str:
    """The counts of ``store.leaving``, as ``12 follow-ups, 8 customers``."""
    return ", ".join(ngettext(*_WORDS[kind], n).format(n=n) for kind, n in counts.items())
