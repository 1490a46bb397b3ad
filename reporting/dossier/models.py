"""The dossier that somebody asked for: one archive with a report and everything that goes with it."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import models

from regiodeal.deals.models import User
from regiodeal.deals.roles import Right
from reporting.building.models import Build, BuildQuerySet, BuildState, BuildStoppedError
from reporting.reports.models import AnnualReport


class DossierQuerySet(BuildQuerySet["Dossier"]):
    """Dossiers: each is for whoever asked for it, since it holds what that person may see and no more."""

    def of(self, user: User) -> Self:
        """The dossiers that the user asked for, the newest first."""
        return self.filter(requested_by=user).order_by("-requested_at", "-pk")


class Dossier(Build):
    """An archive of a report with its minutes, addenda, consents, documents and evidence, as one person may see it."""

    task_name = "reporting.tasks.build_dossier"

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="dossiers", verbose_name="rapportage"
    )
    file = models.FileField("bestand", max_length=250, blank=True)
    sha256 = models.CharField("hash", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("bytes", default=0)
    files = models.PositiveIntegerField("aantal bestanden", default=0)
    made_with = models.JSONField(
        "gemaakt met deze rechten", null=True, blank=True, help_text="De rechten en Partijen van wie erom vroeg."
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(file="") & ~models.Q(sha256="")),
                name="reporting_dossier_ready_has_file",
            ),
            models.UniqueConstraint(
                fields=["report", "requested_by"],
                condition=models.Q(state__in=["queued", "building"]),
                name="reporting_dossier_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Dossier {self.report}"

    @property
    def deal_key(self) -> int | None:
        """The deal of its report."""
        return self.report.deal_id

    @property
    def file_name(self) -> str:
        """The name of the download."""
        return f"dossier-{self.report.file_stem}.zip"

    def tell_reader(self, *, rights: Collection[Right], parties: Collection[int]) -> None:
        """Note with whose rights and Parties it is made, before anything is put in it.

        Raises BuildStoppedError when it was stopped.
        """
        made_with = {"rights": sorted(right.name for right in rights), "parties": sorted(parties)}
        if not self.change_if(models.Q(state=BuildState.BUILDING), made_with=made_with):
            raise BuildStoppedError

    def is_open_to(self, *, rights: Collection[Right], parties: Collection[int]) -> bool:
        """Tell whether somebody with these rights and Parties has all that it was made with.

        One that is not ready holds nothing. One that does not tell with what it was made is closed.
        """
        if self.state != BuildState.READY:
            return True
        if self.made_with is None:
            return False
        has_rights = set(self.made_with["rights"]) <= {right.name for right in rights}
        return has_rights and set(self.made_with["parties"]) <= set(parties)

    def finish(self, *, name: str, sha256: str, size: int, files: int, at: datetime) -> bool:
        """Let the stored archive be downloaded; False when it was stopped or another worker finished it."""
        return self._end(at=at, file=name, sha256=sha256, size=size, files=files)
