"""Pages of documents and of communication (art. 9, 12 and 19)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.covenant.documents.forms import (
    CloseForm,
    DocumentFilter,
    DocumentForm,
    MessageForm,
    OpenForm,
    PublicationForm,
)
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import CoreMessage, Document, Publication, core_message, core_messages
from regiodeal.covenant.meetings.models import Decision, Meeting
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text
from regiodeal.files.kinds import CONTENT_TYPES, FileKind
from regiodeal.files.models import ClosableRecord, open_to
from regiodeal.files.views import file_response
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.pages.form_page import FormPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn

DOCUMENT_COLUMNS = (
    ListColumn("dag", "Datum", lambda row: row.dated_on),
    ListColumn("document", "Document", str),
    ListColumn("soort", "Soort", lambda row: row.get_sort_display()),
    ListColumn("overleg", "{Overleg}", lambda row: str(row.meeting or "")),
    ListColumn("wie", "Voor wie", lambda row: row.get_openness_display()),
)


class DocumentsPage(DownloadableList):
    """Answers: which documents belong to the deal, and who may read them?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Documenten"
    template_name = "covenant/documents/documents.html"
    list_name = "documenten"
    list_columns = DOCUMENT_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The documents that were asked for."""
        return context["documents"]  # type: ignore[return-value]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the agreements."""
        return [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The documents that the user may see, cut to what was asked for."""
        filters = DocumentFilter(self.request.GET)
        asked = filters.cleaned_data if filters.is_valid() else {}
        rows = Document.objects.visible_to(self.deal, **self.reader()).filter(dated_on__lte=self.on)
        if asked.get("zoek"):
            rows = rows.filter(title__icontains=asked["zoek"])
        if asked.get("soort"):
            rows = rows.filter(sort=asked["soort"])
        return super().get_context_data(
            filters=filters,
            is_filtered=any(asked.values()),
            documents=rows.select_related("meeting", "requester", "removed_by"),
            **kwargs,
        )


class AddDocument(FormPage):
    """Keeps a document; `?overleg=3&soort=minutes` fills in to begin with."""

    right = Right.KEEP_MEETINGS
    title = "Document toevoegen"
    save_label = "Voeg toe"
    takes_files = True

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Documenten", self.address())]

    def form(self, data: Posted = None) -> DocumentForm:
        """Return the form of a new document, empty or as it was sent."""
        asked = self.request.GET
        initial = {name: asked[key] for name, key in (("meeting", "overleg"), ("sort", "soort")) if key in asked}
        return DocumentForm(data, files=self.uploads(), deal=self.deal, today=timezone.localdate(), initial=initial)

    def save(self, form: DocumentForm) -> str:
        """Store the document."""
        upload = form.cleaned_data["file"]
        document = keep_document(self.deal, upload=upload, by=self.user, at=timezone.now(), values=form.values())
        return f"{document} staat bij de documenten."

    def address(self) -> str:
        """Return the address of the list."""
        return reverse("documents", args=[self.deal.slug])


class DocumentView(DealPage):
    """Base of the pages of one document."""

    section = "obligations"

    document: Document

    def load(self) -> None:
        """Fetch the document, cut to what the user may see."""
        rows = Document.objects.visible_to(self.deal, **self.reader())
        rows = rows.select_related("meeting", "requester", "uploaded_by", "removed_by")
        self.document = get_object_or_404(rows, pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Documenten", reverse("documents", args=[self.deal.slug]))]


class DocumentPage(DocumentView):
    """One document: what it is, for whom, and the file."""

    right = Right.SEE_DEAL
    template_name = "covenant/documents/document.html"

    def page_title(self) -> str:
        """Title the page by the document."""
        return str(self.document)

    def get_context_data(self, **kwargs: object) -> Context:
        """The document and what happened to it."""
        changes = self.document.events.select_related("by").order_by("-at", "-pk")
        return super().get_context_data(document=self.document, changes=changes, **kwargs)


class DocumentFile(DealView):
    """Gives the file itself."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give the file to whoever may see the document; nobody else knows of it."""
        rows = Document.objects.visible_to(self.deal, **self.reader())
        document = get_object_or_404(rows, pk=self.kwargs["pk"], removed_at__isnull=True)
        content_type = CONTENT_TYPES[FileKind(document.kind)]
        return file_response(document.file, name=document.name, content_type=content_type)


class RemoveDocument(DocumentView, SeenFormPage):
    """Throws the file of a document away, with a reason that stays."""

    right = Right.KEEP_MEETINGS
    title = "Bestand verwijderen"
    save_label = "Verwijder het bestand"
    intro = "Het bestand gaat weg en komt niet terug. Uw naam, de dag en de reden blijven staan."

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks for a reason."""
        return ReasonForm(data)

    def seen(self) -> list[object]:
        """The file that goes."""
        return [self.document.pk, self.document.name, self.document.openness, self.document.removed_at]

    @transaction.atomic
    def save(self, form: ReasonForm) -> str:
        """Remove the file of the document."""
        reason = form.cleaned_data["reason"][:300]
        self.document.remove(by=self.user, at=timezone.now(), reason=reason)
        return f"Het bestand van {self.document} is verwijderd."

    def address(self) -> str:
        """Return the address of the document."""
        return reverse("document", args=[self.deal.slug, self.document.pk])


class ChangeOpenness(SeenFormPage):
    """Closes a record at the request of a Party, or opens it again because a duty asks so (art. 11 lid 1)."""

    right = Right.KEEP_MEETINGS

    record: ClosableRecord

    def load(self) -> None:
        """Fetch the minutes, decision or document of this deal that the user may see."""
        kinds: dict[str, Any] = {"overleg": Meeting, "besluit": Decision, "document": Document}
        rows = kinds[self.kwargs["kind"]].objects.filter(open_to(**self.reader()), deal=self.deal)
        self.record = get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by the record."""
        return f"Openbaarheid van: {self.record}"

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what it does to the record as it is."""
        closed = self.record.is_confidential
        words = {"save": "Maak openbaar", "intro": _OPEN} if closed else {"save": "Maak vertrouwelijk", "intro": _CLOSE}
        return super().get_context_data(**words | kwargs)

    def seen(self) -> list[object]:
        """For whom the record is now, and why."""
        record = self.record
        return [record.openness, record.requester_id, record.requested_on, record.ground, record.duty, record.exception]

    def form(self, data: Posted = None) -> CloseForm | OpenForm:
        """Close what is open, open what is closed."""
        if self.record.is_confidential:
            return OpenForm(data)
        return CloseForm(data, deal=self.deal, today=timezone.localdate())

    def save(self, form: CloseForm | OpenForm) -> str:
        """Change for whom the record is."""
        data = form.cleaned_data
        if isinstance(form, OpenForm):
            self.record.open_again(duty=data["duty"], exception=data["exception"], by=self.user, at=timezone.now())
            return "Dit is nu openbaar."
        self.record.close_for(
            data["requester"], ground=data["ground"], on=data["requested_on"], by=self.user, at=timezone.now()
        )
        return "Dit is nu vertrouwelijk."

    def address(self) -> str:
        """Return the address of the page of the record."""
        record = self.record
        if isinstance(record, Decision):
            return reverse("decision", args=[self.deal.slug, record.code])
        return reverse("meeting" if isinstance(record, Meeting) else "document", args=[self.deal.slug, record.pk])


_CLOSE = deal_text(
    "Wat de Partijen uitwisselen is openbaar. Vraagt een Partij om geheimhouding, dan ziet daarna alleen die Partij "
    "dit nog, en wie het bijhoudt: {the_bureau}, de beoordelaar en {the_treasurer}."
)


_OPEN = deal_text(
    "Een Partij vroeg om geheimhouding. Openbaar maken kan toch als de wet, een rechterlijke uitspraak of deze Regio "
    "Deal dat vraagt{art_openness}."
)


class CommunicationPage(DealPage):
    """Answers: what do we say about the deal, by which plan, and where was it published?"""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Communicatie en publicatie"
    template_name = "covenant/documents/communication.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the agreements."""
        return [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The core message that holds and its versions, the plans, working agreements and publications."""
        documents = Document.objects.visible_to(self.deal, **self.reader()).filter(removed_at__isnull=True)
        return super().get_context_data(
            message=core_message(self.deal, on=self.on),
            versions=list(reversed(core_messages(self.deal))),
            plans=documents.filter(sort=Document.Sort.PLAN).select_related("meeting"),
            working=documents.filter(sort=Document.Sort.WORKING).select_related("meeting"),
            publications=Publication.objects.filter(deal=self.deal),
            **kwargs,
        )


class CommunicationForms(SeenFormPage):
    """Base of the forms of communication."""

    right = Right.KEEP_MEETINGS

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the page of communication."""
        return [("Communicatie en publicatie", self.address())]

    def address(self) -> str:
        """Return the address of the page of communication."""
        return reverse("communication", args=[self.deal.slug])


class AdoptMessage(CommunicationForms):
    """Adds a version of the core message."""

    title = "Nieuwe kernboodschap"
    save_label = "Leg de kernboodschap vast"
    intro = "De vorige versies blijven te lezen. De tekst van het convenant verandert hier niet door."

    def seen(self) -> list[object]:
        """The message that holds now, which the form begins with."""
        return [core_message(self.deal, on=self.on).version, core_message(self.deal, on=self.on).text]

    def form(self, data: Posted = None) -> MessageForm:
        """The message that holds, to change."""
        initial = {"text": core_message(self.deal, on=self.on).text, "valid_from": self.on}
        return MessageForm(data, deal=self.deal, initial=initial)

    def save(self, form: MessageForm) -> str:
        """Add a version of the core message."""
        data = form.cleaned_data
        message = CoreMessage.adopt(
            self.deal,
            data["text"],
            valid_from=data["valid_from"],
            meeting=data["meeting"],
            by=self.user,
            at=timezone.now(),
        )
        return f"Versie {message.version} van de kernboodschap is vastgelegd."


class AddPublication(CommunicationForms):
    """Adds a publication in the Staatscourant."""

    title = "Publicatie toevoegen"

    def form(self, data: Posted = None) -> PublicationForm:
        """Return the form of a new publication, empty or as it was sent."""
        return PublicationForm(data, instance=Publication(deal=self.deal))

    def save(self, form: PublicationForm) -> str:
        """Add the publication."""
        Publication(deal=self.deal).enter(by=self.user, at=timezone.now(), values=form.values())
        return "De publicatie staat in de lijst."


class ChangePublication(CommunicationForms):
    """Changes a publication."""

    title = "Publicatie aanpassen"

    publication: Publication

    def load(self) -> None:
        """Fetch the publication of this deal."""
        self.publication = get_object_or_404(Publication, deal=self.deal, pk=self.kwargs["pk"])

    def form(self, data: Posted = None) -> PublicationForm:
        """The publication as it stands."""
        return PublicationForm(data, instance=Publication.objects.get(pk=self.publication.pk))

    def save(self, form: PublicationForm) -> str:
        """Change the publication."""
        version = form.cleaned_data["version"] or 0
        self.publication.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        return "De publicatie is aangepast."
