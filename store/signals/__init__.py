"""Signals: what the team's own records warn of, before somebody has to notice it.

Eleven rules look at the figures of every domain once a team day; what is beyond its bound is a signal, a warning or an
alarm, until its figure was good on two team days. It changes no rating by itself: the lead makes a risk of it, links it
to one, or dismisses it with a reason, perhaps until a day. Too few records are "not enough data", and never a signal.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.signals.evaluation import MOST_STANDING, evaluate, run
    from store.signals.kinds import Grade, Rule, Status
    from store.signals.questions import (
        RuleRow,
        SignalRow,
        cleared,
        detail,
        figure,
        for_meeting,
        listed,
        of_risk,
        opens,
        readings,
        said,
        standing,
    )
    from store.signals.records import Signal
    from store.signals.rules import Lack
    from store.signals.verbs import dismiss, link, promote, proposal, title_of
    from store.signals.when import count_new, due
else:
    __getattr__ = late(
        __name__,
        evaluation="MOST_STANDING evaluate run",
        questions=("RuleRow SignalRow cleared detail figure for_meeting listed of_risk opens readings said standing"),
        kinds="Grade Rule Status",
        records="Signal",
        rules="Lack",
        verbs="dismiss link promote proposal title_of",
        when="count_new due",
    )
