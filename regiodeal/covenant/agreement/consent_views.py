"""What a Party says to an amendment: by itself, or as the programme team received it by e-mail (art. 12 lid 2)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from regiodeal.base.forms import Posted
from regiodeal.base.refusals import MovedOnError
from regiodeal.base.values import Values
from regiodeal.covenant.agreement import adoption
from regiodeal.covenant.agreement.consents import ConsentCount, asked_of, consent_count
from regiodeal.covenant.agreement.covenant_differences import differences
from regiodeal.covenant.agreement.forms import ConsentForm, MailedConsentForm
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.agreement.views import AmendmentStepPage
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.seen import moved, seen_version
from regiodeal.pages.deal_page import Context


class AnswerPage(AmendmentStepPage):
    """Base of an answer to what is asked, which stands beside the form."""

    save_label = "Leg het antwoord vast"
    takes_files = True
    template_name = "covenant/agreement/give_consent.html"
    for_party = False

    standing: ConsentCount

    def load(self) -> None:
        """Count the consents."""
        super().load()
        self.standing = consent_count(self.amendment, on=timezone.localdate())

    def refuse_when_over(self) -> None:
        """404 when nothing is asked; what was typed meanwhile comes back, with what became of the case."""
        if self.amendment.asks_consent:
            return
        if self.request.method == "POST":
            raise MovedOnError([moved(self.amendment, seen_version(self.request.POST), url=self.address())])
        raise Http404

    def decides_on(self) -> Amendment:
        """What is asked; `seen` says what of it counts."""
        return self.amendment

    def keep(self, party: Party, data: Values) -> str:
        """Keep the answer with its document."""
        document = self.kept(data, Document.Sort.CONSENT, f"Verklaring van {party.code}", data["given_on"])
        values = data | {"document": document}
        consent = adoption.answer(self.amendment, party, values=values, for_party=self.for_party, **self.who)
        if self.amendment.covenant_version:
            found = consent_count(self.amendment, on=timezone.localdate())
            return f"{found.consented}: {self.amendment.new_name} is nu Partij."
        return f"Vastgelegd: {consent}."

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what is asked, beside the form."""
        rows = differences(self.deal, self.amendment.changes.all(), on=self.on)
        return super().get_context_data(amendment=self.amendment, differences=rows, for_party=self.for_party, **kwargs)


class GiveConsent(AnswerPage):
    """A Party consents or refuses: for one's own Party, and no other."""

    right = Right.REPRESENT_PARTY
    title = "Instemmen of weigeren"

    party: Party

    def load(self) -> None:
        """Find one's own Party. 404 when there is nothing to answer for it."""
        super().load()
        own = self.own_parties()
        if not own:
            raise PermissionDenied
        seats = self.standing.open_seats(own) or self.standing.of(own)
        self.refuse_when_over()
        if not seats:
            raise Http404
        self.party = seats[0].party

    def seen(self) -> list[object]:
        """What the Party is asked, and what it said before."""
        return asked_of(self.amendment, self.party)

    def page_title(self) -> str:
        """Title the page by the Party that answers."""
        return f"Instemmen of weigeren namens {self.party.code}"

    def form(self, data: Posted = None) -> ConsentForm:
        """Return the form of an answer."""
        return ConsentForm(data, files=self.uploads(), today=timezone.localdate())

    def take(self, data: dict[str, object]) -> str:
        """Store the answer of the Party."""
        return self.keep(self.party, data)


class RecordMailedConsent(AnswerPage):
    """The programme team writes down what a Party mailed, with the mail; the Party sees who did so."""

    right = Right.RECORD_CONSENT
    title = "Antwoord per e-mail vastleggen"
    intro = deal_text(
        "Partijen maken hun instemming kenbaar aan {the_programme_team}{art_consent}. Leg hier vast wat een Partij u "
        "per e-mail of brief schreef. De Partij ziet dat, en kan zelf anders antwoorden."
    )
    for_party = True

    def load(self) -> None:
        """404 when nothing is asked."""
        super().load()
        self.refuse_when_over()

    def seen(self) -> list[object]:
        """What is asked, and what the Parties said before."""
        return asked_of(self.amendment, None)

    def form(self, data: Posted = None) -> MailedConsentForm:
        """An answer of one of the Parties from which one can still come."""
        open_seats = [seat.party for seat in self.standing.seats if not seat.agrees]
        return MailedConsentForm(data, files=self.uploads(), parties=open_seats, today=timezone.localdate())

    def take(self, data: Values) -> str:
        """Store the answer that a Party mailed."""
        return self.keep(data.pop("party"), data)
