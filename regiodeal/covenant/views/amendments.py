"""Amendments: which there are, one with its steps and consents, and what it would change."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.agreement.annexes import Annex, annexes
from regiodeal.covenant.agreement.coming import ComingError
from regiodeal.covenant.agreement.consenting import ConsentSeat, Standing, standing, standings
from regiodeal.covenant.agreement.differences import differences
from regiodeal.covenant.agreement.effects import effects
from regiodeal.covenant.agreement.leaving import treasurer_leaves
from regiodeal.covenant.agreement.steps import consultation_term, steps
from regiodeal.covenant.meetings.subjects import resolve
from regiodeal.covenant.models import Adjustment, Amendment, AmendmentState, Document, Party, Withdrawal
from regiodeal.covenant.models.amendments import UNDER_WAY
from regiodeal.covenant.obligations.cases import case_rules
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.amendment_base import AgreementPage, AmendmentView

# The step that follows each state: the name of its address and the words on its button.
NEXT = {
    AmendmentState.DRAFT: ("request-amendment", "Dien het verzoek in"),
    AmendmentState.REQUESTED: ("inform-parties", "Partijen zijn geïnformeerd"),
    AmendmentState.INFORMED: ("consult-parties", "Partijen zijn in overleg"),
    AmendmentState.CONSULTED: ("ask-consent", "Vraag om instemming"),
    AmendmentState.ASKED: ("record-consent", "Leg vast in het verslag"),
    AmendmentState.RECORDED: ("sign-addendum", "Addendum is ondertekend"),
    AmendmentState.SIGNED: ("adopt-amendment", "Laat van kracht worden"),
}


class AmendmentsPage(AgreementPage):
    """What is being changed, by whom is consent awaited, and what was adjusted without it?"""

    right = Right.SEE_DEAL
    title = "Wijzigingen"
    template_name = "covenant/amendments.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The agreements."""
        return super().breadcrumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Under way first, then what is in force or was taken back; notices and adjustments below."""
        seen = Amendment.objects.visible_to(self.deal, **self.reader()).select_related("party")
        under_way = [row for row in seen if row.state in UNDER_WAY]
        found = standings(self.deal, under_way, on=self.on)
        rules = case_rules(self.deal)
        own = self.own_parties()
        withdrawals = Withdrawal.objects.filter(deal=self.deal).select_related("party", "taken_back_by")
        adjustments = list(Adjustment.objects.filter(deal=self.deal))
        measures = resolve(self.deal, [("maatregel", row.measure) for row in adjustments])
        return super().get_context_data(
            drafts=[row for row in seen if row.state == AmendmentState.DRAFT],
            under_way=[(row, found[row.pk], consultation_term(row, rules, on=self.on)) for row in under_way],
            asked_of_me=[
                (row, seat.party) for row in under_way if row.asks_consent for seat in found[row.pk].open_seats(own)
            ],
            over=[row for row in seen if row.is_over],
            withdrawals=[(row, treasurer_leaves(row), self._may_take_back(row, own)) for row in withdrawals],
            adjustments=[(row, measures["maatregel", row.measure]) for row in adjustments],
            **kwargs,
        )

    def _may_take_back(self, row: Withdrawal, own: list[Party]) -> bool:
        return row.party in own and row.taken_back_at is None and timezone.localdate() <= row.bound_until


class AmendmentPage(AmendmentView):
    """One amendment: the difference in words, the consents as seats, its step and the next one with its last day."""

    right = Right.SEE_DEAL
    template_name = "covenant/amendment.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The list."""
        return super().breadcrumbs()[:-1]

    def page_title(self) -> str:
        """Its number and title."""
        return str(self.amendment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The amendment with all that stands around it."""
        amendment = self.amendment
        found = standing(amendment, on=amendment.in_force_on or self.on)
        term = consultation_term(amendment, case_rules(self.deal), on=self.on)
        return super().get_context_data(
            amendment=amendment,
            differences=differences(self.deal, amendment.changes.all(), on=self.on),
            standing=found,
            seats=_seats(found),
            answers=[(seat.consent, self._shown(seat.consent.document)) for seat in found.seats if seat.consent],
            steps=steps(amendment, found, term),
            term=term,
            annexes=self._annexes(found) if amendment.requested_on else [],
            events=amendment.events.select_related("by").order_by("-at", "-pk"),
            **self._actions(found),
            **kwargs,
        )

    def _annexes(self, found: Standing) -> list[tuple[Annex, Document | None]]:
        return [(annex, self._shown(annex.document)) for annex in annexes(self.amendment, found)]

    def _shown(self, document: Document | None) -> Document | None:
        """The document, for who may know of it (art. 11)."""
        return document if document is not None and document.is_open_to(**self.reader()) else None

    def _actions(self, found: Standing) -> dict[str, Any]:
        amendment = self.amendment
        writes = self.writes_for(amendment)
        is_draft = amendment.state == AmendmentState.DRAFT
        return {
            "is_draft": is_draft,
            "may_write": is_draft and self.may(Right.PROPOSE_AMENDMENT) and writes,
            "may_record_mail": bool(
                amendment.asks_consent and self.may(Right.RECORD_CONSENT) and not found.is_complete
            ),
            "answered_for": [seat for seat in found.of(self.own_parties()) if _may_answer_itself(amendment, seat)],
            "may_answer": bool(amendment.asks_consent and found.open_seats(self.own_parties())),
            "may_take_back": not amendment.is_over and self.may(Right.PROPOSE_AMENDMENT) and writes,
            "may_publish": self.may(Right.KEEP_AGREEMENT) and amendment.can_be_published,
            "next_step": self._next_step(found),
        }

    def _next_step(self, found: Standing) -> tuple[str, str] | None:
        """The address and words of the step that this user can take now; None when it is not theirs or not ready."""
        amendment = self.amendment
        state = AmendmentState(amendment.state)
        name, words = NEXT.get(state, ("", ""))
        if state == AmendmentState.DRAFT:
            may = self.may(Right.KEEP_AGREEMENT) if amendment.is_accession else amendment.party in self.own_parties()
        else:
            may = self.may(Right.KEEP_AGREEMENT)
        if amendment.is_accession and state == AmendmentState.INFORMED:
            name, words = "finish-accession", "Rond de toetreding af"
        waits = state == AmendmentState.ASKED or name == "finish-accession"
        if not name or not may or (waits and not found.is_complete):
            return None
        return reverse(name, args=[self.deal.slug, amendment.number]), words


class EffectPage(AmendmentView):
    """What if this came into force? The figures now and then; nothing is stored."""

    right = Right.SEE_DEAL
    title = "Wat verandert er als dit van kracht wordt?"
    template_name = "covenant/amendment_effect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables of the apps that compute the figures."""
        refusal, found = "", []
        try:
            found = effects(self.amendment, on=self.on)
        except ComingError as error:
            refusal = str(error)
        return super().get_context_data(amendment=self.amendment, effects=found, refusal=refusal, **kwargs)


def _may_answer_itself(amendment: Amendment, seat: ConsentSeat) -> bool:
    """Whether a consent was written down for the Party, that may still say otherwise itself."""
    return amendment.asks_consent and seat.consent is not None and seat.agrees and seat.consent.is_recorded_for_party


def _seats(found: Standing) -> list[dict[str, Any]]:
    return [
        {
            "party": seat.party.code,
            "name": seat.consent.holder if seat.consent else "",
            "consented_on": seat.consent.given_on if seat.consent and seat.agrees else None,
            "refused_on": seat.consent.given_on if seat.consent and seat.refuses else None,
        }
        for seat in found.seats
    ]
