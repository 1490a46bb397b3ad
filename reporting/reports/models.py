"""One edition of the annual progress report of a deal (art. 8 lid 2): frozen content, and the files made from it."""

from datetime import date, datetime
from typing import Self

from django.core.files.storage import default_storage
from django.db import models, transaction

from regiodeal.deals.models import Deal, User
from regiodeal.files.models import KeptFile
from reporting.building.models import Build, BuildQuerySet
from reporting.snapshot.schema import Snapshot


class AnnualReportQuerySet(BuildQuerySet["AnnualReport"]):
    """Reports, by how far they are."""

    def ready(self) -> Self:
        """The reports that can be downloaded, newest first."""
        return self.filter(state=AnnualReport.State.READY).order_by("-finished_at", "-pk")

    def visible_to(self, deal: Deal, *, may_build: bool) -> Self:
        """All of the deal for who makes reports; for others what was sent to the overleg or minister, or made public.

        A trial print, and an edition that was only laid down, is work of the bureau.
        """
        rows = self.filter(deal=deal)
        if may_build:
            return rows
        sent = {"steps__step__in": ["shared", "handed", "submitted", "published"], "steps__withdrawn_at__isnull": True}
        return rows.filter(state=AnnualReport.State.READY, **sent).distinct()

    def editions(self) -> Self:
        """The reports that were laid down with a number; the others are trial prints.

        In order: the newest year first, its final report before its concept, and the newest edition first.
        """
        return self.filter(number__isnull=False).order_by("-year", "-stage", "-number")

    def to_list(self) -> Self:
        """Fetch them for a list with their files: without the snapshots, which are large and read one at a time."""
        return self.defer("snapshot").select_related("requested_by", "deal").prefetch_related("files")


