"""Pages of amendments: the list, one with its steps and consents, and a form for each step."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.values import Values
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.amendment_steps import consultation_term, steps
from regiodeal.covenant.agreement.annexes import Annex, annexes
from regiodeal.covenant.agreement.consents import ConsentCount, ConsentSeat, consent_count, consent_counts
from regiodeal.covenant.agreement.covenant_differences import differences
from regiodeal.covenant.agreement.effects import effects
from regiodeal.covenant.agreement.forms import (
    AdoptForm,
    AskForm,
    DayForm,
    PublishForm,
    RecordForm,
    RequestForm,
    SignForm,
)
from regiodeal.covenant.agreement.models import UNDER_WAY, Amendment, AmendmentState
from regiodeal.covenant.agreement.proposed_rows import ComingError
from regiodeal.covenant.base.pages import AgreementPage
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.due_rules.due_rules import NOTICE, REQUEST, case_rules, event_terms
from regiodeal.covenant.meetings.subjects import resolve
from regiodeal.covenant.withdrawals.models import Adjustment, Withdrawal
from regiodeal.covenant.withdrawals.withdrawal import treasurer_leaves
from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import fill_in
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context


class AmendmentView(AgreementPage):
    """Base of the pages of one amendment."""

    amendment: Amendment

    def load(self) -> None:
        """Fetch the amendment of this deal, as far as the user may know of it. 404 for another's draft."""
        rows = Amendment.objects.visible_to(self.deal, **self.reader()).select_related(
            *("party", "meeting", "publication", "covenant_version"),
            *("request", "addendum", "minutes_meeting", "minutes_document"),
        )
        found = rows.filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        found.deal = self.deal  # with what later versions changed, which is not asked for again then
        self.amendment = found

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list, and the amendment."""
        return [*super().breadcrumbs(), (f"Wijziging {self.amendment.number}", self.address())]

    def address(self) -> str:
        """Return the address of the page of the amendment."""
        return reverse("amendment", args=[self.deal.slug, self.amendment.number])

    def writes_for(self, amendment: Amendment) -> bool:
        """Tell whether the user may write this draft: who keeps the agreement, and the Party that asks."""
        return self.may(Right.KEEP_AGREEMENT) or amendment.party in self.own_parties()


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
    """Answers: what is being changed, by whom is consent awaited, and what was adjusted without it?"""

    right = Right.SEE_DEAL
    title = "Wijzigingen"
    template_name = "covenant/agreement/amendments.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the agreements."""
        return super().breadcrumbs()[:1]

    def get_context_data(self, **kwargs: object) -> Context:
        """Under way first, then what is in force or was taken back; notices and adjustments below."""
        seen = Amendment.objects.visible_to(self.deal, **self.reader()).select_related("party")
        under_way = [row for row in seen if row.state in UNDER_WAY]
        found = consent_counts(self.deal, under_way, on=self.on)
        rules = case_rules(self.deal)
        own = self.own_parties()
        withdrawals = Withdrawal.objects.filter(deal=self.deal).select_related("party", "taken_back_by")
        adjustments = list(Adjustment.objects.filter(deal=self.deal))
        measures = resolve(self.deal, [("maatregel", row.measure) for row in adjustments])
        return super().get_context_data(
            drafts=[row for row in seen if row.state == AmendmentState.DRAFT],
            under_way=[(row, found[row.pk], consultation_term(row, rules, on=self.on)) for row in under_way],
            asked_of_me=[
                (row, seat.party)
                for row in under_way
                if row.asks_consent and not found[row.pk].is_complete
                for seat in found[row.pk].open_seats(own)
            ],
            needs=self.deal.get_consent_rule_display(),
            treasurer_leaves=fill_in("{The_treasurer} zegt op"),
            event_terms=event_terms(self.deal, on=self.on),
            notice_term=rules.term(NOTICE, since=self.on),
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
    template_name = "covenant/agreement/amendment.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return super().breadcrumbs()[:-1]

    def page_title(self) -> str:
        """Title the page by number and title of the amendment."""
        return str(self.amendment)

    def get_context_data(self, **kwargs: object) -> Context:
        """The amendment with all that stands around it."""
        amendment = self.amendment
        found = consent_count(amendment, on=self.on)
        rules = case_rules(self.deal)
        term = consultation_term(amendment, rules, on=self.on)
        return super().get_context_data(
            amendment=amendment,
            differences=differences(self.deal, amendment.changes.all(), on=self.on),
            standing=found,
            seats=_seats(found),
            answers=[(seat.consent, self._shown(seat.consent.document)) for seat in found.seats if seat.consent],
            uncounted=found.uncounted,
            joined=_joined(amendment, found),
            steps=steps(amendment, found, term, rules, on=self.on),
            term=term,
            annexes=self._annexes(found) if amendment.requested_on else [],
            events=amendment.events.select_related("by").order_by("-at", "-pk"),
            **self._actions(found),
            **kwargs,
        )

    def _annexes(self, found: ConsentCount) -> list[tuple[Annex, Document | None]]:
        return [(annex, self._shown(annex.document)) for annex in annexes(self.amendment, found)]

    def _shown(self, document: Document | None) -> Document | None:
        """Return the document, for whoever may know of it (art. 11)."""
        return document if document is not None and document.is_open_to(**self.reader()) else None

    def _actions(self, found: ConsentCount) -> dict[str, object]:
        amendment = self.amendment
        writes = self.writes_for(amendment)
        is_draft = amendment.state == AmendmentState.DRAFT
        return {
            "is_draft": is_draft,
            "may_write": is_draft and self.may(Right.PROPOSE_AMENDMENT) and writes,
            "may_record_mail": bool(
                amendment.asks_consent and self.may(Right.RECORD_CONSENT) and found.agreed < len(found.seats)
            ),
            "answered_for": [seat for seat in found.of(self.own_parties()) if _may_answer_itself(amendment, seat)],
            "may_answer": bool(amendment.asks_consent and found.open_seats(self.own_parties())),
            "may_take_back": not amendment.is_over and self.may(Right.PROPOSE_AMENDMENT) and writes,
            "may_undo": self.may(Right.KEEP_AGREEMENT) and amendment_verbs.can_be_undone(amendment),
            "may_publish": self.may(Right.KEEP_AGREEMENT) and amendment.can_be_published,
            "next_step": self._next_step(found),
        }

    def _next_step(self, found: ConsentCount) -> tuple[str, str] | None:
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
        if state == AmendmentState.ASKED and found.awaits_decision:
            name, words = "settle-consent", "Stel de instemming vast"
        if not name or not may or (waits and not found.has_enough):
            return None
        return reverse(name, args=[self.deal.slug, amendment.number]), words


class EffectPage(AmendmentView):
    """Answers: what if this came into force? The figures now and then; nothing is stored."""

    right = Right.SEE_DEAL
    title = "Wat verandert er als dit van kracht wordt?"
    template_name = "covenant/agreement/amendment_effect.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The tables of the apps that compute the figures."""
        refusal, found = "", []
        try:
            found = effects(self.amendment, on=self.on)
        except ComingError as error:
            refusal = str(error)
        return super().get_context_data(amendment=self.amendment, effects=found, refusal=refusal, **kwargs)


def _may_answer_itself(amendment: Amendment, seat: ConsentSeat) -> bool:
    """Tell whether a consent was written down for the Party, that may still say otherwise itself."""
    return amendment.asks_consent and seat.consent is not None and seat.agrees and seat.consent.is_recorded_for_party


def _joined(amendment: Amendment, found: ConsentCount) -> list[Party]:
    """The Parties that joined after consent was asked, and whose consent is therefore needed as well."""
    since = amendment.asked_on or amendment.informed_on
    return [seat.party for seat in found.seats if since and seat.party.agreed_from and seat.party.agreed_from > since]


def _seats(found: ConsentCount) -> list[dict[str, object]]:
    return [
        {
            "party": seat.party.code,
            "name": seat.consent.holder if seat.consent else "",
            "consented_on": seat.consent.given_on if seat.consent and seat.agrees else None,
            "refused_on": seat.consent.given_on if seat.consent and seat.refuses else None,
            "is_settled": found.is_complete,
        }
        for seat in found.seats
    ]


class AmendmentStepPage(AmendmentView, SeenFormPage):
    """Base of a step by whoever keeps the agreement. What it refuses is told at the form, with its article."""

    right = Right.KEEP_AGREEMENT
    form_class: ClassVar[type[forms.Form]] = DayForm

    def form(self, data: Posted = None) -> Any:
        """The form of the step."""
        options: Values = {"amendment": self.amendment, "today": timezone.localdate()}
        return self.form_class(data, files=self.uploads(), **options)

    def decides_on(self) -> Amendment:
        """The amendment as it was when the form was opened."""
        return self.amendment

    @transaction.atomic
    def save(self, form: Any) -> str:
        """Take the step; a file that came with it goes when the step is refused."""
        return self.take(form.cleaned_data)

    def take(self, data: dict[str, object]) -> str:
        """Take the step with what the valid form says, and return what to tell."""
        raise NotImplementedError

    def kept(self, data: Values, sort: Document.Sort, title: str, dated_on: date) -> Document | None:
        """The file of the form as a document of the deal; None without one."""
        upload = data.get("document")
        if not upload:
            return None
        values = {"sort": sort, "title": f"{title} bij wijziging {self.amendment.number}", "dated_on": dated_on}
        return keep_document(self.deal, upload=upload, by=self.user, at=timezone.now(), values=values)

    @property
    def who(self) -> Values:
        """Return who takes the step, and when."""
        return {"by": self.user, "at": timezone.now()}


class RequestAmendment(AmendmentStepPage):
    """A Party asks in writing; for an accession the programme team writes down the request of whoever wants to join."""

    right = Right.PROPOSE_AMENDMENT
    form_class = RequestForm
    title = "Verzoek indienen"
    save_label = "Dien het verzoek in"
    takes_files = True

    def load(self) -> None:
        """Only the Party itself asks."""
        super().load()
        is_theirs = self.amendment.party in self.own_parties()
        if not (self.may(Right.KEEP_AGREEMENT) if self.amendment.is_accession else is_theirs):
            raise PermissionDenied

    def introduction(self) -> str:
        """The term that begins with the request, where the deal names one; an accession has none."""
        frozen = "De tekst verandert daarna niet meer."
        term = case_rules(self.deal).term(REQUEST, since=timezone.localdate())
        if self.amendment.is_accession or not term:
            return frozen
        return f"Partijen treden dan binnen {term} in overleg" + fill_in("{art_consultation}") + f". {frozen}"

    def take(self, data: Values) -> str:
        """Submit the request."""
        document = self.kept(data, Document.Sort.REQUEST, "Verzoek", data["on"])
        amendment_verbs.request(self.amendment, on=data["on"], document=document, **self.who)
        return fill_in("Het verzoek is ingediend. {The_programme_team} informeert nu de andere Partijen.")


class InformParties(AmendmentStepPage):
    """The programme team told the other Parties."""

    title = "Partijen zijn geïnformeerd"
    save_label = "Leg dit vast"

    def take(self, data: Values) -> str:
        """Record that the Parties were informed."""
        amendment_verbs.inform(self.amendment, on=data["on"], **self.who)
        if self.amendment.is_accession:
            return "Vastgelegd. De Partijen kunnen nu schriftelijk instemmen."
        term = case_rules(self.deal).term(REQUEST, since=self.amendment.requested_on or data["on"])
        within = f" binnen {term} na het verzoek" if term else ""
        return f"Vastgelegd. Partijen treden{within} in overleg."


class ConsultParties(AmendmentStepPage):
    """The Parties began to talk."""

    title = "Partijen zijn in overleg"
    save_label = "Leg dit vast"

    def take(self, data: Values) -> str:
        """Record that the Parties began to talk."""
        amendment_verbs.consult(self.amendment, on=data["on"], **self.who)
        return fill_in("Vastgelegd. Zet het verzoek nu op de agenda van {the_overleg}.")


class AskConsent(AmendmentStepPage):
    """Puts the amendment on an agenda and asks the Parties to consent."""

    form_class = AskForm
    title = "Om instemming vragen"
    save_label = "Vraag om instemming"
    intro = "Vanaf nu verandert er niets meer aan de tekst of aan wat er zou veranderen."

    def take(self, data: Values) -> str:
        """Ask the Parties for their consent."""
        where = {"meeting": data["meeting"], "agenda": data["agenda"]}
        amendment_verbs.ask_consent(self.amendment, on=data["on"], **where, **self.who)
        return "Elke Partij kan nu instemmen of weigeren."


class RecordConsent(AmendmentStepPage):
    """The minutes say that the Parties consented."""

    form_class = RecordForm
    title = "Vastleggen in het verslag"
    save_label = "Leg vast"
    takes_files = True

    def take(self, data: Values) -> str:
        """Record where the minutes say that the Parties consented."""
        document = self.kept(data, Document.Sort.MINUTES, "Verslag", data["on"])
        where = {"meeting": data["meeting"], "minutes": data["minutes"], "document": document}
        adoption.record(self.amendment, on=data["on"], where=where, **self.who)
        return fill_in("Vastgelegd. {The_minister} kan nu het addendum ondertekenen.")


class SignAddendum(AmendmentStepPage):
    """The minister signed the addendum."""

    form_class = SignForm
    title = "Addendum is ondertekend"
    save_label = "Leg vast"
    takes_files = True

    def take(self, data: Values) -> str:
        """Record that the addendum was signed."""
        addendum = self.kept(data, Document.Sort.ADDENDUM, "Addendum", data["on"])
        assert addendum is not None  # the form asks for it
        adoption.sign(self.amendment, on=data["on"], signed_by=data["signed_by"], addendum=addendum, **self.who)
        return "Het addendum is vastgelegd. Kies nu vanaf welke dag de wijziging van kracht is."


class AdoptAmendment(AmendmentStepPage):
    """Adopts the amendment, from a day that is chosen."""

    form_class = AdoptForm
    title = "Van kracht laten worden"
    save_label = "Maak de nieuwe versie"

    def take(self, data: Values) -> str:
        """Make the next version of the covenant."""
        version = adoption.adopt(self.amendment, on=data["on"], **self.who)
        return f"Versie {version.number} van het convenant is van kracht op {day(version.in_force_on)}."


class PublishAddendum(AmendmentStepPage):
    """Records where the addendum stands in the Staatscourant."""

    form_class = PublishForm
    title = "Publicatie in de Staatscourant"
    save_label = "Leg vast"

    def take(self, data: Values) -> str:
        """Record the publication of the addendum."""
        amendment_verbs.publish(self.amendment, number=data["number"], on=data["on"], url=data["url"], **self.who)
        return "De publicatie is vastgelegd."


class FinishAccession(AmendmentStepPage):
    """Makes the new Party, once enough of the Parties that are bound have consented."""

    form_class = forms.Form
    title = "Toetreding afronden"
    save_label = "Rond de toetreding af"

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def take(self, data: dict[str, object]) -> str:
        """Make the new Party."""
        version = adoption.accede(self.amendment, **self.who)
        return f"{self.amendment.new_name} is Partij vanaf {day(version.in_force_on)}."


class SettleConsent(AmendmentStepPage):
    """Settles that there is enough consent, where a Party that left or another rule made it so."""

    form_class = ReasonForm
    title = "Instemming vaststellen"
    save_label = "Stel vast dat er genoeg instemming is"
    intro = (
        "Er is genoeg instemming doordat een Partij niet meer gebonden is, of doordat de regel veranderde. Niemand "
        "stemde er zelf voor. Stel vast dat het verzoek zo verder kan: dat telt vanaf vandaag, over de Partijen van nu."
    )

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks what made it so."""
        return ReasonForm(data)

    def seen(self) -> list[object]:
        """Return over whom is counted, by which rule, and what they said."""
        found = consent_count(self.amendment, on=timezone.localdate())
        return [self.amendment.version, found.codes, found.rule, found.words]

    def take(self, data: Values) -> str:
        """Settle it."""
        adoption.settle(self.amendment, reason=data["reason"], **self.who)
        return "Vastgesteld dat er genoeg instemming is. Het staat met uw reden in de geschiedenis."


class UndoStep(AmendmentStepPage):
    """Undoes the last recording, which was wrong."""

    form_class = ReasonForm
    title = "Laatste stap ongedaan maken"
    save_label = "Maak de stap ongedaan"
    intro = "Wat er stond blijft in de geschiedenis te lezen, met uw reden erbij. Zet de stap daarna opnieuw."

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks what was wrong."""
        return ReasonForm(data)

    def take(self, data: Values) -> str:
        """Undo the step."""
        amendment_verbs.undo_step(self.amendment, reason=data["reason"], **self.who)
        return f"Ongedaan gemaakt. Het verzoek is nu weer: {self.amendment.get_state_display()}."


class WithdrawRequest(AmendmentStepPage):
    """Takes a request for an amendment back."""

    right = Right.PROPOSE_AMENDMENT
    form_class = ReasonForm
    title = "Verzoek intrekken"
    save_label = "Trek het verzoek in"
    intro = "Het verzoek blijft te lezen, met uw reden erbij. Er verandert niets aan de deal."

    def load(self) -> None:
        """Return who asked, and who keeps the agreement."""
        super().load()
        if not self.writes_for(self.amendment):
            raise PermissionDenied

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks for a reason."""
        return ReasonForm(data)

    def take(self, data: Values) -> str:
        """Take the request back."""
        amendment_verbs.withdraw_request(self.amendment, reason=data["reason"], **self.who)
        return "Het verzoek is ingetrokken."
