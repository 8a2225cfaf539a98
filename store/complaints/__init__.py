"""Complaints: what customers are unhappy with, until they are satisfied; and what they answer when they are asked.

Each has a number and two clocks of working hours by its severity (urgent 2 and 8, high 4 and 16, normal 8 and 40,
low 16 and 80): the first response stops the first clock and is a contact with the customer, resolving it, with its
root cause, stops the second. Waiting stops neither. Closing asks how satisfied the customer is. ``satisfaction``
keeps these answers, and those of customers who were asked on another occasion.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.complaints.kinds import HOURS, OPEN, Category, Severity, Status, promises
    from store.complaints.questions import (
        ASK,
        ComplaintDetail,
        ComplaintRow,
        Shelf,
        by_subject,
        detail,
        due_for,
        for_meeting,
        listed,
        of_customer,
        open_of,
        shelves,
    )
    from store.complaints.records import Complaint
    from store.complaints.satisfaction import Satisfaction
    from store.complaints.scales import Scale
    from store.complaints.verbs import (
        add,
        close,
        edit,
        first_response,
        reassign,
        remove,
        reopen,
        resolve,
        respond,
        resume,
        wait,
    )
else:
    __getattr__ = late(
        __name__,
        questions=(
            "ASK ComplaintDetail ComplaintRow Shelf by_subject detail due_for for_meeting listed of_customer "
            "open_of shelves"
        ),
        kinds="Category HOURS OPEN Severity Status promises",
        records="Complaint",
        satisfaction="Satisfaction",
        scales="Scale",
        verbs="add close edit first_response reassign remove reopen resolve respond resume wait",
    )
