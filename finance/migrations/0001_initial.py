from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import finance.base.money_fields
import finance.ledger_import.models
import regiodeal.base.constraints
import regiodeal.files.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("covenant", "0001_initial"),
        ("deals", "0001_initial"),
        ("deals", "__first__"),
        ("pillars", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Advance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("paid_on", models.DateField(verbose_name="betaald op")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag")),
                ("reference", models.CharField(max_length=200, verbose_name="kenmerk")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="finance.advance",
                        verbose_name="corrigeert",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorschot",
                "verbose_name_plural": "voorschotten",
                "ordering": ["paid_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_advance_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_advance_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), models.Q(("amount__lt", 0), ("corrects__isnull", False)), _connector="OR"
                        ),
                        name="finance_advance_negative_corrects",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdvanceEvent",
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
                    "advance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.advance"
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
                "verbose_name": "stap van een voorschot",
                "verbose_name_plural": "stappen van voorschotten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BookClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("first_day", models.DateField(verbose_name="eerste dag")),
                ("last_day", models.DateField(verbose_name="laatste dag")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "voorgesteld"),
                            ("closed", "afgesloten"),
                            ("reopened", "heropend"),
                            ("dropped", "niet afgesloten"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="voorgesteld op")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="afgesloten op")),
                ("figures", models.JSONField(blank=True, default=dict, verbose_name="wat er geboekt was")),
                ("reopening_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van heropenen")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="book_closings", to="deals.deal"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reopening_asked_by",
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
                "verbose_name": "afsluiting",
                "verbose_name_plural": "afsluitingen",
                "ordering": ["-first_day", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__lt", models.F("last_day"))),
                        name="finance_bookclosing_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True),
                            models.Q(("closed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_bookclosing_closed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="finance_bookclosing_closed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopening_asked_by__isnull", True),
                            models.Q(("reopening_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_bookclosing_reopening_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookClosingEvent",
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
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.bookclosing"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een afsluiting",
                "verbose_name_plural": "stappen van afsluitingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("maximum", "maximaal"), ("minimum", "minimaal"), ("aim", "streven")],
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                ("is_rounded", models.BooleanField(verbose_name="afgerond in het convenant")),
                ("source_cell", models.CharField(blank=True, max_length=250, verbose_name="plaats in het convenant")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("pillar", "uitvoering van een pijler"), ("execution", "uitvoeringskosten")],
                        max_length=10,
                        verbose_name="doel",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="naam")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="pillars.pillar",
                    ),
                ),
                ("readings", models.ManyToManyField(blank=True, related_name="+", to="deals.interpretation")),
            ],
            options={
                "verbose_name": "begrotingsregel",
                "verbose_name_plural": "begrotingsregels",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="finance_budgetline_code_once_per_deal"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="finance_budgetline_amount_not_negative"
                    ),
                    models.UniqueConstraint(fields=("deal", "id"), name="finance_budgetline_in_deal"),
                    models.UniqueConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        fields=("deal", "name"),
                        name="finance_budgetline_name_once",
                        violation_error_message="Er is al een begrotingsregel met deze naam.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pillar__isnull", False), ("purpose", "pillar")),
                            models.Q(("pillar__isnull", True), ("purpose", "execution")),
                            _connector="OR",
                        ),
                        name="finance_budgetline_execution_costs_have_no_pillar",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cap",
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
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("subject", models.CharField(blank=True, max_length=120, verbose_name="wat wordt begrensd")),
                ("rate", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="deel van 1")),
                (
                    "base",
                    models.CharField(
                        choices=[
                            ("received", "wat is ontvangen"),
                            ("agreed", "wat is afgesproken"),
                            ("total", "de totale bijdrage"),
                            ("spent", "wat is besteed"),
                        ],
                        max_length=10,
                        verbose_name="grondslag",
                    ),
                ),
                (
                    "budget_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="caps", to="finance.budgetline"
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                ("readings", models.ManyToManyField(blank=True, related_name="+", to="deals.interpretation")),
            ],
            options={
                "verbose_name": "maximum",
                "verbose_name_plural": "maxima",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="finance_cap_code_once_per_deal"),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gte", 0), ("rate__lte", 1)), name="finance_cap_rate_is_a_share"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapDeviation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("decided_on", models.DateField(verbose_name="besloten op")),
                ("decider", models.CharField(max_length=200, verbose_name="wie besloot")),
                ("decision", models.TextField(verbose_name="besluit")),
                ("reason", models.TextField(verbose_name="omstandigheden")),
                ("reference", models.CharField(max_length=200, verbose_name="waar het staat")),
                (
                    "rate",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=5, null=True, verbose_name="nieuw deel van 1"
                    ),
                ),
                ("amount", finance.base.money_fields.MoneyField(blank=True, null=True, verbose_name="nieuw bedrag")),
                (
                    "cap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations",
                        to="finance.cap",
                        verbose_name="grens",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
            ],
            options={
                "verbose_name": "afwijking van een grens",
                "verbose_name_plural": "afwijkingen van een grens",
                "ordering": ["decided_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_capdeviation_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_capdeviation_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gte", 0), ("amount__isnull", False), ("rate__isnull", True)),
                            models.Q(
                                ("amount__isnull", True), ("rate__gte", 0), ("rate__isnull", False), ("rate__lte", 1)
                            ),
                            _connector="OR",
                        ),
                        name="finance_capdeviation_rate_or_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                            models.Q(("decider", ""), _negated=True),
                        ),
                        name="finance_capdeviation_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapDeviationEvent",
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
                    "deviation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.capdeviation"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een afwijking",
                "verbose_name_plural": "stappen van afwijkingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("code", models.CharField(max_length=60, verbose_name="boekstuk")),
                (
                    "kind",
                    models.CharField(
                        choices=[("booking", "boeking"), ("correction", "correctie"), ("credit_note", "creditnota")],
                        default="booking",
                        max_length=12,
                        verbose_name="soort boeking",
                    ),
                ),
                ("booked_on", models.DateField(verbose_name="boekdatum")),
                ("year", models.PositiveSmallIntegerField(verbose_name="boekjaar")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                (
                    "correction_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van de correctie"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("manual", "met de hand ingevoerd"), ("import", "uit de financiële administratie")],
                        default="manual",
                        max_length=6,
                        verbose_name="herkomst",
                    ),
                ),
                (
                    "ledger_key",
                    models.CharField(blank=True, max_length=120, verbose_name="sleutel in de administratie"),
                ),
                ("bundle", models.CharField(blank=True, db_index=True, max_length=32, verbose_name="hoort bij elkaar")),
                ("counterpart", models.CharField(max_length=200, verbose_name="aan wie")),
                ("description", models.CharField(max_length=300, verbose_name="omschrijving")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="finance.commitment",
                        verbose_name="corrigeert",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="pillars.measure",
                        verbose_name="maatregel",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="pillars.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "verplichting",
                "verbose_name_plural": "verplichtingen",
                "ordering": ["booked_on", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["deal", "state", "booked_on"], name="finance_commitment_known")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_commitment_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_commitment_returned_with_reason",
                    ),
                    models.UniqueConstraint(
                        models.F("deal"),
                        models.F("year"),
                        django.db.models.functions.text.Upper("code"),
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        name="finance_commitment_code_once",
                    ),
                    models.UniqueConstraint(fields=("deal", "id"), name="finance_commitment_in_deal"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("ledger_key", ""), _negated=True), models.Q(("state", "withdrawn"), _negated=True)
                        ),
                        fields=("deal", "ledger_key"),
                        name="finance_commitment_ledger_key_once",
                    ),
                    regiodeal.base.constraints.Agrees(field="line", name="finance_commitment_line_of_deal", on="deal"),
                    regiodeal.base.constraints.Agrees(
                        field="corrects", name="finance_commitment_corrects_in_deal", on="deal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_commitment_amount_not_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), models.Q(("kind", "booking"), _negated=True), _connector="OR"
                        ),
                        name="finance_commitment_negative_is_explicit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_reason", ""), ("corrects__isnull", True), ("kind", "booking")),
                            models.Q(
                                models.Q(("kind", "booking"), _negated=True),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_commitment_correction_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False), ("kind", "booking"), ("origin", "import"), _connector="OR"
                        ),
                        name="finance_commitment_correction_names_its_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="finance_commitment_year"
                    ),
                    models.UniqueConstraint(fields=("line", "id"), name="finance_commitment_in_line"),
                    regiodeal.base.constraints.Agrees(
                        field="measure", name="finance_commitment_measure_of_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="project", name="finance_commitment_project_of_deal", on="deal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentEvent",
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
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.commitment"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een verplichting",
                "verbose_name_plural": "stappen van verplichtingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pledged", "toegezegd"),
                            ("confirmed", "bevestigd"),
                            ("partly", "deels gerealiseerd"),
                            ("realised", "gerealiseerd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="pledged",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[("public", "publiek"), ("private", "privaat")],
                        max_length=7,
                        verbose_name="publiek of privaat",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("cash", "in geld"), ("in_kind", "in natura")], max_length=7, verbose_name="vorm"
                    ),
                ),
                ("description", models.CharField(max_length=300, verbose_name="omschrijving")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="toegezegd bedrag of waarde")),
                ("valuation_ground", models.TextField(blank=True, verbose_name="grond van de waardering")),
                ("reference", models.CharField(max_length=200, verbose_name="kenmerk van de toezegging")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="voor welk jaar")),
                ("pledged_on", models.DateField(verbose_name="toegezegd op")),
                ("counts_from", models.DateField(verbose_name="telt vanaf")),
                (
                    "national_money",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nog niet beantwoord"),
                            ("none", "geen geld van het Rijk"),
                            ("grant", "een specifieke uitkering van het Rijk"),
                            ("assignment", "een opdracht van het Rijk"),
                            ("subsidy", "een subsidie van het Rijk"),
                        ],
                        max_length=10,
                        verbose_name="geld van het Rijk",
                    ),
                ),
                (
                    "national_money_ground",
                    models.CharField(blank=True, max_length=300, verbose_name="waar dat uit blijkt"),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="bevestigd op")),
                (
                    "confirmed_amount",
                    finance.base.money_fields.MoneyField(blank=True, null=True, verbose_name="bevestigd bedrag"),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="ingetrokken op")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van intrekken")),
                (
                    "proposed_amount",
                    finance.base.money_fields.MoneyField(blank=True, null=True, verbose_name="voorgesteld bedrag"),
                ),
                (
                    "proposal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van het voorstel"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contributions", to="deals.deal"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.organisation",
                        verbose_name="organisatie",
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
                        verbose_name="Partij",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="pillars.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "proposed_by",
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
                "verbose_name": "bijdrage",
                "verbose_name_plural": "bijdragen",
                "ordering": ["pledged_on", "pk"],
                "constraints": [
                    regiodeal.base.constraints.Agrees(
                        field="line", name="finance_contribution_line_of_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="project", name="finance_contribution_project_of_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="party", name="finance_contribution_party_of_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="organisation", name="finance_contribution_organisation_of_deal", on="deal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("party__isnull", False)),
                            models.Q(("organisation__isnull", False), ("party__isnull", True)),
                            _connector="OR",
                        ),
                        name="finance_contribution_of_one_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="finance_contribution_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("form", "cash"), models.Q(("valuation_ground", ""), _negated=True), _connector="OR"
                        ),
                        name="finance_contribution_in_kind_says_its_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("pledged", "withdrawn")),
                            models.Q(
                                ("confirmed_amount__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("confirmed_on__isnull", False),
                                ("confirmed_amount__gt", 0),
                                ("confirmed_on__gte", models.F("pledged_on")),
                                models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                                models.Q(
                                    models.Q(("sector", "public"), _negated=True),
                                    ("national_money", "none"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="finance_contribution_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_on__isnull", False), models.Q(("withdrawal_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="finance_contribution_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("national_money", ""),
                            models.Q(("national_money_ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_contribution_answer_has_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposal_reason", ""),
                                ("proposed_amount__isnull", True),
                                ("proposed_by__isnull", True),
                            ),
                            models.Q(
                                ("proposed_amount__gte", 0),
                                ("proposed_by__isnull", False),
                                models.Q(("proposal_reason", ""), _negated=True),
                                ("state__in", ("confirmed", "partly", "realised")),
                            ),
                            _connector="OR",
                        ),
                        name="finance_contribution_proposal_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContributionEvent",
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
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.contribution"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een bijdrage",
                "verbose_name_plural": "stappen van bijdragen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContributionImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="bestand")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("uploaded_at", models.DateTimeField(verbose_name="gekozen op")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht op nakijken"),
                            ("checking", "wordt nagekeken"),
                            ("checked", "nagekeken"),
                            ("refused", "niet bruikbaar"),
                            ("accepted", "wacht op invoeren"),
                            ("entering", "wordt ingevoerd"),
                            ("entered", "ingevoerd"),
                            ("unchanged", "niets veranderd"),
                            ("discarded", "niet ingevoerd"),
                            ("failed", "mislukt"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="rijen")),
                ("change_count", models.PositiveIntegerField(default=0, verbose_name="rijen die iets veranderen")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="rijen per soort verandering")),
                ("fault_count", models.PositiveIntegerField(default=0, verbose_name="fouten")),
                (
                    "unread_columns",
                    models.JSONField(blank=True, default=list, verbose_name="kolommen die niet zijn gelezen"),
                ),
                ("is_submitted", models.BooleanField(default=False, verbose_name="meteen ingediend")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste teken")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                ("deal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="deals.deal")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gekozen door",
                    ),
                ),
            ],
            options={
                "verbose_name": "inlezen van bijdragen",
                "verbose_name_plural": "ingelezen bestanden met bijdragen",
                "ordering": ["-uploaded_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "failed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            ("fault_count__gt", 0),
                            _connector="OR",
                        ),
                        name="finance_contributionimport_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["checked", "accepted", "entering", "entered"]), _negated=True),
                            models.Q(("change_count__gt", 0), ("fault_count", 0)),
                            _connector="OR",
                        ),
                        name="finance_contributionimport_enters_without_faults",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("title", models.CharField(max_length=100, verbose_name="termijn")),
                ("expected_on", models.DateField(verbose_name="verwacht op")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag")),
                ("depends_on", models.CharField(blank=True, max_length=300, verbose_name="voorwaarde")),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="voorwaarde vervuld op")),
                ("is_off", models.BooleanField(default=False, verbose_name="gaat niet door")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="expected_receipts", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "verwachte ontvangst",
                "verbose_name_plural": "verwachte ontvangsten",
                "ordering": ["expected_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="finance_expectedreceipt_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_on__isnull", True), models.Q(("depends_on", ""), _negated=True), _connector="OR"
                        ),
                        name="finance_expectedreceipt_meets_a_condition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedReceiptEvent",
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
                    "expected_receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.expectedreceipt"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een verwachte ontvangst",
                "verbose_name_plural": "wijzigingen van verwachte ontvangsten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Expenditure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("code", models.CharField(max_length=60, verbose_name="boekstuk")),
                (
                    "kind",
                    models.CharField(
                        choices=[("booking", "boeking"), ("correction", "correctie"), ("credit_note", "creditnota")],
                        default="booking",
                        max_length=12,
                        verbose_name="soort boeking",
                    ),
                ),
                ("booked_on", models.DateField(verbose_name="boekdatum")),
                ("year", models.PositiveSmallIntegerField(verbose_name="boekjaar")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                (
                    "correction_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van de correctie"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("manual", "met de hand ingevoerd"), ("import", "uit de financiële administratie")],
                        default="manual",
                        max_length=6,
                        verbose_name="herkomst",
                    ),
                ),
                (
                    "ledger_key",
                    models.CharField(blank=True, max_length=120, verbose_name="sleutel in de administratie"),
                ),
                ("bundle", models.CharField(blank=True, db_index=True, max_length=32, verbose_name="hoort bij elkaar")),
                ("btw_amount", finance.base.money_fields.MoneyField(default=0, verbose_name="waarvan btw")),
                ("counterpart", models.CharField(max_length=200, verbose_name="aan wie")),
                ("description", models.CharField(max_length=300, verbose_name="omschrijving")),
                (
                    "also_serves_amount",
                    finance.base.money_fields.MoneyField(default=0, verbose_name="waarvan ook daarvoor"),
                ),
                (
                    "also_serves",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pillars.pillar",
                        verbose_name="draagt ook bij aan",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="finance.commitment",
                        verbose_name="verplichting",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="finance.expenditure",
                        verbose_name="corrigeert",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="pillars.measure",
                        verbose_name="maatregel",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditures",
                        to="pillars.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "besteding",
                "verbose_name_plural": "bestedingen",
                "ordering": ["booked_on", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["deal", "state", "booked_on"], name="finance_expenditure_known")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_expenditure_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_expenditure_returned_with_reason",
                    ),
                    models.UniqueConstraint(
                        models.F("deal"),
                        models.F("year"),
                        django.db.models.functions.text.Upper("code"),
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        name="finance_expenditure_code_once",
                    ),
                    models.UniqueConstraint(fields=("deal", "id"), name="finance_expenditure_in_deal"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("ledger_key", ""), _negated=True), models.Q(("state", "withdrawn"), _negated=True)
                        ),
                        fields=("deal", "ledger_key"),
                        name="finance_expenditure_ledger_key_once",
                    ),
                    regiodeal.base.constraints.Agrees(field="line", name="finance_expenditure_line_of_deal", on="deal"),
                    regiodeal.base.constraints.Agrees(
                        field="corrects", name="finance_expenditure_corrects_in_deal", on="deal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_expenditure_amount_not_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), models.Q(("kind", "booking"), _negated=True), _connector="OR"
                        ),
                        name="finance_expenditure_negative_is_explicit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_reason", ""), ("corrects__isnull", True), ("kind", "booking")),
                            models.Q(
                                models.Q(("kind", "booking"), _negated=True),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_expenditure_correction_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False), ("kind", "booking"), ("origin", "import"), _connector="OR"
                        ),
                        name="finance_expenditure_correction_names_its_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="finance_expenditure_year"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="measure", name="finance_expenditure_measure_of_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="project", name="finance_expenditure_project_of_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="also_serves", name="finance_expenditure_also_serves_in_deal", on="deal"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="commitment", name="finance_expenditure_commitment_of_line", on="line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0), ("btw_amount__gte", 0), ("btw_amount__lte", models.F("amount"))
                            ),
                            models.Q(
                                ("amount__lt", 0), ("btw_amount__gte", models.F("amount")), ("btw_amount__lte", 0)
                            ),
                            _connector="OR",
                        ),
                        name="finance_expenditure_btw_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("also_serves__isnull", True), ("also_serves_amount", 0)),
                            models.Q(
                                ("also_serves__isnull", False),
                                models.Q(("also_serves_amount", 0), _negated=True),
                                models.Q(
                                    models.Q(
                                        ("also_serves_amount__gte", 0),
                                        ("also_serves_amount__lte", models.F("amount")),
                                        ("amount__gt", 0),
                                    ),
                                    models.Q(
                                        ("also_serves_amount__gte", models.F("amount")),
                                        ("also_serves_amount__lte", 0),
                                        ("amount__lt", 0),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="finance_expenditure_also_serves_within",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="advance",
            name="expenditure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advances",
                to="finance.expenditure",
                verbose_name="boeking",
            ),
        ),
        migrations.CreateModel(
            name="ExpenditureEvent",
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
                    "expenditure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.expenditure"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een besteding",
                "verbose_name_plural": "stappen van bestedingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("number", models.CharField(max_length=60, verbose_name="nummer")),
                ("decided_on", models.DateField(verbose_name="datum van het besluit")),
                ("mandate", models.CharField(blank=True, max_length=200, verbose_name="mandaat")),
                ("amends_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van de wijziging")),
                ("conditions", models.TextField(blank=True, verbose_name="voorwaarden")),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="finance.grant",
                        verbose_name="wijzigt",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.decision",
                        verbose_name="besluit",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pillars.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "beschikking",
                "verbose_name_plural": "beschikkingen",
                "ordering": ["decided_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_grant_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_grant_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__isnull", False), models.Q(("mandate", ""), _negated=True), _connector="OR"
                        ),
                        name="finance_grant_rests_on_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("project", "number"),
                        name="finance_grant_number_once",
                        violation_error_message="Er is al een beschikking met dit nummer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amends__isnull", True), ("amends_reason", "")),
                            models.Q(("amends__isnull", False), models.Q(("amends_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="finance_grant_amends_with_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="advance",
            name="grant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advances",
                to="finance.grant",
                verbose_name="beschikking",
            ),
        ),
        migrations.CreateModel(
            name="GrantAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amounts", to="finance.grant"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
            ],
            options={
                "verbose_name": "bedrag van een beschikking",
                "verbose_name_plural": "bedragen van beschikkingen",
                "ordering": ["line__position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_grantamount_not_zero"
                    ),
                    models.UniqueConstraint(fields=("grant", "line"), name="finance_grantamount_line_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledged", "vermelden wie het mogelijk maakt"),
                            ("legal_check", "toets aan regels van de Europese Unie"),
                            ("other", "andere voorwaarde"),
                        ],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="wat wordt gevraagd")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klaar op")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="gedaan op")),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="uitkomst")),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="finance.grant",
                        verbose_name="beschikking",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorwaarde",
                "verbose_name_plural": "voorwaarden",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GrantConditionEvent",
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
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.grantcondition"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een voorwaarde",
                "verbose_name_plural": "wijzigingen van voorwaarden",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GrantEvent",
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
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.grant"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een beschikking",
                "verbose_name_plural": "stappen van beschikkingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LedgerImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="bestand")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("uploaded_at", models.DateTimeField(verbose_name="gekozen op")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht op nakijken"),
                            ("checking", "wordt nagekeken"),
                            ("checked", "nagekeken"),
                            ("refused", "niet bruikbaar"),
                            ("accepted", "wacht op invoeren"),
                            ("entering", "wordt ingevoerd"),
                            ("entered", "ingevoerd"),
                            ("unchanged", "niets veranderd"),
                            ("discarded", "niet ingevoerd"),
                            ("failed", "mislukt"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reden")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="rijen")),
                ("change_count", models.PositiveIntegerField(default=0, verbose_name="rijen die iets veranderen")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="rijen per soort verandering")),
                ("fault_count", models.PositiveIntegerField(default=0, verbose_name="fouten")),
                (
                    "unread_columns",
                    models.JSONField(blank=True, default=list, verbose_name="kolommen die niet zijn gelezen"),
                ),
                ("is_submitted", models.BooleanField(default=False, verbose_name="meteen ingediend")),
                ("alive_at", models.DateTimeField(blank=True, null=True, verbose_name="laatste teken")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="klaar op")),
                ("totals", models.JSONField(blank=True, default=dict, verbose_name="controletotalen")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="controlegetal")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=finance.ledger_import.models.kept_name,
                        verbose_name="bestand zelf",
                    ),
                ),
                (
                    "approval_asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="goedkeuring gevraagd op"),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="goedgekeurd op")),
                ("approval_refusal", models.TextField(blank=True, verbose_name="waarom niet goedgekeurd")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggenomen op")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggestuurd op")),
                ("step_reason", models.TextField(blank=True, verbose_name="reden van terugnemen of terugsturen")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="goedgekeurd door",
                    ),
                ),
                ("deal", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="deals.deal")),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="teruggestuurd door",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gekozen door",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[("withdraw", "wordt teruggenomen"), ("return", "wordt teruggestuurd")],
                        max_length=8,
                        verbose_name="wat ermee gebeurt",
                    ),
                ),
                ("step_is_stopped", models.BooleanField(default=False, verbose_name="is onderbroken")),
            ],
            options={
                "verbose_name": "ingelezen grootboek",
                "verbose_name_plural": "ingelezen grootboeken",
                "ordering": ["-uploaded_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "failed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            ("fault_count__gt", 0),
                            _connector="OR",
                        ),
                        name="finance_ledgerimport_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["checked", "accepted", "entering", "entered"]), _negated=True),
                            models.Q(("change_count__gt", 0), ("fault_count", 0)),
                            _connector="OR",
                        ),
                        name="finance_ledgerimport_enters_without_faults",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                ("state", "entered"), models.Q(("approved_by", models.F("uploaded_by")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="finance_ledgerimport_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at__isnull", True), ("approved_by__isnull", False), _connector="OR"
                        ),
                        name="finance_ledgerimport_approved_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="expenditure",
            name="source_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="finance.ledgerimport",
                verbose_name="ingelezen bestand",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="source_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="finance.ledgerimport",
                verbose_name="ingelezen bestand",
            ),
        ),
        migrations.CreateModel(
            name="LedgerMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("name", models.CharField(max_length=60, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[("expenditure", "bestedingen"), ("commitment", "verplichtingen")],
                        default="expenditure",
                        max_length=11,
                        verbose_name="wat de rijen zijn",
                    ),
                ),
                ("columns", models.JSONField(blank=True, default=dict, verbose_name="kolommen")),
                ("adds_btw", models.BooleanField(default=False, verbose_name="bedrag is zonder btw")),
                ("lines", models.JSONField(blank=True, default=dict, verbose_name="waarden per begrotingsregel")),
                ("measures", models.JSONField(blank=True, default=dict, verbose_name="waarden per maatregel")),
                ("projects", models.JSONField(blank=True, default=dict, verbose_name="waarden per project")),
                ("seen", models.JSONField(blank=True, default=dict, verbose_name="kolommen van het laatste bestand")),
                (
                    "sample",
                    models.JSONField(blank=True, default=dict, verbose_name="eerste rijen van het laatste bestand"),
                ),
                (
                    "heading_row",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rij met de kopjes"),
                ),
                (
                    "sheet_number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nummer van het werkblad"),
                ),
                (
                    "leaves_out_totals",
                    models.BooleanField(default=True, verbose_name="totalen en beginbalans overslaan"),
                ),
                ("has_no_numbers", models.BooleanField(default=False, verbose_name="er zijn geen boekstuknummers")),
                ("only", models.JSONField(blank=True, default=dict, verbose_name="alleen deze waarden")),
                ("never", models.JSONField(blank=True, default=dict, verbose_name="deze waarden overslaan")),
                ("btw_accounts", models.CharField(blank=True, max_length=200, verbose_name="rekeningen van de btw")),
                ("rates", models.JSONField(blank=True, default=dict, verbose_name="koersen")),
                ("defaults", models.JSONField(blank=True, default=dict, verbose_name="waarden voor wat ontbreekt")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger_mappings", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "koppeling",
                "verbose_name_plural": "koppelingen",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "name"), name="finance_ledgermapping_name_once"),
                    models.UniqueConstraint(fields=("deal", "id"), name="finance_ledgermapping_in_deal"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="finance_ledgermapping_has_name"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="ledgerimport",
            name="mapping",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="finance.ledgermapping",
                verbose_name="koppeling",
            ),
        ),
        migrations.CreateModel(
            name="LedgerMappingEvent",
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
                    "mapping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.ledgermapping"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een koppeling",
                "verbose_name_plural": "wijzigingen van koppelingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectBudget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                ("counts_from", models.DateField(verbose_name="telt vanaf")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budgets", to="pillars.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "begroting van een project",
                "verbose_name_plural": "begrotingen van projecten",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_projectbudget_not_zero"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("code", models.CharField(max_length=60, verbose_name="boekstuk")),
                (
                    "kind",
                    models.CharField(
                        choices=[("booking", "boeking"), ("correction", "correctie"), ("credit_note", "creditnota")],
                        default="booking",
                        max_length=12,
                        verbose_name="soort boeking",
                    ),
                ),
                ("booked_on", models.DateField(verbose_name="boekdatum")),
                ("year", models.PositiveSmallIntegerField(verbose_name="boekjaar")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                (
                    "correction_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van de correctie"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("manual", "met de hand ingevoerd"), ("import", "uit de financiële administratie")],
                        default="manual",
                        max_length=6,
                        verbose_name="herkomst",
                    ),
                ),
                (
                    "ledger_key",
                    models.CharField(blank=True, max_length=120, verbose_name="sleutel in de administratie"),
                ),
                ("bundle", models.CharField(blank=True, db_index=True, max_length=32, verbose_name="hoort bij elkaar")),
                ("reference", models.CharField(max_length=200, verbose_name="kenmerk")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="finance.receipt",
                        verbose_name="corrigeert",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
                (
                    "source_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.ledgerimport",
                        verbose_name="ingelezen bestand",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="finance.contribution",
                        verbose_name="betaalt bijdrage",
                    ),
                ),
            ],
            options={
                "verbose_name": "ontvangst",
                "verbose_name_plural": "ontvangsten",
                "ordering": ["booked_on", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["deal", "state", "booked_on"], name="finance_receipt_known")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_receipt_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_receipt_returned_with_reason",
                    ),
                    models.UniqueConstraint(
                        models.F("deal"),
                        models.F("year"),
                        django.db.models.functions.text.Upper("code"),
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        name="finance_receipt_code_once",
                    ),
                    models.UniqueConstraint(fields=("deal", "id"), name="finance_receipt_in_deal"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("ledger_key", ""), _negated=True), models.Q(("state", "withdrawn"), _negated=True)
                        ),
                        fields=("deal", "ledger_key"),
                        name="finance_receipt_ledger_key_once",
                    ),
                    regiodeal.base.constraints.Agrees(field="line", name="finance_receipt_line_of_deal", on="deal"),
                    regiodeal.base.constraints.Agrees(
                        field="corrects", name="finance_receipt_corrects_in_deal", on="deal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_receipt_amount_not_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), models.Q(("kind", "booking"), _negated=True), _connector="OR"
                        ),
                        name="finance_receipt_negative_is_explicit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_reason", ""), ("corrects__isnull", True), ("kind", "booking")),
                            models.Q(
                                models.Q(("kind", "booking"), _negated=True),
                                models.Q(("correction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_receipt_correction_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False), ("kind", "booking"), ("origin", "import"), _connector="OR"
                        ),
                        name="finance_receipt_correction_names_its_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="finance_receipt_year"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="expectedreceipt",
            name="receipt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="finance.receipt",
                verbose_name="ontvangen met",
            ),
        ),
        migrations.CreateModel(
            name="ReceiptEvent",
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
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.receipt"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een ontvangst",
                "verbose_name_plural": "stappen van ontvangsten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("number", models.CharField(max_length=60, verbose_name="nummer")),
                ("decided_on", models.DateField(verbose_name="datum van het besluit")),
                ("mandate", models.CharField(blank=True, max_length=200, verbose_name="mandaat")),
                ("claimed_back", finance.base.money_fields.MoneyField(default=0, verbose_name="teruggevorderd")),
                ("explanation", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.decision",
                        verbose_name="besluit",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="pillars.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "vaststelling",
                "verbose_name_plural": "vaststellingen",
                "ordering": ["decided_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_settlement_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_settlement_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__isnull", False), models.Q(("mandate", ""), _negated=True), _connector="OR"
                        ),
                        name="finance_settlement_rests_on_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("project",),
                        name="finance_settlement_once",
                        violation_error_message="Dit project heeft al een vaststelling.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claimed_back__gte", 0)), name="finance_settlement_claims_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amounts", to="finance.settlement"
                    ),
                ),
            ],
            options={
                "verbose_name": "vastgesteld bedrag",
                "verbose_name_plural": "vastgestelde bedragen",
                "ordering": ["line__position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_settlementamount_not_zero"
                    ),
                    models.UniqueConstraint(fields=("settlement", "line"), name="finance_settlementamount_line_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementEvent",
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
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.settlement"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een vaststelling",
                "verbose_name_plural": "stappen van vaststellingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SisaReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="boekjaar")),
                ("answers", models.JSONField(default=list, verbose_name="antwoorden")),
                ("handed_in_at", models.DateTimeField(verbose_name="ingediend op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sisa_returns", to="deals.deal"
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ingediend SiSa-overzicht",
                "verbose_name_plural": "ingediende SiSa-overzichten",
                "ordering": ["-handed_in_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="finance_sisareturn_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
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
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("contributor_name", models.CharField(blank=True, max_length=120, verbose_name="van wie")),
                (
                    "side",
                    models.CharField(
                        choices=[("national", "het Rijk"), ("regional", "de Regio")], max_length=10, verbose_name="kant"
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("public", "publiek"), ("private", "privaat")],
                        max_length=7,
                        verbose_name="publiek of privaat",
                    ),
                ),
                ("part_of", models.CharField(blank=True, max_length=60, verbose_name="onderdeel van")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "organisations",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="deals.organisation", verbose_name="organisaties"
                    ),
                ),
                (
                    "parties",
                    models.ManyToManyField(blank=True, related_name="+", to="deals.party", verbose_name="Partijen"),
                ),
            ],
            options={
                "verbose_name": "bron",
                "verbose_name_plural": "bronnen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="finance_source_code_once_per_deal"),
                    models.UniqueConstraint(fields=("deal", "id"), name="finance_source_in_deal"),
                    models.CheckConstraint(
                        condition=models.Q(("part_of", models.F("code")), _negated=True),
                        name="finance_source_is_no_part_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SisaIndicator",
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
                ("indicator_code", models.CharField(max_length=30, verbose_name="indicatorcode")),
                ("title", models.CharField(max_length=250, verbose_name="wat SiSa vraagt")),
                (
                    "figure",
                    models.CharField(
                        choices=[("received", "ontvangen"), ("committed", "verplicht"), ("spent", "besteed")],
                        max_length=9,
                        verbose_name="cijfer",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[("year", "in het boekjaar"), ("to_date", "tot en met het boekjaar")],
                        max_length=7,
                        verbose_name="periode",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[("pillar", "uitvoering van een pijler"), ("execution", "uitvoeringskosten")],
                        max_length=10,
                        verbose_name="doel",
                    ),
                ),
                ("first_year", models.PositiveSmallIntegerField(default=2000, verbose_name="vanaf boekjaar")),
                ("last_year", models.PositiveSmallIntegerField(default=2100, verbose_name="tot en met boekjaar")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sisa_indicators",
                        to="covenant.obligation",
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pillars.pillar",
                    ),
                ),
                ("readings", models.ManyToManyField(blank=True, related_name="+", to="deals.interpretation")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.source",
                        verbose_name="bron",
                    ),
                ),
            ],
            options={
                "verbose_name": "SiSa-indicator",
                "verbose_name_plural": "SiSa-indicatoren",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="finance_sisaindicator_code_once_per_deal"),
                    regiodeal.base.constraints.Agrees(
                        field="source", name="finance_sisaindicator_source_of_deal", on="deal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__lte", models.F("last_year"))),
                        name="finance_sisaindicator_years_in_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="contributor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="finance.source",
                verbose_name="van wie",
            ),
        ),
        migrations.AddField(
            model_name="expectedreceipt",
            name="contributor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="finance.source",
                verbose_name="van wie",
            ),
        ),
        migrations.CreateModel(
            name="ContributionAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("pledged", "toegezegd"), ("confirmed", "bevestigd"), ("realised", "gerealiseerd")],
                        max_length=9,
                        verbose_name="wat",
                    ),
                ),
                ("counts_from", models.DateField(verbose_name="telt vanaf")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amounts", to="finance.contribution"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.budgetline",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pillars.project"
                    ),
                ),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="finance.source"
                    ),
                ),
            ],
            options={
                "ordering": ["counts_from", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="finance_contributionamount_not_zero"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="contribution",
            name="contributor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="finance.source", verbose_name="bron"
            ),
        ),
        migrations.AddField(
            model_name="cap",
            name="base_source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="finance.source",
                verbose_name="grondslag van bron",
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budget_lines",
                to="finance.source",
                verbose_name="bron",
            ),
        ),
        migrations.CreateModel(
            name="AgreedTotal",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("maximum", "maximaal"), ("minimum", "minimaal"), ("aim", "streven")],
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag incl. btw")),
                ("is_rounded", models.BooleanField(verbose_name="afgerond in het convenant")),
                ("source_cell", models.CharField(blank=True, max_length=250, verbose_name="plaats in het convenant")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                ("readings", models.ManyToManyField(blank=True, related_name="+", to="deals.interpretation")),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totals",
                        to="finance.source",
                        verbose_name="van wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "afgesproken totaal",
                "verbose_name_plural": "afgesproken totalen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="finance_agreedtotal_code_once_per_deal"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="finance_agreedtotal_amount_not_negative"
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="contributor", name="finance_agreedtotal_contributor_of_deal", on="deal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="boekjaar")),
                ("threshold", finance.base.money_fields.MoneyField(verbose_name="alles vanaf")),
                ("size", models.PositiveSmallIntegerField(verbose_name="aantal van de andere")),
                ("seed", models.CharField(max_length=40, verbose_name="startgetal")),
                ("keys", models.JSONField(default=list, verbose_name="getrokken bestedingen")),
                ("population", models.PositiveIntegerField(default=0, verbose_name="bestedingen in het jaar")),
                ("total", finance.base.money_fields.MoneyField(default=Decimal(0), verbose_name="samen")),
                ("drawn_at", models.DateTimeField(verbose_name="getrokken op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audit_samples", to="deals.deal"
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "steekproef",
                "verbose_name_plural": "steekproeven",
                "ordering": ["-drawn_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="finance_auditsample_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seed", ""), _negated=True), name="finance_auditsample_has_seed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ControllerForecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("year", models.PositiveSmallIntegerField(verbose_name="boekjaar")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="wordt besteed in dit jaar")),
                ("ground", models.CharField(max_length=300, verbose_name="waarom")),
                ("is_off", models.BooleanField(default=False, verbose_name="de berekening telt weer")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="controller_forecasts",
                        to="deals.deal",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="controller_forecasts",
                        to="finance.budgetline",
                        verbose_name="begrotingsregel",
                    ),
                ),
            ],
            options={
                "verbose_name": "prognose van de controller",
                "verbose_name_plural": "prognoses van de controller",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "year"),
                        name="finance_controllerforecast_once",
                        violation_error_message="Voor deze regel en dit jaar is er al een prognose. Werk die bij.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="finance_controllerforecast_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="finance_controllerforecast_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                        name="finance_controllerforecast_year",
                    ),
                    regiodeal.base.constraints.Agrees(
                        field="line", name="finance_controllerforecast_line_of_deal", on="deal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ControllerForecastEvent",
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
                    "controller_forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="finance.controllerforecast",
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een prognose",
                "verbose_name_plural": "wijzigingen van prognoses",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaymentPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="loopt tot en met")),
                ("payments", models.TextField(blank=True, verbose_name="termijnen")),
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_plan",
                        to="finance.commitment",
                        verbose_name="verplichting",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payment_plans", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "betaalplan",
                "verbose_name_plural": "betaalplannen",
                "ordering": ["pk"],
                "constraints": [
                    regiodeal.base.constraints.Agrees(
                        field="commitment", name="finance_paymentplan_commitment_of_deal", on="deal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPlanEvent",
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
                    "payment_plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.paymentplan"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een betaalplan",
                "verbose_name_plural": "wijzigingen van betaalplannen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Realisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "concept"),
                            ("submitted", "ter beoordeling"),
                            ("approved", "goedgekeurd"),
                            ("returned", "teruggestuurd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="ingevuld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                ("return_reason", models.TextField(blank=True, verbose_name="reden van terugsturen")),
                ("done_on", models.DateField(verbose_name="gedaan op")),
                ("year", models.PositiveSmallIntegerField(verbose_name="voor welk jaar")),
                ("amount", finance.base.money_fields.MoneyField(verbose_name="bedrag of waarde")),
                ("valuation_ground", models.TextField(blank=True, verbose_name="grond van de waardering")),
                (
                    "excess_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="waarom meer dan bevestigd"),
                ),
                ("is_last", models.BooleanField(default=False, verbose_name="is het laatste deel")),
                (
                    "correction_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van de correctie"),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisations",
                        to="finance.contribution",
                        verbose_name="bijdrage",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="finance.realisation",
                        verbose_name="corrigeert",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
            ],
            options={
                "verbose_name": "realisatie",
                "verbose_name_plural": "realisaties",
                "ordering": ["done_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finance_realisation_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finance_realisation_returned_with_reason",
                    ),
                    models.UniqueConstraint(fields=("contribution", "id"), name="finance_realisation_in_contribution"),
                    regiodeal.base.constraints.Agrees(
                        field="corrects", name="finance_realisation_corrects_in_contribution", on="contribution"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(("corrects__isnull", False), models.Q(("amount", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="finance_realisation_negative_corrects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correction_reason", ""), ("corrects__isnull", True)),
                            models.Q(("corrects__isnull", False), models.Q(("correction_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="finance_realisation_corrects_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="finance_realisation_year"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoneyEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("public", "openbaar"),
                            ("parties", "voor de Partijen"),
                            ("confidential", "vertrouwelijk"),
                        ],
                        default="parties",
                        max_length=12,
                        verbose_name="voor wie",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.commitment",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.contribution",
                    ),
                ),
                (
                    "deviation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.capdeviation",
                    ),
                ),
                (
                    "expenditure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.expenditure",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.grant",
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
                (
                    "receipt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.receipt",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.settlement",
                    ),
                ),
                (
                    "realisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="finance.realisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "bewijsstuk bij geld",
                "verbose_name_plural": "bewijsstukken bij geld",
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
                        name="finance_moneyevidence_removed_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "confidential"), _negated=True),
                            models.Q(models.Q(("ground", ""), _negated=True), ("requester__isnull", False)),
                            _connector="OR",
                        ),
                        name="finance_moneyevidence_confidential_says_why_and_for_whom",
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
                        name="finance_moneyevidence_opened_by_a_duty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", True),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", True),
                                ("grant__isnull", True),
                                ("realisation__isnull", True),
                                ("receipt__isnull", False),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", False),
                                ("contribution__isnull", True),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", True),
                                ("grant__isnull", True),
                                ("realisation__isnull", True),
                                ("receipt__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", True),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", False),
                                ("grant__isnull", True),
                                ("realisation__isnull", True),
                                ("receipt__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", False),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", True),
                                ("grant__isnull", True),
                                ("realisation__isnull", True),
                                ("receipt__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", True),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", True),
                                ("grant__isnull", True),
                                ("realisation__isnull", False),
                                ("receipt__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", True),
                                ("deviation__isnull", False),
                                ("expenditure__isnull", True),
                                ("grant__isnull", True),
                                ("realisation__isnull", True),
                                ("receipt__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", True),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", True),
                                ("grant__isnull", False),
                                ("realisation__isnull", True),
                                ("receipt__isnull", True),
                                ("settlement__isnull", True),
                            ),
                            models.Q(
                                ("commitment__isnull", True),
                                ("contribution__isnull", True),
                                ("deviation__isnull", True),
                                ("expenditure__isnull", True),
                                ("grant__isnull", True),
                                ("realisation__isnull", True),
                                ("receipt__isnull", True),
                                ("settlement__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="finance_moneyevidence_of_one_record",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RealisationEvent",
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
                    "realisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="finance.realisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een realisatie",
                "verbose_name_plural": "stappen van realisaties",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="ledgerimport",
            constraint=regiodeal.base.constraints.Agrees(
                field="mapping", name="finance_ledgerimport_mapping_of_deal", on="deal"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=regiodeal.base.constraints.Agrees(
                field="contributor", name="finance_receipt_contributor_of_deal", on="deal"
            ),
        ),
        migrations.AddConstraint(
            model_name="expectedreceipt",
            constraint=models.UniqueConstraint(
                fields=("receipt",),
                name="finance_expectedreceipt_receipt_once",
                violation_error_message="Met deze ontvangst is al een andere termijn binnengekomen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=regiodeal.base.constraints.Agrees(
                field="contributor", name="finance_contribution_contributor_of_deal", on="deal"
            ),
        ),
        migrations.AddConstraint(
            model_name="cap",
            constraint=regiodeal.base.constraints.Agrees(
                field="base_source", name="finance_cap_base_source_of_deal", on="deal"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=regiodeal.base.constraints.Agrees(
                field="source", name="finance_budgetline_source_of_deal", on="deal"
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                fields=("contributor", "id"), name="finance_contribution_in_contributor"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=regiodeal.base.constraints.Agrees(
                field="contribution", name="finance_receipt_contribution_of_contributor", on="contributor"
            ),
        ),
    ]
