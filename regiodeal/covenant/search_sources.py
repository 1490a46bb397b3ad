"""Sources of the search in the covenant itself."""

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.documents.models import Document, Publication
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.meetings.models import ActionItem, Decision, Meeting, Minutes
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deals.models import Interpretation, Membership, OfficeHolder, Organisation, Party
from regiodeal.deals.roles import Right
from regiodeal.files.models import open_to
from regiodeal.search.search import SearchSource


def _state_of_action(row: Any) -> str:
    if row.dropped_reason:
        return "vervallen"
    return "gedaan" if row.done_on else "open"


SOURCES = (
    SearchSource(
        "Overleggen",
        rows=lambda who: Meeting.objects.filter(deal=who.deal),
        fields=("title", "place", "note"),
        title=str,
        address=lambda row, deal: reverse("meeting", args=[deal.slug, row.pk]),
        state=lambda row: row.get_state_display(),
        day=lambda row: row.held_on,
    ),
    SearchSource(
        "Verslagen",
        rows=lambda who: (
            Minutes.objects.filter(open_to(**who.reader, prefix="meeting__"), meeting__deal=who.deal, correction=None)
            .select_related("meeting")
            .order_by("-meeting__held_on")
        ),
        fields=("text",),
        title=str,
        address=lambda row, deal: reverse("meeting", args=[deal.slug, row.meeting_id]) + "#verslag",
        state=lambda row: "vastgesteld" if row.agreed_on else "concept",
        day=lambda row: row.meeting.held_on,
    ),
    SearchSource(
        "Besluiten",
        rows=lambda who: (
            Decision.objects.visible_to(who.deal, **who.reader)
            .filter(decided_on__lte=who.on)
            .annotate(full_code=Concat("year", Value("-"), "number", output_field=CharField()))
        ),
        fields=("title", "text"),
        title=str,
        address=lambda row, deal: reverse("decision", args=[deal.slug, row.code]),
        code="full_code",
        state=lambda row: "vastgesteld" if row.agreed_on else "vastgelegd",
        day=lambda row: row.decided_on,
    ),
    SearchSource(
        "Actiepunten",
        rows=lambda who: ActionItem.objects.visible_to(who.deal, user=who.memberships[0].user_id, **who.reader),
        fields=("text",),
        title=str,
        address=lambda row, deal: reverse("action", args=[deal.slug, row.pk]),
        state=_state_of_action,
        day=lambda row: row.due_on,
        counts=lambda row: row.is_open,
    ),
    SearchSource(
        "Documenten",
        rows=lambda who: (
            Document.objects.visible_to(who.deal, **who.reader)
            .filter(dated_on__lte=who.on, removed_at=None)
            .select_related("reading")
        ),
        fields=("title", "name", "reading__words"),
        title=str,
        address=lambda row, deal: reverse("document", args=[deal.slug, row.pk]),
        state=lambda row: row.get_sort_display(),
        day=lambda row: row.dated_on,
        shown=("title", "name", "reading__text"),
    ),
    SearchSource(
        "Wijzigingen",
        rows=lambda who: Amendment.objects.visible_to(who.deal, **who.reader),
        fields=("title", "text", "ground"),
        title=str,
        address=lambda row, deal: reverse("amendment", args=[deal.slug, row.number]),
        state=lambda row: row.get_state_display(),
        day=lambda row: row.in_force_on or row.requested_on,
    ),
    SearchSource(
        "Bijstellingen",
        rows=lambda who: Adjustment.objects.filter(deal=who.deal, adjusted_on__lte=who.on),
        fields=("title", "text", "reason"),
        title=str,
        address=lambda row, deal: reverse("adjustment", args=[deal.slug, row.pk]),
        day=lambda row: row.adjusted_on,
    ),
    SearchSource(
        "Afspraken met een termijn",
        rows=lambda who: Obligation.objects.filter(deal=who.deal),
        fields=("title", "note"),
        title=lambda row: row.title,
        address=lambda _row, deal: reverse("obligations", args=[deal.slug]),
    ),
    SearchSource(
        "Lezingen",
        rows=lambda who: Interpretation.objects.filter(deal=who.deal),
        fields=("title", "reading", "ambiguity"),
        title=lambda row: row.title,
        address=lambda row, deal: f"{reverse('readings', args=[deal.slug])}#{row.code}",
        code="code",
    ),
    SearchSource(
        "Organisaties",
        rows=lambda who: Organisation.objects.filter(deal=who.deal),
        fields=("name", "role"),
        title=lambda row: row.name,
        address=lambda _row, deal: reverse("obligations", args=[deal.slug]),
    ),
    SearchSource(
        "Partijen",
        rows=lambda who: Party.objects.filter(deal=who.deal),
        fields=("name", "code"),
        title=str,
        address=lambda _row, deal: f"{reverse('obligations', args=[deal.slug])}#parties-title",
    ),
    SearchSource(
        "Ambtsdragers",
        rows=lambda who: OfficeHolder.objects.filter(party__deal=who.deal).select_related("party"),
        fields=("name", "office", "party__name"),
        title=str,
        address=lambda _row, deal: f"{reverse('obligations', args=[deal.slug])}#parties-title",
        state=lambda row: "" if row.is_in_office(timezone.localdate()) else "niet meer in functie",
        day=lambda row: row.valid_from,
        counts=lambda row: row.is_in_office(timezone.localdate()),
    ),
    SearchSource(
        "Publicaties",
        rows=lambda who: Publication.objects.filter(deal=who.deal, published_on__lte=who.on),
        fields=("title", "number"),
        title=str,
        address=lambda _row, deal: reverse("communication", args=[deal.slug]),
        code="number",
        day=lambda row: row.published_on,
    ),
    SearchSource(
        "Mensen",
        rows=lambda who: (
            Membership.objects.filter(deal=who.deal).select_related("user")
            if Right.SEE_USERS in who.rights
            else Membership.objects.none()
        ),
        fields=("user__name", "user__email"),
        title=lambda row: str(row.user),
        address=lambda _row, deal: reverse("users", args=[deal.slug]),
        state=lambda row: row.get_role_display(),
    ),
)
