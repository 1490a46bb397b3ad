import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import regiodeal.base.constraints
import regiodeal.files.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deals", "0001_initial"),
        ("deals", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("text", models.CharField(max_length=300, verbose_name="wat")),
                ("owner_name", models.CharField(blank=True, max_length=150, verbose_name="iemand zonder account")),
                ("due_on", models.DateField(verbose_name="uiterlijk")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="gedaan op")),
                ("done_note", models.TextField(blank=True, verbose_name="wat is er gedaan")),
                (
                    "dropped_reason",
                    models.CharField(blank=True, max_length=1000, verbose_name="waarom niet meer nodig"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "actiepunt",
                "verbose_name_plural": "actiepunten",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner__isnull", False), ("owner_name", "")),
                            models.Q(("owner__isnull", True), models.Q(("owner_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="covenant_actionitem_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done_on__isnull", True), ("dropped_reason", ""), _connector="OR"),
                        name="covenant_actionitem_done_or_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionItemEvent",
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
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.actionitem"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een actiepunt",
                "verbose_name_plural": "wijzigingen van actiepunten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("measure", models.CharField(max_length=60, verbose_name="maatregel")),
                ("title", models.CharField(max_length=200, verbose_name="wat is bijgesteld, in één zin")),
                ("text", models.TextField(verbose_name="hoe het was en hoe het wordt")),
                ("reason", models.TextField(verbose_name="waarom")),
                ("adjusted_on", models.DateField(verbose_name="sinds")),
                ("frame", models.TextField(verbose_name="waarom het binnen het financiële kader blijft")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adjustments", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "bijstelling",
                "verbose_name_plural": "bijstellingen",
                "ordering": ["-adjusted_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("frame", ""), _negated=True)
                        ),
                        name="covenant_adjustment_says_why_and_within",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjustmentEvent",
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
                    "adjustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.adjustment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een bijstelling",
                "verbose_name_plural": "wijzigingen van bijstellingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
                ("title", models.CharField(max_length=250, verbose_name="onderwerp")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                ("kind", models.CharField(blank=True, max_length=20, verbose_name="soort")),
                ("code", models.CharField(blank=True, max_length=60, verbose_name="code")),
                ("added_at", models.DateTimeField(verbose_name="toegevoegd op")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "agendapunt",
                "verbose_name_plural": "agendapunten",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), ("kind", "")),
                            models.Q(models.Q(("kind", ""), _negated=True), models.Q(("code", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="covenant_agendaitem_says_what_it_is_about_or_nothing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                (
                    "sort",
                    models.CharField(
                        choices=[("amendment", "wijziging"), ("extension", "verlenging"), ("accession", "toetreding")],
                        default="amendment",
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="wat verandert er, in één zin")),
                ("text", models.TextField(verbose_name="het verzoek in woorden")),
                ("ground", models.TextField(blank=True, verbose_name="waarom")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "in voorbereiding"),
                            ("requested", "verzocht"),
                            ("informed", "Partijen geïnformeerd"),
                            ("consulted", "in overleg"),
                            ("asked", "instemming gevraagd"),
                            ("recorded", "vastgelegd in het verslag"),
                            ("signed", "addendum ondertekend"),
                            ("in_force", "van kracht"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("requested_on", models.DateField(blank=True, null=True, verbose_name="verzocht op")),
                ("informed_on", models.DateField(blank=True, null=True, verbose_name="Partijen geïnformeerd op")),
                ("consulted_on", models.DateField(blank=True, null=True, verbose_name="in overleg sinds")),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="instemming gevraagd op")),
                ("agenda", models.CharField(blank=True, max_length=250, verbose_name="agenda van")),
                ("recorded_on", models.DateField(blank=True, null=True, verbose_name="vastgelegd op")),
                ("minutes", models.CharField(blank=True, max_length=250, verbose_name="vindplaats in het verslag")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="addendum ondertekend op")),
                ("signed_by", models.CharField(blank=True, max_length=200, verbose_name="ondertekend door")),
                ("in_force_on", models.DateField(blank=True, null=True, verbose_name="van kracht op")),
                (
                    "counted_rule",
                    models.CharField(
                        blank=True,
                        choices=[("unanimous", "alle Partijen"), ("majority", "meer dan de helft van de Partijen")],
                        max_length=10,
                        verbose_name="regel waarmee is geteld",
                    ),
                ),
                (
                    "counted",
                    models.JSONField(
                        blank=True,
                        help_text="De korte namen van wie gebonden was toen de laatste instemde of het verzoek eindigde.",
                        null=True,
                        verbose_name="Partijen over wie is geteld",
                    ),
                ),
                ("is_settled", models.BooleanField(default=False, verbose_name="er was genoeg instemming")),
                (
                    "settled_on",
                    models.DateField(
                        blank=True,
                        help_text="Alleen als er genoeg instemming was zonder dat iemand instemde: er ging een Partij weg.",
                        null=True,
                        verbose_name="instemming vastgesteld op",
                    ),
                ),
                (
                    "new_code",
                    models.CharField(blank=True, max_length=20, verbose_name="korte naam van de nieuwe Partij"),
                ),
                ("new_name", models.CharField(blank=True, max_length=200, verbose_name="naam van de nieuwe Partij")),
                (
                    "new_side",
                    models.CharField(
                        blank=True,
                        choices=[("national", "het Rijk"), ("regional", "de Regio")],
                        max_length=10,
                        verbose_name="kant",
                    ),
                ),
                ("contribution", models.TextField(blank=True, verbose_name="concrete bijdrage aan de deal")),
                (
                    "covenant_version",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendment",
                        to="deals.covenantversion",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amendments", to="deals.deal"
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
                        verbose_name="op verzoek van",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging",
                "verbose_name_plural": "wijzigingen",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "number"), name="covenant_amendment_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="covenant_amendment_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_settled", False), ("counted__isnull", False), _connector="OR"),
                        name="covenant_amendment_settled_over_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]), ("requested_on__isnull", False), _connector="OR"
                        ),
                        name="covenant_amendment_was_requested",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_force"), _negated=True),
                            models.Q(("covenant_version__isnull", False), ("in_force_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="covenant_amendment_in_force_by_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sort", "accession"),
                            models.Q(("contribution", ""), ("new_code", ""), ("new_name", ""), ("new_side", "")),
                            _connector="OR",
                        ),
                        name="covenant_amendment_only_accession_has_a_new_party",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["deal", "number", "sort", "title", "text", "ground", "party"],
                        name="covenant_amendment_text_stays",
                        once="requested_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmendmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("from_state", models.CharField(blank=True, max_length=10, verbose_name="van")),
                ("to_state", models.CharField(blank=True, max_length=10, verbose_name="naar")),
                ("before", models.JSONField(blank=True, default=dict, verbose_name="inhoud daarvoor")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="wat is veranderd")),
                ("on", models.DateField(blank=True, null=True, verbose_name="dag")),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.amendment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een wijziging",
                "verbose_name_plural": "stappen van wijzigingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("public", "openbaar"),
                            ("parties", "voor de Partijen"),
                            ("confidential", "vertrouwelijk"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="voor wie",
                    ),
                ),
                ("requested_on", models.DateField(blank=True, null=True, verbose_name="gevraagd op")),
                ("ground", models.CharField(blank=True, max_length=300, verbose_name="grond van vertrouwelijkheid")),
                (
                    "duty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("law", "de wet"),
                            ("ruling", "een rechterlijke uitspraak"),
                            ("deal", "deze Regio Deal"),
                        ],
                        max_length=6,
                        verbose_name="toch openbaar vanwege",
                    ),
                ),
                ("exception", models.CharField(blank=True, max_length=300, verbose_name="waarom toch openbaar")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=200, verbose_name="besluit in één zin")),
                ("text", models.TextField(blank=True, verbose_name="toelichting")),
                ("decided_on", models.DateField(verbose_name="besloten op")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="vastgesteld op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="deals.deal"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="covenant.agendaitem",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.party",
                        verbose_name="op verzoek van",
                    ),
                ),
            ],
            options={
                "verbose_name": "besluit",
                "verbose_name_plural": "besluiten",
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "confidential"), _negated=True),
                            models.Q(models.Q(("ground", ""), _negated=True), ("requester__isnull", False)),
                            _connector="OR",
                        ),
                        name="covenant_decision_confidential_says_why_and_for_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duty", ""), ("exception", "")),
                            models.Q(
                                models.Q(("duty", ""), _negated=True),
                                models.Q(("exception", ""), _negated=True),
                                ("requester__isnull", False),
                                models.Q(("openness", "confidential"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_decision_opened_by_a_duty",
                    ),
                    models.UniqueConstraint(fields=("deal", "year", "number"), name="covenant_decision_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="covenant_decision_says_something"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="actionitem",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="covenant.decision",
            ),
        ),
        migrations.CreateModel(
            name="DecisionEvent",
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een besluit",
                "verbose_name_plural": "wijzigingen van besluiten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("public", "openbaar"),
                            ("parties", "voor de Partijen"),
                            ("confidential", "vertrouwelijk"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="voor wie",
                    ),
                ),
                ("requested_on", models.DateField(blank=True, null=True, verbose_name="gevraagd op")),
                ("ground", models.CharField(blank=True, max_length=300, verbose_name="grond van vertrouwelijkheid")),
                (
                    "duty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("law", "de wet"),
                            ("ruling", "een rechterlijke uitspraak"),
                            ("deal", "deze Regio Deal"),
                        ],
                        max_length=6,
                        verbose_name="toch openbaar vanwege",
                    ),
                ),
                ("exception", models.CharField(blank=True, max_length=300, verbose_name="waarom toch openbaar")),
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
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("covenant", "convenant"),
                            ("addendum", "addendum"),
                            ("minutes", "verslag"),
                            ("request", "verzoek"),
                            ("consent", "verklaring van instemming"),
                            ("plan", "communicatieplan"),
                            ("working", "werkafspraken"),
                            ("letter", "brief"),
                            ("other", "ander document"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="wat is het",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="datum van het document")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="deals.deal"
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
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.party",
                        verbose_name="op verzoek van",
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
                "verbose_name": "document",
                "verbose_name_plural": "documenten",
                "ordering": ["-dated_on", "-pk"],
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
                        name="covenant_document_removed_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "confidential"), _negated=True),
                            models.Q(models.Q(("ground", ""), _negated=True), ("requester__isnull", False)),
                            _connector="OR",
                        ),
                        name="covenant_document_confidential_says_why_and_for_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duty", ""), ("exception", "")),
                            models.Q(
                                models.Q(("duty", ""), _negated=True),
                                models.Q(("exception", ""), _negated=True),
                                ("requester__isnull", False),
                                models.Q(("openness", "confidential"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_document_opened_by_a_duty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="covenant_document_has_a_title"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="amendment",
            name="addendum",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="covenant.document",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="minutes_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="covenant.document",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="covenant.document",
            ),
        ),
        migrations.CreateModel(
            name="DocumentEvent",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een document",
                "verbose_name_plural": "wijzigingen van documenten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, verbose_name="tekst")),
                ("words", models.TextField(blank=True, verbose_name="woorden")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reading", to="covenant.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "tekst van een document",
                "verbose_name_plural": "teksten van documenten",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("public", "openbaar"),
                            ("parties", "voor de Partijen"),
                            ("confidential", "vertrouwelijk"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="voor wie",
                    ),
                ),
                ("requested_on", models.DateField(blank=True, null=True, verbose_name="gevraagd op")),
                ("ground", models.CharField(blank=True, max_length=300, verbose_name="grond van vertrouwelijkheid")),
                (
                    "duty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("law", "de wet"),
                            ("ruling", "een rechterlijke uitspraak"),
                            ("deal", "deze Regio Deal"),
                        ],
                        max_length=6,
                        verbose_name="toch openbaar vanwege",
                    ),
                ),
                ("exception", models.CharField(blank=True, max_length=300, verbose_name="waarom toch openbaar")),
                ("title", models.CharField(max_length=150, verbose_name="titel")),
                (
                    "form",
                    models.CharField(
                        choices=[("meeting", "vergadering"), ("written", "schriftelijke ronde")],
                        default="meeting",
                        max_length=8,
                        verbose_name="vorm",
                    ),
                ),
                (
                    "written_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="waarom geen vergadering"),
                ),
                ("held_on", models.DateField(verbose_name="dag")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="van")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="tot")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="plaats")),
                (
                    "report_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="bespreekt de voortgangsrapportage van"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "gepland"),
                            ("invited", "uitgenodigd"),
                            ("held", "gehouden"),
                            ("drafted", "verslag in concept"),
                            ("agreed", "verslag vastgesteld"),
                            ("cancelled", "vervallen"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="deals.deal"
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.party",
                        verbose_name="op verzoek van",
                    ),
                ),
            ],
            options={
                "verbose_name": "overleg",
                "verbose_name_plural": "overleggen",
                "ordering": ["held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "confidential"), _negated=True),
                            models.Q(models.Q(("ground", ""), _negated=True), ("requester__isnull", False)),
                            _connector="OR",
                        ),
                        name="covenant_meeting_confidential_says_why_and_for_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duty", ""), ("exception", "")),
                            models.Q(
                                models.Q(("duty", ""), _negated=True),
                                models.Q(("exception", ""), _negated=True),
                                ("requester__isnull", False),
                                models.Q(("openness", "confidential"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_meeting_opened_by_a_duty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", "written"), _negated=True),
                            models.Q(("written_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="covenant_meeting_written_round_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="covenant_meeting_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="covenant.meeting",
                verbose_name="overleg",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="covenant.meeting"
            ),
        ),
        migrations.CreateModel(
            name="CoreMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="versie")),
                ("text", models.TextField(verbose_name="kernboodschap")),
                ("valid_from", models.DateField(verbose_name="geldt vanaf")),
                ("written_at", models.DateTimeField(verbose_name="vastgelegd op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="core_messages", to="deals.deal"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        verbose_name="besproken in",
                    ),
                ),
            ],
            options={
                "verbose_name": "kernboodschap",
                "verbose_name_plural": "kernboodschappen",
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "version"), name="covenant_coremessage_version_once"),
                    models.CheckConstraint(condition=models.Q(("version__gte", 2)), name="covenant_coremessage_from_2"),
                ],
            },
        ),
        migrations.AddField(
            model_name="amendment",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="covenant.meeting",
                verbose_name="overleg",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="minutes_meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="covenant.meeting",
                verbose_name="verslag van",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="covenant.meeting"
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="covenant.meeting",
                verbose_name="besproken in",
            ),
        ),
        migrations.AddField(
            model_name="actionitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="covenant.meeting"
            ),
        ),
        migrations.CreateModel(
            name="MeetingEvent",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een overleg",
                "verbose_name_plural": "stappen van overleggen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="nummer")),
                ("text", models.TextField(verbose_name="verslag")),
                ("reason", models.TextField(blank=True, verbose_name="wat klopte er niet")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="vastgesteld op")),
                ("written_at", models.DateTimeField(verbose_name="geschreven op")),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="covenant.minutes",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="minutes", to="covenant.meeting"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verslag",
                "verbose_name_plural": "verslagen",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="covenant_minutes_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("number", 1), ("reason", "")),
                            models.Q(
                                ("agreed_on__isnull", False),
                                ("corrects__isnull", False),
                                ("number__gt", 1),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_minutes_correction_names_the_old_and_why",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["meeting", "number", "text", "reason"], name="covenant_minutes_final", once="agreed_on"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="titel")),
                (
                    "owner",
                    models.CharField(
                        help_text="Code van een Partij of organisatie.", max_length=60, verbose_name="wie"
                    ),
                ),
                ("due", models.JSONField(verbose_name="termijnregel")),
                (
                    "closes_round",
                    models.BooleanField(
                        default=False,
                        help_text="Elke laatste dag van deze afspraak is de laatste dag van een ronde waarin cijfers worden ingevuld.",
                        verbose_name="sluit een ronde",
                    ),
                ),
                (
                    "submits_report",
                    models.BooleanField(
                        default=False,
                        help_text="Op elke laatste dag is de definitieve voortgangsrapportage van dat jaar ingediend.",
                        verbose_name="vraagt de rapportage",
                    ),
                ),
                (
                    "asks_meeting",
                    models.BooleanField(
                        default=False,
                        help_text="Uiterlijk op elke laatste dag bespreekt een overleg de voortgangsrapportage van dat jaar.",
                        verbose_name="vraagt een overleg",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("report", "de rapportage"),
                            ("money", "geld"),
                            ("meeting", "het overleg"),
                            ("evaluation", "de evaluatie"),
                            ("other", "iets anders"),
                        ],
                        help_text="Leeg: het volgt uit wat de afspraak vraagt.",
                        max_length=10,
                        verbose_name="gaat over",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                ("readings", models.ManyToManyField(blank=True, related_name="obligations", to="deals.interpretation")),
            ],
            options={
                "verbose_name": "afspraak met termijn",
                "verbose_name_plural": "afspraken met termijn",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="covenant_obligation_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Fulfilment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="laatste dag")),
                ("done_on", models.DateField(verbose_name="gedaan op")),
                ("evidence", models.TextField(verbose_name="waaruit dat blijkt")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggenomen op")),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="reden van terugnemen")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vastgelegd door",
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
                        verbose_name="teruggenomen door",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilments",
                        to="covenant.obligation",
                    ),
                ),
            ],
            options={
                "verbose_name": "nagekomen afspraak",
                "verbose_name_plural": "nagekomen afspraken",
                "ordering": ["recorded_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("obligation", "due_on"),
                        name="covenant_fulfilment_once_per_last_day",
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
                        name="covenant_fulfilment_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="soort regel")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="veld")),
                ("old", models.TextField(verbose_name="was")),
                ("new", models.TextField(verbose_name="wordt")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="covenant.amendment"
                    ),
                ),
            ],
            options={
                "verbose_name": "voorgestelde wijziging",
                "verbose_name_plural": "voorgestelde wijzigingen",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("amendment", "kind", "code", "field"), name="covenant_proposedchange_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="covenant_proposedchange_changes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "subject",
                    models.CharField(
                        choices=[("deal", "de Regio Deal"), ("addendum", "een addendum")],
                        max_length=10,
                        verbose_name="wat is gepubliceerd",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("number", models.CharField(max_length=60, verbose_name="nummer in de Staatscourant")),
                ("published_on", models.DateField(verbose_name="gepubliceerd op")),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="webadres")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="publications", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "publicatie",
                "verbose_name_plural": "publicaties",
                "ordering": ["published_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "number"), name="covenant_publication_number_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="amendment",
            name="publication",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="covenant.publication",
            ),
        ),
        migrations.CreateModel(
            name="PublicationEvent",
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
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.publication"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een publicatie",
                "verbose_name_plural": "wijzigingen van publicaties",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="zetel")),
                ("on_behalf_of", models.CharField(max_length=200, verbose_name="namens")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "zetel",
                "verbose_name_plural": "zetels",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="covenant_seat_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="naam")),
                ("capacity", models.CharField(blank=True, max_length=200, verbose_name="functie en organisatie")),
                (
                    "presence",
                    models.CharField(
                        choices=[("present", "aanwezig"), ("substitute", "vervangen"), ("absent", "afwezig")],
                        max_length=10,
                        verbose_name="aanwezigheid",
                    ),
                ),
                ("substitute", models.CharField(blank=True, max_length=150, verbose_name="vervanger")),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.party",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendance", to="covenant.meeting"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "deelnemer",
                "verbose_name_plural": "deelnemers",
                "ordering": ["seat__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seat__isnull", False)),
                        fields=("meeting", "seat"),
                        name="covenant_attendance_seat_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("presence", "absent"),
                            models.Q(("name", ""), ("substitute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="covenant_attendance_present_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("presence", "substitute"), _negated=True),
                            models.Q(("substitute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="covenant_attendance_substitute_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="onderwerp")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "vast agendapunt",
                "verbose_name_plural": "vaste agendapunten",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="covenant_standingitem_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notified_on", models.DateField(verbose_name="ontvangen op")),
                ("bound_until", models.DateField(verbose_name="gebonden tot en met")),
                ("circumstances", models.TextField(verbose_name="welke omstandigheden zijn veranderd")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggenomen op")),
                ("taken_back_reason", models.TextField(blank=True, verbose_name="waarom teruggenomen")),
                ("is_annulled", models.BooleanField(default=False, verbose_name="was verkeerd vastgelegd")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="withdrawals", to="deals.deal"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.document",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="deals.party",
                        verbose_name="Partij",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "taken_back_by",
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
                "verbose_name": "opzegging",
                "verbose_name_plural": "opzeggingen",
                "ordering": ["notified_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("circumstances", ""), _negated=True),
                        name="covenant_withdrawal_names_what_changed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bound_until__gt", models.F("notified_on"))),
                        name="covenant_withdrawal_has_a_term",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("party",),
                        name="covenant_withdrawal_one_stands_per_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_back_at__isnull", True),
                                ("taken_back_by__isnull", True),
                                ("taken_back_reason", ""),
                            ),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                                models.Q(("taken_back_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_withdrawal_taken_back_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_annulled", False),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                models.Q(("taken_back_by", models.F("recorded_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_withdrawal_annulled_by_another",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["taken_back_at", "taken_back_reason", "is_annulled"],
                        name="covenant_withdrawal_taken_back_once",
                        once="taken_back_at",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["deal", "party", "notified_on", "bound_until", "circumstances"],
                        name="covenant_withdrawal_stands",
                        once="notified_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WrittenReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("agrees", "akkoord"),
                            ("objects", "niet akkoord"),
                            ("comments", "alleen een opmerking"),
                        ],
                        max_length=10,
                        verbose_name="uw antwoord",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="covenant.meeting"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    ),
                ),
            ],
            options={
                "verbose_name": "reactie op een schriftelijke ronde",
                "verbose_name_plural": "reacties op een schriftelijke ronde",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "member"), name="covenant_writtenreply_one_per_member"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("position", "agrees"), models.Q(("text", ""), _negated=True), _connector="OR"
                        ),
                        name="covenant_writtenreply_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WrittenReplyEvent",
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
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="covenant.writtenreply"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een reactie",
                "verbose_name_plural": "wijzigingen van reacties",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActionItemLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="soort")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="covenant.actionitem"
                    ),
                ),
            ],
            options={
                "verbose_name": "onderwerp van een actiepunt",
                "verbose_name_plural": "onderwerpen van actiepunten",
                "ordering": ["kind", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("action", "kind", "code"), name="covenant_actionitemlink_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="soort")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="covenant.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "onderwerp van een besluit",
                "verbose_name_plural": "onderwerpen van besluiten",
                "ordering": ["kind", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "kind", "code"), name="covenant_decisionlink_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField(verbose_name="stemt in")),
                (
                    "holder",
                    models.CharField(
                        help_text="Naam en ambt of functie.", max_length=200, verbose_name="namens de Partij"
                    ),
                ),
                ("given_on", models.DateField(verbose_name="gegeven op")),
                (
                    "way",
                    models.CharField(
                        choices=[("meeting", "in het overleg"), ("email", "per e-mail of brief")],
                        max_length=10,
                        verbose_name="hoe",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="verklaring")),
                ("reason", models.TextField(blank=True, verbose_name="reden van weigering")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("is_recorded_for_party", models.BooleanField(default=False, verbose_name="vastgelegd voor de Partij")),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="covenant.amendment"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="deals.party",
                        verbose_name="Partij",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "instemming",
                "verbose_name_plural": "instemmingen",
                "ordering": ["party__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("amendment", "party"), name="covenant_consent_once_per_party"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees", True), ("reason", "")),
                            models.Q(("agrees", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="covenant_consent_refusal_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_recorded_for_party", False),
                            models.Q(("document__isnull", False), ("way", "email")),
                            _connector="OR",
                        ),
                        name="covenant_consent_for_another_has_its_mail",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder", ""), _negated=True), name="covenant_consent_names_who_gave_it"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "email"), _negated=True),
                            models.Q(("statement", ""), _negated=True),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="covenant_consent_in_writing_has_its_words",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=regiodeal.base.constraints.FrozenOnce(
                fields=["meeting", "year", "number", "title", "text", "decided_on"],
                name="covenant_decision_final",
                once="agreed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", ""), _negated=True),
                fields=("meeting", "kind", "code"),
                name="covenant_agendaitem_once_per_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["signed", "in_force"]), _negated=True),
                    ("sort", "accession"),
                    models.Q(
                        ("addendum__isnull", False),
                        ("signed_on__isnull", False),
                        models.Q(("signed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="covenant_amendment_signed_by_the_minister",
            ),
        ),
    ]
