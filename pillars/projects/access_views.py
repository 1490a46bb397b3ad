"""Pages on which the bureau gives the people of an executor access, and ends it."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.projects.models import ContactPerson, Executor, ExecutorAccount
from pillars.projects.partners import admit, admit_all, end_access, tell_of_access, to_admit
from regiodeal.base.dutch import counted
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage

ENDED_BY_HAND = "Door het bureau beëindigd."
NOBODY = "Er is niemand zonder toegang: voeg eerst contactpersonen toe bij de uitvoerders."


class _PartnerStep(FormPage):
    """A question with one button about somebody of an executor, after which one is back at the executor."""

    right = Right.ADMIT_PARTNERS
    section = "measures"
    template_name = "components/confirm_page.html"

    executor: Executor
    button = ""

    def load(self) -> None:
        """Fetch the executor of this deal."""
        self.executor = get_object_or_404(Executor, deal_id=self.deal.pk, pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the executor."""
        return [("Uitvoerders", reverse("executors", args=[self.deal.slug])), (self.executor.name, self.address())]

    def address(self) -> str:
        """Return the address of the executor."""
        return reverse("executor", args=[self.deal.slug, self.executor.pk])

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def text(self) -> str:
        """Tell what confirming does."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the question that one confirms."""
        return super().get_context_data(title=self.page_title(), text=self.text(), button=self.button, **kwargs)


class AdmitPartner(_PartnerStep):
    """Gives a contact person of an executor access to its projects."""

    title = "Toegang geven?"
    button = "Geef toegang"

    contact: ContactPerson

    def load(self) -> None:
        """Fetch the contact person of this executor."""
        super().load()
        self.contact = get_object_or_404(ContactPerson, executor=self.executor, pk=self.kwargs["contact"])

    def text(self) -> str:
        """Tell what it does."""
        return (
            f"{self.contact.name} ({self.contact.email}) krijgt een mail, logt in met een code en antwoordt voor de "
            f"projecten van {self.executor}. Van de rest van de deal ziet deze persoon alleen wat openbaar is."
        )

    def save(self, form: forms.Form) -> str:
        """Give it, and mail how one signs in."""
        account = admit(self.contact, by=self.user, at=timezone.now())
        self.request.about = account.user  # type: ignore[attr-defined]  # for the audit trail
        told = f"{account.user} heeft nu toegang tot de projecten van {self.executor}."
        return told if tell_of_access(account) else f"{told} De mail daarover is niet verstuurd. Laat het zelf weten."


class AdmitPartners(FormPage):
    """Gives every contact person access who has none yet, in one go."""

    right = Right.ADMIT_PARTNERS
    section = "measures"
    title = "Alle contactpersonen toegang geven?"
    template_name = "components/confirm_page.html"

    def address(self) -> str:
        """Return the address of the executors."""
        return reverse("executors", args=[self.deal.slug])

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def get_context_data(self, **kwargs: object) -> Context:
        """Name those whom it is about."""
        people = list(to_admit(self.deal))
        names = ", ".join(f"{row.name} ({row.executor})" for row in people)
        who = counted(len(people), "persoon krijgt", "mensen krijgen")
        text = f"{who} een mail om in te loggen met een code: {names}." if people else NOBODY
        return super().get_context_data(title=self.title, text=text, button="Geef toegang", **kwargs)

    def save(self, form: forms.Form) -> str:
        """Give it, and mail everybody how one signs in."""
        accounts, refused = admit_all(self.deal, by=self.user, at=timezone.now())
        unsent = [str(account.user) for account in accounts if not tell_of_access(account)]
        told = [f"{counted(len(accounts), 'persoon heeft', 'mensen hebben')} nu toegang.", *refused]
        return " ".join(told + ([f"Niet gemaild: {', '.join(unsent)}."] if unsent else []))


class EndPartnerAccess(_PartnerStep):
    """Ends the access of somebody to the projects of an executor."""

    title = "De toegang beëindigen?"
    button = "Ja, beëindig de toegang"

    account: ExecutorAccount

    def load(self) -> None:
        """Fetch the access to this executor."""
        super().load()
        accounts = ExecutorAccount.objects.select_related("user", "executor__deal")
        self.account = get_object_or_404(accounts, executor=self.executor, pk=self.kwargs["account"])
        self.request.about = self.account.user  # type: ignore[attr-defined]  # for the audit trail

    def text(self) -> str:
        """Tell what it does, and what stays."""
        return f"{self.account.user} antwoordt dan niet meer voor {self.executor}. Wat is geantwoord, blijft staan."

    def save(self, form: forms.Form) -> str:
        """End it."""
        end_access(self.account, by=self.user, at=timezone.now(), reason=ENDED_BY_HAND)
        return f"De toegang van {self.account.user} is beëindigd."
