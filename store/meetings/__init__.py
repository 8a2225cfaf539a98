"""The weekly meeting: the series that comes again, its sections, each meeting of it, and the headlines.

A series keeps a wall time and a time zone; the UTC of one meeting is computed when it is written down, so both
edges of daylight saving are right. A day of the series is virtual until something is written about it: moved,
skipped (and why), a section left out, held. It goes on when its facilitator leaves: a lead leads it.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.meetings.coming import Ahead, ahead
    from store.meetings.due import due_for, week_of
    from store.meetings.figures import (
        GOAL_RATE,
        GOAL_RATING,
        SHOWN,
        Due,
        Figures,
        Mean,
        Numbers,
        Rate,
        SectionTime,
        numbers,
        rate_of,
    )
    from store.meetings.headline import (
        HeadlineRow,
        add_headline,
        edit_headline,
        headline_line,
        headlines,
        headlines_listed,
        remove_headline,
    )
    from store.meetings.jotting import Jotting, finish, jot, jotted, jottings
    from store.meetings.kinds import (
        AHEAD,
        LIVE,
        TEMPLATE,
        USUAL_TITLE,
        Every,
        HeadlineKind,
        MeetingStatus,
        Presence,
        SectionKind,
    )
    from store.meetings.lease import BEAT, LEASE, Hold, beat, give_up, hold, leads_here, may_lead, take
    from store.meetings.occasions import (
        HERE,
        Occasion,
        Seat,
        attendance,
        bounds,
        by_id,
        following,
        has_begun,
        is_over,
        leads,
        minutes_held,
        next_day,
        next_meeting,
        next_of,
        on,
        past,
        previous_day,
        rating,
        sections,
        series,
        upcoming,
    )
    from store.meetings.records import Attendance, Headline, Meeting, MeetingNote, Section, SectionVisit, Series
    from store.meetings.running import (
        attend,
        enter,
        expected,
        go_on,
        head,
        may_start,
        minutes_today,
        more_time,
        point,
        rate,
        sections_today,
        start,
        suspend,
        valid_ratings,
    )
    from store.meetings.spans import Span, Stage, Standing, length, spent
    from store.meetings.state import Live, any_running, beat_age, live, running_now, spans_of
    from store.meetings.update import (
        UpdateRow,
        WeeklyUpdate,
        may_enter_for,
        not_raised,
        update_lines,
        update_of,
        update_row,
        updates,
        write_update,
    )
    from store.meetings.verbs import (
        add_section,
        edit_section,
        edit_series,
        leave_out,
        move,
        move_section,
        plan,
        remove_section,
        set_up,
        shared,
        skip,
        subject,
        unskip,
        valid_span,
        written,
    )
    from store.meetings.votes import MOST_STARS, Tally, Vote, by_votes, places, tallies, vote
else:
    __getattr__ = late(
        __name__,
        coming="Ahead ahead",
        headline="HeadlineRow add_headline edit_headline headline_line headlines headlines_listed remove_headline",
        jotting="Jotting finish jot jotted jottings",
        lease="BEAT Hold LEASE beat give_up hold leads_here may_lead take",
        figures="Due Figures GOAL_RATE GOAL_RATING Mean Numbers Rate SHOWN SectionTime numbers rate_of",
        occasions=(
            "HERE Occasion Seat attendance bounds by_id following has_begun is_over leads minutes_held next_day "
            "next_meeting next_of on past previous_day rating sections series upcoming"
        ),
        kinds="AHEAD Every HeadlineKind LIVE MeetingStatus Presence SectionKind TEMPLATE USUAL_TITLE",
        records="Attendance Headline Meeting MeetingNote Section SectionVisit Series",
        running=(
            "attend enter expected go_on head may_start minutes_today more_time point rate sections_today start "
            "suspend valid_ratings"
        ),
        spans="Span Stage Standing length spent",
        state="Live any_running beat_age live running_now spans_of",
        due="due_for week_of",
        update=(
            "UpdateRow WeeklyUpdate may_enter_for not_raised update_lines update_of update_row updates write_update"
        ),
        verbs=(
            "add_section edit_section edit_series leave_out move move_section plan remove_section set_up shared "
            "skip subject unskip valid_span written"
        ),
        votes="MOST_STARS Tally Vote by_votes places tallies vote",
    )
