"""What has to be right of the report before a round is closed: one rule, one function."""

from collections.abc import Iterator

from django.urls import reverse

from pillars.review.round_rules import RoundFacts
from regiodeal.deals.contributions import RoundFault
from regiodeal.deals.roles import Right
from reporting.content.report_sections import text_sections
from reporting.rounds.models import ReportRound
from reporting.rounds.round_notices import open_comments
from reporting.texts.models import SectionText


def missing_texts(facts: RoundFacts) -> Iterator[RoundFault]:
    """Sections of the report that need a text and have none; of a round that was not started, that it was not."""
    deal = facts.round.deal
    if not ReportRound.objects.filter(deal_id=deal.pk, year=facts.round.year).exists():
        yield RoundFault("De ronde van de rapportage is nog niet gestart", reverse("reports", args=[deal.slug]))
        return
    rows = SectionText.objects.filter(deal_id=deal.pk, year=facts.round.year).exclude(body="")
    written = set(rows.values_list("section", flat=True))
    for section in text_sections(deal):
        if section.code not in written and not section.is_optional:
            url = reverse("report-texts", args=[deal.slug, facts.round.year])
            yield RoundFault(f"{section.title}: nog geen tekst", url, Right.BUILD_REPORT)


def unanswered_comments(facts: RoundFacts) -> Iterator[RoundFault]:
    """Comments on the concept that wait for an answer."""
    deal = facts.round.deal
    for comment in open_comments(deal).filter(report__year=facts.round.year).select_related("entered_by", "party"):
        url = f"{reverse('report-comments', args=[deal.slug, facts.round.year])}#reactie-{comment.pk}"
        yield RoundFault(f"{comment}: nog geen antwoord", url)
