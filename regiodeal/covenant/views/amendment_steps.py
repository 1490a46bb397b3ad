"""The steps of an amendment, one form each."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from regiodeal.covenant.agreement import agreeing, amending
from regiodeal.covenant.agreement.forms import (
    AdoptForm,
    AskForm,
    DayForm,
    PublishForm,
    RecordForm,
    RequestForm,
    SignForm,
)
from regiodeal.covenant.dutch import day
from regiodeal.covenant.forms import ReasonForm
from regiodeal.covenant.models import Document
from regiodeal.covenant.openness.documents import keep_document
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.amendment_base import AmendmentView
from regiodeal.covenant.views.forms import FormPage


class StepForm(AmendmentView, FormPage):
    """Base of a step by who keeps the agreement. What it refuses is told at the form, with its article."""

    right = Right.KEEP_AGREEMENT
    form_class: ClassVar[type[forms.Form]] = DayForm

    def form(self, *args: Any) -> Any:
        """The form of the step."""
        options: dict[str, Any] = {"amendment": self.amendment, "today": timezone.localdate()}
        return self.form_class(*args, **options)

    @transaction.atomic
    def save(self, form: Any) -> str:
        """Take the step; a file that came with it goes when the step is refused."""
        return self.take(form.cleaned_data)

    def take(self, data: dict[str, Any]) -> str:
        """Take the step with what the valid form says, and return what to tell."""
        raise NotImplementedError

    def kept(self, data: dict[str, Any], sort: Document.Sort, title: str, dated_on: date) -> Document | None:
        """The file of the form as a document of the deal; None without one."""
        upload = data.get("document")
        if not upload:
            return None
        values = {"sort": sort, "title": f"{title} bij wijziging {self.amendment.number}", "dated_on": dated_on}
        return keep_document(self.deal, upload=upload, by=self.user, at=timezone.now(), values=values)

    @property
    def who(self) -> dict[str, Any]:
        """Who takes the step, and when."""
        return {"by": self.user, "at": timezone.now()}


class RequestAmendment(StepForm):
    """A Party asks in writing; for an accession the programme team writes down the request of who wants to join."""

    right = Right.PROPOSE_AMENDMENT
    form_class = RequestForm
    title = "Verzoek indienen"
    save_label = "Dien het verzoek in"
    takes_files = True
    intro = "Daarna lopen de zes weken waarin Partijen in overleg treden (art. 12 lid 2). De tekst verandert niet meer."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Only the Party itself asks."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        is_theirs = self.amendment.party in self.own_parties()
        if not (self.may(Right.KEEP_AGREEMENT) if self.amendment.is_accession else is_theirs):
            raise PermissionDenied

    def take(self, data: dict[str, Any]) -> str:
        """Ask."""
        document = self.kept(data, Document.Sort.REQUEST, "Verzoek", data["on"])
        amending.request(self.amendment, on=data["on"], document=document, **self.who)
        return "Het verzoek is ingediend. Het programmateam Regio Deals BZK informeert nu de andere Partijen."


class InformParties(StepForm):
    """The programme team told the other Parties."""

    title = "Partijen zijn geïnformeerd"
    save_label = "Leg dit vast"

    def take(self, data: dict[str, Any]) -> str:
        """Record it."""
        amending.inform(self.amendment, on=data["on"], **self.who)
        if self.amendment.is_accession:
            return "Vastgelegd. De Partijen kunnen nu schriftelijk instemmen."
        return "Vastgelegd. Partijen treden binnen de zes weken in overleg."


class ConsultParties(StepForm):
    """The Parties began to talk."""

    title = "Partijen zijn in overleg"
    save_label = "Leg dit vast"

    def take(self, data: dict[str, Any]) -> str:
        """Record it."""
        amending.consult(self.amendment, on=data["on"], **self.who)
        return "Vastgelegd. Zet het verzoek nu op de agenda van het Rijk-Regio-overleg."


class AskConsent(StepForm):
    """It is on the agenda, and the Parties are asked."""

    form_class = AskForm
    title = "Om instemming vragen"
    save_label = "Vraag om instemming"
    intro = "Vanaf nu verandert er niets meer aan de tekst of aan wat er zou veranderen."

    def take(self, data: dict[str, Any]) -> str:
        """Ask."""
        where = {"meeting": data["meeting"], "agenda": data["agenda"]}
        amending.ask_consent(self.amendment, on=data["on"], **where, **self.who)
        return "Elke Partij kan nu instemmen of weigeren."


class RecordConsent(StepForm):
    """The minutes say that all consented."""

    form_class = RecordForm
    title = "Vastleggen in het verslag"
    save_label = "Leg vast"
    takes_files = True

    def take(self, data: dict[str, Any]) -> str:
        """Record it."""
        document = self.kept(data, Document.Sort.MINUTES, "Verslag", data["on"])
        where = {"meeting": data["meeting"], "minutes": data["minutes"], "document": document}
        agreeing.record(self.amendment, on=data["on"], where=where, **self.who)
        return "Vastgelegd. De minister van BZK kan nu het addendum ondertekenen."


class SignAddendum(StepForm):
    """The minister of BZK signed the addendum."""

    form_class = SignForm
    title = "Addendum is ondertekend"
    save_label = "Leg vast"
    takes_files = True

    def take(self, data: dict[str, Any]) -> str:
        """Record it."""
        addendum = self.kept(data, Document.Sort.ADDENDUM, "Addendum", data["on"])
        assert addendum is not None  # the form asks for it
        agreeing.sign(self.amendment, on=data["on"], signed_by=data["signed_by"], addendum=addendum, **self.who)
        return "Het addendum is vastgelegd. Kies nu vanaf welke dag de wijziging van kracht is."


class AdoptAmendment(StepForm):
    """From which day does it hold?"""

    form_class = AdoptForm
    title = "Van kracht laten worden"
    save_label = "Maak de nieuwe versie"

    def take(self, data: dict[str, Any]) -> str:
        """Make the next version of the covenant."""
        version = agreeing.adopt(self.amendment, on=data["on"], **self.who)
        return f"Versie {version.number} van het convenant is van kracht op {day(version.in_force_on)}."


class PublishAddendum(StepForm):
    """Where it stands in the Staatscourant."""

    form_class = PublishForm
    title = "Publicatie in de Staatscourant"
    save_label = "Leg vast"

    def take(self, data: dict[str, Any]) -> str:
        """Keep it."""
        amending.publish(self.amendment, number=data["number"], on=data["on"], url=data["url"], **self.who)
        return "De publicatie is vastgelegd."


class FinishAccession(StepForm):
    """All have consented, since who had not left the deal."""

    form_class = forms.Form
    title = "Toetreding afronden"
    save_label = "Rond de toetreding af"

    def form(self, *args: Any) -> forms.Form:
        """Nothing to fill in."""
        return forms.Form(*args)

    def take(self, data: dict[str, Any]) -> str:
        """Make the new Party."""
        version = agreeing.accede(self.amendment, **self.who)
        return f"{self.amendment.new_name} is Partij vanaf {day(version.in_force_on)}."


class WithdrawRequest(StepForm):
    """Takes the request back."""

    right = Right.PROPOSE_AMENDMENT
    form_class = ReasonForm
    title = "Verzoek intrekken"
    save_label = "Trek het verzoek in"
    intro = "Het verzoek blijft te lezen, met uw reden erbij. Er verandert niets aan de deal."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Who asked, and who keeps the agreement."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not self.writes_for(self.amendment):
            raise PermissionDenied

    def form(self, *args: Any) -> ReasonForm:
        """Why."""
        return ReasonForm(*args)

    def take(self, data: dict[str, Any]) -> str:
        """Take it back."""
        amending.withdraw_request(self.amendment, reason=data["reason"], **self.who)
        return "Het verzoek is ingetrokken."
