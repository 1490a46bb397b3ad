"""Sources of the search in the covenant itself."""

from django.urls import reverse

from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.meetings.models import ActionItem, Decision, Meeting, Minutes
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deals.models import Interpretation, Organisation
from regiodeal.files.models import open_to
from regiodeal.search.search import SearchSource

SOURCES = (
    SearchSource(
        "Overleggen",
        rows=lambda who: Meeting.objects.filter(deal=who.deal),
        fields=("title", "place", "note"),
        title=str,
        address=lambda row, deal: reverse("meeting", args=[deal.slug, row.pk]),
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
    ),
    SearchSource(
        "Besluiten",
        rows=lambda who: Decision.objects.visible_to(who.deal, **who.reader).filter(decided_on__lte=who.on),
        fields=("title", "text"),
        title=str,
        address=lambda row, deal: reverse("decision", args=[deal.slug, row.code]),
    ),
    SearchSource(
        "Actiepunten",
        rows=lambda who: ActionItem.objects.visible_to(who.deal, user=who.memberships[0].user_id, **who.reader),
        fields=("text",),
        title=str,
        address=lambda row, deal: reverse("action", args=[deal.slug, row.pk]),
    ),
    SearchSource(
        "Documenten",
        rows=lambda who: Document.objects.visible_to(who.deal, **who.reader).filter(dated_on__lte=who.on),
        fields=("title",),
        title=str,
        address=lambda row, deal: reverse("document", args=[deal.slug, row.pk]),
    ),
    SearchSource(
        "Wijzigingen",
        rows=lambda who: Amendment.objects.visible_to(who.deal, **who.reader),
        fields=("title", "text", "ground"),
        title=str,
        address=lambda row, deal: reverse("amendment", args=[deal.slug, row.number]),
    ),
    SearchSource(
        "Bijstellingen",
        rows=lambda who: Adjustment.objects.filter(deal=who.deal, adjusted_on__lte=who.on),
        fields=("title", "text", "reason"),
        title=str,
        address=lambda row, deal: reverse("adjustment", args=[deal.slug, row.pk]),
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
    ),
    SearchSource(
        "Organisaties",
        rows=lambda who: Organisation.objects.filter(deal=who.deal),
        fields=("name", "role"),
        title=lambda row: row.name,
        address=lambda _row, deal: reverse("obligations", args=[deal.slug]),
    ),
)
