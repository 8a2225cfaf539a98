"""Action items: who does what until when, as a meeting agreed.

An action item has one owner and a day, the next meeting's unless another is named. It stays open until somebody
does or drops it, and counts how many meetings it was carried over. One line makes one:
``send price list @li fri``.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.actions.kinds import ActionStatus
    from store.actions.questions import (
        ActionRow,
        count_due,
        due_for,
        for_meeting,
        listed,
        looked_at,
        made_between,
        of_origin,
        of_topic,
        open_items,
    )
    from store.actions.records import ActionItem
    from store.actions.typed import Reading, read
    from store.actions.verbs import add, drop, edit, finish, postpone, remove, reopen
else:
    __getattr__ = late(
        __name__,
        kinds="ActionStatus",
        questions="ActionRow count_due due_for for_meeting listed looked_at made_between of_origin of_topic open_items",
        records="ActionItem",
        typed="Reading read",
        verbs="add drop edit finish postpone remove reopen",
    )
