"""The addresses of meetings, with one of each thing behind them."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import Publication
from regiodeal.covenant.meetings.models import ActionItem, AgendaItem
from regiodeal.deals.models import Deal, User
from reporting.meeting_papers.models import MeetingPaper
from tests.plugins.deal import at
from tests.plugins.meetings import decide, held


def meeting_paths(deal: Deal, by: User) -> dict[str, str]:
    """A meeting that takes decisions, with a decision and an action item; a secret document; and a publication."""
    meeting = held(deal, "2026-09-15", by=by)
    decision = decide(meeting, "Besluit", by=by)
    action = ActionItem(meeting=meeting)
    doing: dict[str, Any] = {"text": "Doen", "owner": by, "due_on": date(2026, 12, 1)}
    action.enter(by=by, at=at("2026-09-15"), values=doing)
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Punt", added_by=by, added_at=at("2026-09-01"))
    publication = Publication(deal=deal)
    published = {"subject": "deal", "title": "Deal", "number": "1", "published_on": date(2023, 12, 1)}
    publication.enter(by=by, at=at("2026-01-05"), values=published)
    kept = f"documenten/{_secret_document(deal, by)}/"
    base = f"overleg/{meeting.pk}/"
    paper = MeetingPaper.objects.create(
        meeting=meeting, kind="agenda", html="<p>Agenda</p>", requested_by=by, requested_at=at("2026-09-02")
    )
    return {
        "ask-meeting-paper": base + "verslag/pdf/",
        "meeting-paper": f"overleg/stuk/{paper.pk}/",
        "meeting-paper-progress": f"overleg/stuk/{paper.pk}/stand/",
        "retry-meeting-paper": f"overleg/stuk/{paper.pk}/opnieuw/",
        "download-meeting-paper": f"overleg/stuk/{paper.pk}/bestand/",
        "meetings": "overleg/",
        "plan-meeting": "overleg/nieuw/",
        "meeting": base,
        "meeting-calendar-file": base + "agenda.ics",
        "meeting-brief": base + "in-tien-minuten/",
        "next-brief": "overleg/in-tien-minuten/",
        "change-meeting": base + "aanpassen/",
        "step-meeting": base + "uitnodigen/",
        "reply-to-round": base + "reageren/",
        "cancel-meeting": base + "vervallen/",
        "fill-agenda": base + "agenda/",
        "change-agenda": f"{base}agenda/{item.pk}/",
        "record-attendance": base + "deelnemers/",
        "record-decision": base + "besluit/",
        "add-action": base + "actiepunt/",
        "write-minutes": base + "verslag/",
        "agree-minutes": base + "verslag/vaststellen/",
        "correct-minutes": base + "verslag/verbeteren/",
        "decisions": "besluiten/",
        "decision": f"besluiten/{decision.code}/",
        "actions": "actiepunten/",
        "action": f"actiepunten/{action.pk}/",
        "finish-action": f"actiepunten/{action.pk}/gedaan/",
        "drop-action": f"actiepunten/{action.pk}/vervalt/",
        "documents": "documenten/",
        "add-document": "documenten/nieuw/",
        "document": kept,
        "document-file": kept + "bestand/",
        "remove-document": kept + "verwijderen/",
        "change-openness": f"openbaarheid/besluit/{decision.pk}/",
        "communication": "communicatie/",
        "adopt-message": "communicatie/kernboodschap/",
        "add-publication": "communicatie/publicaties/nieuw/",
        "change-publication": f"communicatie/publicaties/{publication.pk}/",
    }


def _secret_document(deal: Deal, by: User) -> int:
    values = {
        "title": "Plan",
        "sort": "plan",
        "dated_on": date(2026, 9, 1),
        "openness": "confidential",
        "requester": deal.party_set.get(code="SZW"),
        "ground": "Bedrijfsgegevens",
    }
    upload = SimpleUploadedFile("a.csv", b"c;d")
    return keep_document(deal, upload=upload, by=by, at=at("2026-09-15"), values=values).pk
