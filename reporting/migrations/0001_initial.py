import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import regiodeal.files.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("api_clients", "0001_initial"),
        ("covenant", "0001_initial"),
        ("deals", "0001_initial"),
        ("deals", "__first__"),
        ("finance", "0001_initial"),
        ("pillars", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht op verwerking"),
                            ("building", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "gestopt"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                ("steps_done", models.PositiveSmallIntegerField(default=0, verbose_name="stappen gedaan")),
                ("steps_total", models.PositiveSmallIntegerField(default=0, verbose_name="stappen")),
                ("step", models.CharField(blank=True, max_length=100, verbose_name="stap")),
                ("error", models.TextField(blank=True, verbose_name="waarom het niet lukte")),
                ("requested_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste teken")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                (
                    "stage",
                    models.CharField(
                        choices=[("concept", "concept"), ("final", "definitief")], max_length=8, verbose_name="stadium"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="versie")),
                ("reason", models.TextField(blank=True, verbose_name="reden van de nieuwe versie")),
                ("reference_date", models.DateField(verbose_name="stand op")),
                ("snapshot", models.JSONField(verbose_name="momentopname")),
                ("digest", models.CharField(max_length=64, verbose_name="hash van de momentopname")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="deals.deal"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="reporting.annualreport",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg als het portaal dit zelf maakte.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gevraagd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "jaarlijkse voortgangsrapportage",
                "verbose_name_plural": "jaarlijkse voortgangsrapportages",
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", True), ("state__in", ["queued", "building"])),
                        fields=("deal", "year", "stage"),
                        name="reporting_annualreport_one_build_at_a_time",
                    ),
                    models.UniqueConstraint(
                        fields=("deal", "year", "stage", "number"), name="reporting_annualreport_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("replaces__isnull", True)),
                            models.Q(
                                ("number__gt", 1), ("replaces__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="reporting_annualreport_replaces_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht op verwerking"),
                            ("building", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "gestopt"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                ("steps_done", models.PositiveSmallIntegerField(default=0, verbose_name="stappen gedaan")),
                ("steps_total", models.PositiveSmallIntegerField(default=0, verbose_name="stappen")),
                ("step", models.CharField(blank=True, max_length=100, verbose_name="stap")),
                ("error", models.TextField(blank=True, verbose_name="waarom het niet lukte")),
                ("requested_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste teken")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("content", models.JSONField(verbose_name="inhoud")),
                (
                    "deals",
                    models.JSONField(
                        blank=True,
                        help_text="De deals die wie erom vroeg toen volgde: daar gaat de bundel over.",
                        null=True,
                        verbose_name="deals",
                    ),
                ),
                ("pdf", models.FileField(blank=True, max_length=250, upload_to="", verbose_name="PDF")),
                ("workbook", models.FileField(blank=True, max_length=250, upload_to="", verbose_name="werkmap")),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg als het portaal dit zelf maakte.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gevraagd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "bundel",
                "verbose_name_plural": "bundels",
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(models.Q(("pdf", ""), _negated=True), models.Q(("workbook", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reporting_bundle_ready_has_files",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "building"])),
                        fields=("year", "requested_by"),
                        name="reporting_bundle_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figures", models.JSONField(verbose_name="cijfers")),
                ("computed_at", models.DateTimeField(verbose_name="berekend op")),
                ("data_version", models.CharField(blank=True, max_length=40, verbose_name="versie van de gegevens")),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prepared_figures", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "voorbereide cijfers",
                "verbose_name_plural": "voorbereide cijfers",
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht op verwerking"),
                            ("building", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "gestopt"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                ("steps_done", models.PositiveSmallIntegerField(default=0, verbose_name="stappen gedaan")),
                ("steps_total", models.PositiveSmallIntegerField(default=0, verbose_name="stappen")),
                ("step", models.CharField(blank=True, max_length=100, verbose_name="stap")),
                ("error", models.TextField(blank=True, verbose_name="waarom het niet lukte")),
                ("requested_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste teken")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                ("file", models.FileField(blank=True, max_length=250, upload_to="", verbose_name="bestand")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="hash")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                ("files", models.PositiveIntegerField(default=0, verbose_name="aantal bestanden")),
                (
                    "made_with",
                    models.JSONField(
                        blank=True,
                        help_text="De rechten en Partijen van wie erom vroeg.",
                        null=True,
                        verbose_name="gemaakt met deze rechten",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossiers",
                        to="reporting.annualreport",
                        verbose_name="rapportage",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg als het portaal dit zelf maakte.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gevraagd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "verbose_name_plural": "dossiers",
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reporting_dossier_ready_has_file",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "building"])),
                        fields=("report", "requested_by"),
                        name="reporting_dossier_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=200, upload_to=regiodeal.files.models.stored_name, verbose_name="bestand"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("png", "PNG"),
                            ("jpg", "JPEG"),
                            ("webp", "WebP"),
                            ("gif", "GIF"),
                            ("xlsx", "Excel (XLSX)"),
                            ("ods", "rekenblad (ODS)"),
                            ("docx", "Word (DOCX)"),
                            ("odt", "tekst (ODT)"),
                            ("pptx", "PowerPoint (PPTX)"),
                            ("odp", "presentatie (ODP)"),
                            ("csv", "CSV"),
                            ("eml", "e-mail (EML)"),
                        ],
                        max_length=4,
                        verbose_name="soort",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="grootte in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="controlegetal")),
                ("uploaded_at", models.DateTimeField(verbose_name="toegevoegd op")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="verwijderd op")),
                ("removal_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van verwijderen")),
                (
                    "removal_asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="verwijderen gevraagd op"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("submitted_on", models.DateField(verbose_name="ingediend op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kept_reports", to="deals.deal"
                    ),
                ),
                (
                    "removal_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "rapportage van voor het portaal",
                "verbose_name_plural": "rapportages van voor het portaal",
                "ordering": ["-year", "-uploaded_at"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(
                                ("file", ""),
                                ("removed_by__isnull", False),
                                models.Q(("removal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reporting_keptreport_removed_says_who_and_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("deal", "year"),
                        name="reporting_keptreport_one_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht op verwerking"),
                            ("building", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                            ("cancelled", "gestopt"),
                        ],
                        default="queued",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="pogingen")),
                ("steps_done", models.PositiveSmallIntegerField(default=0, verbose_name="stappen gedaan")),
                ("steps_total", models.PositiveSmallIntegerField(default=0, verbose_name="stappen")),
                ("step", models.CharField(blank=True, max_length=100, verbose_name="stap")),
                ("error", models.TextField(blank=True, verbose_name="waarom het niet lukte")),
                ("requested_at", models.DateTimeField(verbose_name="gevraagd op")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste teken")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                (
                    "kind",
                    models.CharField(
                        choices=[("agenda", "agenda"), ("verslag", "verslag")], max_length=8, verbose_name="stuk"
                    ),
                ),
                ("html", models.TextField(verbose_name="inhoud")),
                ("file", models.FileField(blank=True, max_length=250, upload_to="", verbose_name="bestand")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="hash")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="covenant.meeting",
                        verbose_name="overleg",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg als het portaal dit zelf maakte.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gevraagd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "stuk van een overleg",
                "verbose_name_plural": "stukken van overleggen",
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reporting_meetingpaper_ready_has_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("section", models.CharField(max_length=60, verbose_name="onderdeel")),
                ("text", models.TextField(verbose_name="reactie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "wacht op antwoord"),
                            ("answered", "beantwoord"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="geschreven op")),
                ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                ("has_changed", models.BooleanField(default=False, verbose_name="de rapportage is aangepast")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.party",
                        verbose_name="namens",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="reporting.annualreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "reactie op het concept",
                "verbose_name_plural": "reacties op het concept",
                "ordering": ["entered_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="reporting_reportcomment_has_a_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reporting_reportcomment_answered_with_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportCommentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("from_state", models.CharField(blank=True, max_length=10, verbose_name="van")),
                ("to_state", models.CharField(blank=True, max_length=10, verbose_name="naar")),
                ("before", models.JSONField(blank=True, default=dict, verbose_name="inhoud daarvoor")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="wat is veranderd")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="reporting.reportcomment"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een reactie",
                "verbose_name_plural": "stappen van reacties",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word"),
                            ("xlsx", "Excel"),
                            ("csv", "CSV"),
                            ("json", "JSON"),
                            ("public", "PDF zonder namen"),
                        ],
                        max_length=6,
                        verbose_name="soort",
                    ),
                ),
                ("file", models.FileField(max_length=250, upload_to="", verbose_name="bestand")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="bladzijden")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="reporting.annualreport"
                    ),
                ),
            ],
            options={
                "verbose_name": "bestand van een rapportage",
                "verbose_name_plural": "bestanden van rapportages",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "kind"), name="reporting_reportfile_one_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                            ("size__gt", 0),
                        ),
                        name="reporting_reportfile_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("figure_year", models.PositiveSmallIntegerField(verbose_name="jaarnormen gaan over")),
                (
                    "reference_date",
                    models.DateField(
                        blank=True,
                        help_text="Leeg: de dag waarop de rapportage wordt vastgelegd.",
                        null=True,
                        verbose_name="stand op",
                    ),
                ),
                ("concept_on", models.DateField(verbose_name="dag waarop het portaal zelf een concept maakt")),
                (
                    "comments_until",
                    models.DateField(blank=True, null=True, verbose_name="reageren op het concept tot en met"),
                ),
                ("seen_digest", models.CharField(blank=True, max_length=64)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="report_rounds", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "ronde van de rapportage",
                "verbose_name_plural": "rondes van de rapportage",
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "year"), name="reporting_reportround_one_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRoundEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("from_state", models.CharField(blank=True, max_length=10, verbose_name="van")),
                ("to_state", models.CharField(blank=True, max_length=10, verbose_name="naar")),
                ("before", models.JSONField(blank=True, default=dict, verbose_name="inhoud daarvoor")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="wat is veranderd")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="reporting.reportround"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een ronde",
                "verbose_name_plural": "wijzigingen van rondes",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("kick_off", "Ronde gestart"),
                            ("concept", "Concept vastgelegd"),
                            ("shared", "Concept naar het bestuurlijk overleg"),
                            ("final", "Definitief vastgesteld"),
                            ("handed", "Definitief naar het bestuurlijk overleg"),
                            ("submitted", "Ingediend bij de minister"),
                            ("discussed", "Besproken in het bestuurlijk overleg"),
                            ("published", "Openbaar gemaakt"),
                        ],
                        max_length=9,
                        verbose_name="stap",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="gedaan op")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                ("at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggenomen op")),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="reden van terugnemen")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg als het portaal zelf de stap zette.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.meeting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="reporting.annualreport",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="reporting.reportround"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een ronde",
                "verbose_name_plural": "stappen van rondes",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("report__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("round", "step", "report"),
                        name="reporting_roundstep_once_for_an_edition",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("report__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("round", "step"),
                        name="reporting_roundstep_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("report__isnull", True), models.Q(("step", "kick_off"), _negated=True), _connector="OR"
                        ),
                        name="reporting_roundstep_kick_off_without_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("report__isnull", False), ("step", "kick_off"), _connector="OR"),
                        name="reporting_roundstep_names_its_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_reason", ""),
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reporting_roundstep_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("section", models.CharField(max_length=70, verbose_name="onderdeel")),
                ("body", models.TextField(blank=True, verbose_name="tekst")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="section_texts", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "tekst van een onderdeel",
                "verbose_name_plural": "teksten van onderdelen",
                "ordering": ["year", "section"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "year", "section"), name="reporting_sectiontext_one_a_section"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionTextEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("from_state", models.CharField(blank=True, max_length=10, verbose_name="van")),
                ("to_state", models.CharField(blank=True, max_length=10, verbose_name="naar")),
                ("before", models.JSONField(blank=True, default=dict, verbose_name="inhoud daarvoor")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="wat is veranderd")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="reporting.sectiontext"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een tekst",
                "verbose_name_plural": "wijzigingen van teksten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SendingScope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kinds", models.JSONField(default=list, verbose_name="wat")),
                ("given_at", models.DateTimeField(verbose_name="gegeven op")),
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sending",
                        to="api_clients.apiclient",
                        verbose_name="koppeling",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="deals.deal",
                        verbose_name="deal",
                    ),
                ),
                (
                    "drafts_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="concepten op naam van",
                    ),
                ),
                (
                    "executor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pillars.executor",
                        verbose_name="alleen van",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "koppeling die stuurt",
                "verbose_name_plural": "koppelingen die sturen",
            },
        ),
        migrations.CreateModel(
            name="SentRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=100, verbose_name="verwijzing")),
                ("digest", models.CharField(max_length=64, verbose_name="controlegetal")),
                ("sent_at", models.DateTimeField(verbose_name="gestuurd op")),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="finance.commitment",
                    ),
                ),
                (
                    "expenditure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="finance.expenditure",
                    ),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pillars.measurement",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="reporting.sendingscope"
                    ),
                ),
            ],
            options={
                "verbose_name": "gestuurde rij",
                "verbose_name_plural": "gestuurde rijen",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "reference"), name="reporting_sentrow_reference_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("commitment__isnull", True),
                                ("expenditure__isnull", True),
                                ("measurement__isnull", False),
                            ),
                            models.Q(
                                ("commitment__isnull", False),
                                ("expenditure__isnull", True),
                                ("measurement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("expenditure__isnull", False),
                                ("measurement__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reporting_sentrow_became_one_draft",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TextPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=200, upload_to=regiodeal.files.models.stored_name, verbose_name="bestand"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("png", "PNG"),
                            ("jpg", "JPEG"),
                            ("webp", "WebP"),
                            ("gif", "GIF"),
                            ("xlsx", "Excel (XLSX)"),
                            ("ods", "rekenblad (ODS)"),
                            ("docx", "Word (DOCX)"),
                            ("odt", "tekst (ODT)"),
                            ("pptx", "PowerPoint (PPTX)"),
                            ("odp", "presentatie (ODP)"),
                            ("csv", "CSV"),
                            ("eml", "e-mail (EML)"),
                        ],
                        max_length=4,
                        verbose_name="soort",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="grootte in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="controlegetal")),
                ("uploaded_at", models.DateTimeField(verbose_name="toegevoegd op")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="verwijderd op")),
                ("removal_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van verwijderen")),
                (
                    "removal_asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="verwijderen gevraagd op"),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text_pictures", to="deals.deal"
                    ),
                ),
                (
                    "removal_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "plaatje in een tekst",
                "verbose_name_plural": "plaatjes in teksten",
                "ordering": ["uploaded_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(
                                ("file", ""),
                                ("removed_by__isnull", False),
                                models.Q(("removal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reporting_textpicture_removed_says_who_and_why",
                    )
                ],
            },
        ),
    ]
