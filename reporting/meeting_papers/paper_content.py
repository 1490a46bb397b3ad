"""What a paper of a meeting says, cut to what its reader may see, and how a worker lays it out."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from regiodeal.base.dutch import day
from regiodeal.covenant.meetings.attendance import missing_seats, seats_of
from regiodeal.covenant.meetings.models import ActionItem, Meeting
from regiodeal.covenant.meetings.views import MeetingView, agenda_rows
from reporting.content.sentences import Description
from reporting.meeting_papers.models import MeetingPaper, PaperKind
from reporting.reports.build import remove_others

STEPS = ("Opmaken", "Bewaren")


def paper_html(view: MeetingView, kind: str) -> str:
    """The paper of the meeting of a page as one page for the layout, with what the user of that page may see."""
    meeting = view.meeting
    decisions = list(view.decisions()) if kind == PaperKind.MINUTES else []
    agenda, loose = agenda_rows(meeting, decisions)
    context = {"about": paper_words(meeting, kind), "meeting": meeting, "deal": view.deal, "agenda": agenda}
    seats = seats_of(meeting)
    context |= {"seats": seats, "others": meeting.attendance.filter(seat__isnull=True).select_related("party")}
    if kind == PaperKind.AGENDA:
        return render_to_string("reporting/meeting_papers/agenda.html", context)
    actions = ActionItem.objects.visible_to(view.deal, user=view.user, **view.reader()).filter(meeting=meeting)
    reads = meeting.is_open_to(**view.reader())
    context |= {
        "loose": loose,
        "absent": [str(seat) for seat in missing_seats(seats)],
        "actions": actions.select_related("owner"),
        "reads": reads,
        "minutes": meeting.minutes.order_by("-number").first() if reads else None,
    }
    return render_to_string("reporting/meeting_papers/minutes.html", context)


def paper_words(meeting: Meeting, kind: str) -> Description:
    """Return what the file says of itself; its date is that of the meeting, never of the build."""
    what, on = PaperKind(kind).label, day(meeting.held_on)
    return Description(
        title=f"{what.capitalize()}: {meeting}",
        author=str(meeting.deal),
        subject=f"{what.capitalize()} van {meeting}, {on}",
        keywords=f"Regio Deal, {what}, {on}",
        date=meeting.held_on.isoformat(),
    )


def build_paper(paper: MeetingPaper, *, tell: Callable[[str], None], at: datetime) -> None:
    """Lay the paper out as tagged PDF and keep it."""
    from regiodeal.pages.look import deal_theme
    from reporting.pdf.document import finished, laid_out  # WeasyPrint is slow to import
    from reporting.pdf.files import style_files
    from reporting.pdf.fonts import in_our_letters, in_pieces

    tell(STEPS[0])
    html, files = in_pieces(in_our_letters(paper.html)), style_files(deal_theme(paper.meeting.deal))
    raw = laid_out(html, identifier=paper.digest, files=files)
    content, _pages = finished(raw, paper_words(paper.meeting, paper.kind))
    tell(STEPS[1])
    folder = f"meeting-papers/{paper.meeting.deal.slug}/{paper.pk}"
    name = default_storage.save(f"{folder}/{paper.attempts}/{paper.kind}.pdf", ContentFile(content))
    sha256 = hashlib.sha256(content).hexdigest()
    if paper.finish(name=name, sha256=sha256, size=len(content), at=at):
        remove_others(folder, {name})
    else:
        default_storage.delete(name)
