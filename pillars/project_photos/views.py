"""Photos of a project: add one, show it, decide for whom it is, and let go of it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.project_photos.forms import ProjectPhotoForm, RemovePhotoForm
from pillars.project_photos.models import ProjectPhoto
from pillars.projects.models import Project
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.files.views import photo_response
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.pages.deal_page import Context, DealView
from regiodeal.pages.form_page import FormPage


class ProjectPhotoView(DealView):
    """Gives the photo itself, to whoever may see its project."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show it; 404 for one that is gone, and of a project that one may not know of."""
        projects = Project.objects.visible_to(self.rights).filter(deal_id=self.deal.pk, code=self.kwargs["code"])
        rows = ProjectPhoto.objects.kept().filter(project__in=projects)
        photo = get_object_or_404(rows, pk=self.kwargs["pk"])
        return photo_response(photo.file, name=photo.name)


class AddProjectPhoto(FormPage):
    """Adds a photo to a project."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Foto toevoegen"
    takes_files = True

    project: Project

    def load(self) -> None:
        """Fetch the project of this deal."""
        self.project = get_object_or_404(
            Project.objects.visible_to(self.rights), deal_id=self.deal.pk, code=self.kwargs["code"]
        )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the project."""
        return [("Projecten", reverse("projects", args=[self.deal.slug])), (str(self.project), self.address())]

    def address(self) -> str:
        """Return the address of the photos of the project."""
        return reverse("project", args=[self.deal.slug, self.project.code]) + "#fotos"

    def form(self, data: Posted = None) -> ProjectPhotoForm:
        """Return the form of a new photo."""
        return ProjectPhotoForm(data, files=self.uploads())

    def save(self, form: ProjectPhotoForm) -> str:
        """Keep the photo."""
        photo = form.cleaned_data["photo"]
        ProjectPhoto.add(self.project, photo=photo, by=self.user, at=timezone.now(), values=form.values())
        return "De foto staat bij het project."


class ChangeProjectPhoto(FormPage):
    """Removes a photo, or changes whether everybody may see it."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Foto verwijderen of openbaar maken"
    template_name = "pillars/project_photos/change_photo.html"
    save_label = "Verwijder de foto"

    photo: ProjectPhoto

    def load(self) -> None:
        """Fetch the photo of this project; 404 for one that is gone."""
        rows = ProjectPhoto.objects.kept().filter(project__deal_id=self.deal.pk, project__code=self.kwargs["code"])
        self.photo = get_object_or_404(rows.select_related("project"), pk=self.kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the project."""
        project = self.photo.project
        return [("Projecten", reverse("projects", args=[self.deal.slug])), (str(project), self.address())]

    def address(self) -> str:
        """Return the address of the photos of the project."""
        return reverse("project", args=[self.deal.slug, self.photo.project.code]) + "#fotos"

    def form(self, data: Posted = None) -> RemovePhotoForm:
        """Return the form that asks why; whoever only changes for whom it is, needs no reason."""
        form = RemovePhotoForm(data)
        form.fields["reason"].required = data is None or "everybody" not in data
        return form

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the photo, and what the form carries of how it stands."""
        return super().get_context_data(photo=self.photo, seen=digest_of(self._stands()), **kwargs)

    def hold_what_was_seen(self) -> None:
        """Refuse what was decided on a photo that changed meanwhile."""
        seen = self.request.POST.get("seen", "")
        hold_digest(self._stands(), seen, title=str(self.photo), url=self.address())

    def _stands(self) -> list[object]:
        return [self.photo.pk, self.photo.is_public]

    def save(self, form: RemovePhotoForm) -> str:
        """Do what was chosen."""
        everybody = self.request.POST.get("everybody", "")
        if everybody in {"ja", "nee"}:
            self.photo.show_to(everybody=everybody == "ja", by=self.user, at=timezone.now())
            return "De foto is nu openbaar." if everybody == "ja" else "De foto is niet meer openbaar."
        self.photo.remove(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return "De foto is verwijderd."
