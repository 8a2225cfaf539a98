"""Customers and the people to talk to there.

A customer belongs to one member or to nobody. One contact of a customer is the primary one. The need, the
purchasing power and the loyalty are set by hand; the value class is computed from revenue (``store.care``) unless
somebody set it by hand, which is kept and marked. "—" means that nobody has judged yet.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.customers.alike import Similar, similar
    from store.customers.kinds import ContactRole, CustomerKind, Need, ValueClass
    from store.customers.questions import (
        INTERVALS,
        LAST_CONTACT,
        MOST_FOUND,
        CustomerRow,
        by_name,
        contacts,
        count_owned,
        having,
        held,
        ids,
        listed,
        name_of,
        owner_of,
        phone_of,
        visit_interval,
    )
    from store.customers.records import Contact, Customer
    from store.customers.verbs import (
        add,
        add_contact,
        edit,
        edit_contact,
        edit_many,
        hand_over,
        hand_over_many,
        put_contact,
        remove,
        remove_contact,
        rewrite_contact,
    )
else:
    __getattr__ = late(
        __name__,
        alike="Similar similar",
        questions=(
            "CustomerRow INTERVALS LAST_CONTACT MOST_FOUND by_name contacts count_owned having held ids listed "
            "name_of owner_of phone_of visit_interval"
        ),
        kinds="ContactRole CustomerKind Need ValueClass",
        records="Contact Customer",
        verbs=(
            "add add_contact edit edit_contact edit_many hand_over hand_over_many put_contact remove "
            "remove_contact rewrite_contact"
        ),
    )
