"""Who was at the table, and which of the seats of art. 7 lid 4 were taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import MOVED_ON, Attendance, Meeting, Seat
from regiodeal.deals.models import User


@dataclass(frozen=True)
class SeatTaken:
    """One seat at a meeting, and who took it."""

    seat: Seat
    attendance: Attendance | None

    @property
    def is_taken(self) -> bool:
        """Tell whether somebody sat there, in person or as a substitute."""
        return self.attendance is not None and self.attendance.is_represented


def seats_of(meeting: Meeting) -> list[SeatTaken]:
    """Every seat that the overleg has at least, with who took it at this meeting."""
    taken = {row.seat_id: row for row in meeting.attendance.all() if row.seat_id}
    return [SeatTaken(seat, taken.get(seat.pk)) for seat in Seat.objects.filter(deal=meeting.deal)]


def missing_seats(seats: Iterable[SeatTaken]) -> list[Seat]:
    """The seats that nobody took. Composition is not a condition for decisions; it is told beside them."""
    return [row.seat for row in seats if not row.is_taken]


@transaction.atomic
def record_attendance(meeting: Meeting, rows: Iterable[dict[str, object]], *, by: User, at: datetime) -> None:
    """Write down who was there, instead of what stood there. Raises WrongStateError once the minutes stand."""
    current = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if not current.takes_decisions:
        raise WrongStateError(MOVED_ON)
    before = _told(meeting)
    meeting.attendance.all().delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, **row) for row in rows)
    meeting.tell(by=by, at=at, changes=[["deelnemers", before, _told(meeting)]])


def _told(meeting: Meeting) -> str:
    rows = meeting.attendance.select_related("seat")
    return ", ".join(f"{row.seat or row.capacity}: {row} ({row.get_presence_display()})" for row in rows)
