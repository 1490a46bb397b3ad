"""The pages of one import, whatever its rows are: how far it is, what it changes, and the decision of its owner."""

from collections.abc import Callable, Sequence
from typing import IO, Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from regiodeal.files.kinds import UnreadableFileError
from regiodeal.files.scanning import scan
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.sheets.differences import Pages
from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.formats.write import CONTENT_TYPES
from regiodeal.sheets.jobs import counts_in_words, job
from regiodeal.sheets.models import FileImport, ImportState
from regiodeal.sheets.reading import SheetKind, inspect

ROWS_A_PAGE = 50


def download(file: IO[bytes], kind: SheetKind, name: str) -> FileResponse:
    """A file that was just written, under a name that says what it is."""
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{kind}", content_type=CONTENT_TYPES[kind])


class ImportAccess(DealView):
    """Base of the views of one import; colleagues who enter may look, and its owner decides.

    `names` is what the names of its addresses begin with: names-job, names-progress, names-enter and names-discard.
    """

    model: ClassVar[type[FileImport]]
    names: ClassVar[str]
    imported: Any

    def load(self) -> None:
        """Fetch the import within the deal."""
        imports = self.model._default_manager.filter(deal=self.deal).select_related("uploaded_by", "deal")
        self.imported = get_object_or_404(imports, pk=self.kwargs["pk"])
        self.imported.fail_when_silent(at=timezone.now())  # also while no worker is there to find it out

    @property
    def is_mine(self) -> bool:
        """Tell whether this user uploaded the file."""
        return bool(self.imported.uploaded_by_id == self.user.pk)

    def watched(self) -> Context:
        """Return what components/job.html shows of the import."""
        return job(self.imported, self.address("progress"))

    def address(self, name: str) -> str:
        """The address of another view of this import."""
        return reverse(f"{self.names}-{name}", args=[self.deal.slug, self.imported.pk])


class FileImportPage(ImportAccess, DealPage):
    """One file: how far it is, then what it changes cell by cell, or what is wrong with it row by row."""

    start: ClassVar[tuple[str, str]]  # title and name of the page where one chooses a file

    def page_title(self) -> str:
        """Title the page by the file."""
        return f"Inlezen: {self.imported.file_name}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The page where one chooses a file."""
        title, name = self.start
        return [(title, reverse(name, args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The import, and one page of its differences or faults."""
        imported = self.imported
        if imported.state == ImportState.CHECKED:
            kwargs["page_obj"] = self.changes_page()
        elif imported.state == ImportState.REFUSED:
            kwargs["page_obj"] = self.page(imported.fault_count, imported.folder.faults)
        return super().get_context_data(
            imported=imported,
            job=self.watched(),
            is_mine=self.is_mine,
            counts_in_words=counts_in_words(imported),
            unchanged_count=max(imported.row_count - imported.change_count, 0),
            unread_names=", ".join(imported.unread_columns),
            start_url=reverse(self.start[1], args=[self.deal.slug]),
            enter_url=self.address("enter"),
            discard_url=self.address("discard"),
            **kwargs,
        )

    def changes_page(self) -> object:
        """One page of the rows that change something."""
        return self.page(self.imported.change_count, self.differences)

    def differences(self, start: int, stop: int) -> Sequence[object]:
        """Some of the rows that change something, by place."""
        raise NotImplementedError

    def page(self, count: int, read: Callable[[int, int], Sequence[object]]) -> object:
        """The page that was asked for, of a list that is read only as far as it needs."""
        return Paginator(Pages(count, read), ROWS_A_PAGE).get_page(self.request.GET.get("page"))


class FileImportProgress(ImportAccess):
    """Shows how far the work is: the part of the page that renews itself."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Rows done of rows to do. When it is over the whole page is asked for again, with what came of it."""
        response = render(request, "components/job.html", {"job": self.watched()})
        response["Cache-Control"] = "no-store"
        if not self.imported.is_busy:
            response["HX-Refresh"] = "true"
        return response


class DecideFileImport(ImportAccess):
    """Base of what only the owner of a file decides."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Decide once, also when the button is pressed twice, and say when it was too late."""
        if not self.is_mine:
            raise PermissionDenied
        if not self.decide():
            messages.error(request, "Dat kan niet meer: dit bestand is al verwerkt.")
        return redirect(self.address("job"))

    def decide(self) -> bool:
        """Take the decision; False when it comes too late."""
        raise NotImplementedError


class EnterFileImport(DecideFileImport):
    """Enters all that a checked file changes, as drafts or submitted."""

    def decide(self) -> bool:
        """Accept the import and start entering it."""
        submit = "submit" in self.request.POST
        if not self.imported.accept(by=self.user, submit=submit, at=timezone.now()):
            return False
        self.start()
        return True

    def start(self) -> None:
        """Enter the rows, now or by a worker."""
        raise NotImplementedError


class DiscardFileImport(DecideFileImport):
    """Lets a file go without entering it."""

    def decide(self) -> bool:
        """Let it go, and take its files away."""
        if not self.imported.discard(by=self.user, at=timezone.now()):
            return False
        self.imported.folder.remove()
        return True


class UploadForm(forms.Form):
    """The file to read, checked by what it holds and not by its name."""

    file = forms.FileField(
        label="Bestand",
        max_length=200,
        help_text=f"Een XLSX-, ODS- of CSV-bestand van ten hoogste {settings.EXCHANGE_FILE_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large, empty, damaged, or no file of rows and columns."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            self.upload = inspect(file.file, file.size or 0)  # type: ignore[arg-type]  # a file that can be read and sought
        except UnreadableError as refusal:
            raise ValidationError(str(refusal)) from refusal
        try:
            scan(file.file)  # type: ignore[arg-type]
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file
