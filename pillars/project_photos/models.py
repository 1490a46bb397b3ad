"""Photos of projects."""

from datetime import datetime
from typing import Self

from django.core.files.base import ContentFile
from django.db import models, transaction

from pillars.projects.models import Project
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.files.kinds import FileKind, digest, safe_name
from regiodeal.files.models import KeptFile, Openness
from regiodeal.lifecycle.register import RegisterRow

NO_PEOPLE = "Er staat iemand op. Schrijf op wie, en dat die het goed vindt."


class ProjectPhotoQuerySet(models.QuerySet["ProjectPhoto"]):
    """Photos, by who may see them."""

    def kept(self) -> Self:
        """Keep the photos that are still there."""
        return self.filter(removed_at__isnull=True)

    def public(self) -> Self:
        """The photos that anybody may see: public ones of public projects."""
        return self.kept().filter(is_public=True, project__openness=Openness.PUBLIC)


class ProjectPhoto(KeptFile):
    """A photo of a project, as small as it is shown and without what the camera wrote in it.

    Kept: who has a role sees it, and anybody where it and its project are public. Removed, for instance because
    somebody on it does not agree any more: the picture, its description and the names of who is on it are gone; who
    removed it, when and why stays.
    """

    folder = "photos"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="photos", verbose_name="project")
    alternative = models.CharField("wat erop te zien is", max_length=300, blank=True)
    shows_people = models.BooleanField("er staan mensen herkenbaar op", default=False)
    people = models.CharField("wie erop staan", max_length=300, blank=True)
    has_consent = models.BooleanField("zij vinden het goed", default=False)
    is_public = models.BooleanField("openbaar", default=False)

    objects = ProjectPhotoQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = "foto van een project"
        verbose_name_plural = "foto's van projecten"
        constraints = [
            *KeptFile.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(shows_people=False)
                | models.Q(removed_at__isnull=False)
                | (models.Q(has_consent=True) & ~models.Q(people="")),
                name="pillars_projectphoto_people_agreed",
                violation_error_message=NO_PEOPLE,
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, alternative__gt="")
                | models.Q(removed_at__isnull=False, alternative="", people=""),
                name="pillars_projectphoto_says_what_it_shows",
                violation_error_message="Schrijf op wat er te zien is, voor wie de foto niet ziet.",
            ),
        ]

    def __str__(self) -> str:
        return self.alternative or "verwijderde foto"

    @classmethod
    @transaction.atomic
    def add(cls, project: Project, *, photo: "ContentFile[bytes]", by: User, at: datetime, values: Values) -> Self:
        """Keep a photo with a project, and tell it in the trail without what it shows.

        Raises ValueError for people who did not agree. `photo` was made by files/pictures.py.
        """
        if values["shows_people"] and not (values["people"] and values["has_consent"]):
            raise ValueError(NO_PEOPLE)
        name = safe_name(f"{project.code}.jpg", FileKind.JPEG)
        about = {"name": name, "kind": FileKind.JPEG, "size": photo.size, "sha256": digest(photo)}
        row = cls(project=project, uploaded_by=by, uploaded_at=at, **about, **values)
        row.file.save(name, photo, save=False)
        row.save()
        _tell(project, "toegevoegd, openbaar" if row.is_public else "toegevoegd", by=by, at=at)
        return row

    @transaction.atomic
    def show_to(self, *, everybody: bool, by: User, at: datetime) -> None:
        """Make it public, or take that back. Raises WrongStateError when it is so already, or gone."""
        still = models.Q(removed_at__isnull=True, is_public=not everybody)
        self.change_or_refuse(still, "Deze foto is intussen al veranderd of verwijderd.", is_public=everybody)
        _tell(self.project, "nu openbaar" if everybody else "niet meer openbaar", by=by, at=at)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime, reason: str) -> None:
        """Throw the picture away with all that tells of it; who did that and why stays. Raises as KeptFile.remove."""
        super().remove(by=by, at=at, reason=reason)
        _tell(self.project, "verwijderd", by=by, at=at, reason=reason)

    def _remove(self, condition: models.Q, *, by: User, at: datetime, reason: str) -> None:
        stored, storage = self.file.name or "", self.file.storage
        nothing = {"alternative": "", "people": "", "sha256": "", "is_public": False}
        removed = {"file": "", "removed_by": by, "removed_at": at, "removal_reason": reason} | nothing
        still = condition & models.Q(removed_at__isnull=True)
        self.change_or_refuse(still, "Deze foto is al verwijderd.", **removed)
        transaction.on_commit(lambda: storage.delete(stored))


def _tell(project: RegisterRow, what: str, *, by: User, at: datetime, reason: str = "") -> None:
    project.tell(by=by, at=at, reason=reason, changes=[["Foto", "", what]])