class AnnualReport(Build):
    """One build of the annual progress report.

    Its snapshot is taken when it is asked for and never changes. With a `number` it is an edition that people refer to;
    without, a trial print. A final edition after the first names the one that it `replaces` and the `reason`.
    """

    task_name = "reporting.tasks.build_annual_report"

    class Stage(models.TextChoices):
        """Says for whom it is meant: the concept for the overleg (before 15 June), the final one for the minister."""

        CONCEPT = "concept", "concept"
        FINAL = "final", "definitief"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("jaar")
    stage = models.CharField("stadium", max_length=8, choices=Stage)
    number = models.PositiveSmallIntegerField("versie", null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.TextField("reden van de nieuwe versie", blank=True)
    reference_date = models.DateField("stand op")
    snapshot = models.JSONField("momentopname")
    digest = models.CharField("hash van de momentopname", max_length=64)
    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "jaarlijkse voortgangsrapportage"
        verbose_name_plural = "jaarlijkse voortgangsrapportages"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            # One trial print at a time: pressing the button twice gives one job.
            models.UniqueConstraint(
                fields=["deal", "year", "stage"],
                condition=models.Q(state__in=["queued", "building"], number__isnull=True),
                name="reporting_annualreport_one_build_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["deal", "year", "stage", "number"], name="reporting_annualreport_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True, reason="")
                | models.Q(replaces__isnull=False, number__gt=1) & ~models.Q(reason=""),
                name="reporting_annualreport_replaces_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Voortgangsrapportage {self.year} ({self.stage_words})"

    @property
    def deal_key(self) -> int | None:
        """Return the primary key of its deal."""
        return self.deal_id

    @property
    def stage_words(self) -> str:
        """Stage and number: 'concept, versie 2', 'definitief', or 'proefdruk van het concept'."""
        stage = self.get_stage_display()
        if self.number is None:
            return f"proefdruk {stage}"
        return stage if self.number == 1 else f"{stage}, versie {self.number}"

    @property
    def file_stem(self) -> str:
        """The name of its downloads, without what says the kind of file."""
        version = f"-v{self.number}" if self.number and self.number > 1 else ""
        trial = "-proefdruk" if self.number is None else ""
        return f"voortgangsrapportage-{self.year}-{self.deal.slug}-{self.get_stage_display()}{version}{trial}"

    @property
    def folder(self) -> str:
        """Return where its files are kept: its own, so that what an interrupted build left there can be told."""
        return f"reports/{self.deal.slug}/{self.year}/{self.pk}"

    @transaction.atomic
    def finish(self, files: "list[ReportFile]", *, at: datetime) -> bool:
        """Keep the rows of its files, which are stored, and let them be downloaded.

        False, and nothing is kept, when it was stopped or another worker finished it: one report results.
        """
        if not self._end(at=at):
            return False
        ReportFile.objects.bulk_create(files)
        return True

    def file(self, kind: "ReportFile.Kind | str") -> "ReportFile | None":
        """Return its file of a kind; None while there is none."""
        return next((file for file in self.files.all() if file.kind == kind), None)

    @classmethod
    def ask(
        cls, deal: Deal, snapshot: Snapshot, *, digest: str, by: User | None, at: datetime, **edition: object
    ) -> "AnnualReport":
        """Put a report of this snapshot in the queue. `edition`: number, replaces and reason; none for a trial print.

        Raises IntegrityError when the same trial print waits already, or the number was given out meanwhile.
        """
        with transaction.atomic():
            return cls._default_manager.create(
                deal=deal,
                year=snapshot["year"],
                stage=snapshot["stage"],
                reference_date=date.fromisoformat(snapshot["on"]),
                snapshot=snapshot,
                digest=digest,
                requested_by=by,
                requested_at=at,
                **edition,
            )


class ReportFile(models.Model):
    """One file of a report: made once from its snapshot, and never changed."""

    class Kind(models.TextChoices):
        """Says what the file is for."""

        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        WORKBOOK = "xlsx", "Excel"
        FIGURES = "csv", "CSV"
        DATA = "json", "JSON"
        PUBLIC = "public", "PDF zonder namen"

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField("soort", max_length=6, choices=Kind)
    file = models.FileField("bestand", max_length=250)
    sha256 = models.CharField("hash", max_length=64)
    size = models.PositiveIntegerField("bytes")
    pages = models.PositiveIntegerField("bladzijden", default=0)

    class Meta:
        verbose_name = "bestand van een rapportage"
        verbose_name_plural = "bestanden van rapportages"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="reporting_reportfile_one_of_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(file="") & ~models.Q(sha256="") & models.Q(size__gt=0),
                name="reporting_reportfile_is_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.get_kind_display()}"

    @property
    def name(self) -> str:
        """The name of the download."""
        if self.kind == self.Kind.PUBLIC:
            return f"{self.report.file_stem}-openbaar.pdf"
        return f"{self.report.file_stem}.{self.kind}"

    def remove(self) -> None:
        """Delete the stored file, not the row."""
        default_storage.delete(str(self.file.name))


class KeptReport(KeptFile):
    """A report of before the portal, kept as the report of its year: a PDF, with no snapshot behind it.

    Its figures are nowhere in the portal; it can only be read. One report of a year stands; a wrong one is removed,
    with a reason that stays.
    """

    folder = "kept-reports"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="kept_reports")
    year = models.PositiveSmallIntegerField("jaar")
    submitted_on = models.DateField("ingediend op")

    class Meta(KeptFile.Meta):
        verbose_name = "rapportage van voor het portaal"
        verbose_name_plural = "rapportages van voor het portaal"
        ordering = ["-year", "-uploaded_at"]
        constraints = [
            *KeptFile.Meta.constraints,
            models.UniqueConstraint(
                fields=["deal", "year"],
                condition=models.Q(removed_at__isnull=True),
                name="reporting_keptreport_one_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"Voortgangsrapportage {self.year} (van voor het portaal)"

    @property
    def file_stem(self) -> str:
        """The name of its download, without its ending."""
        return f"voortgangsrapportage-{self.year}-{self.deal.slug}-van-voor-het-portaal"


def reference_date_for(year: int, *, today: date) -> date:
    """The date that a report of a year is about: today, but never after the year itself."""
    return min(today, date(year, 12, 31))
