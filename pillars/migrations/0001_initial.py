import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import regiodeal.base.outlines
import regiodeal.files.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("covenant", "0001_initial"),
        ("deals", "0001_initial"),
        ("deals", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("project", models.CharField(blank=True, max_length=200, verbose_name="iets anders")),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="gevraagd op")),
                ("seen_on", models.DateField(blank=True, null=True, verbose_name="gezien op")),
                ("seen_where", models.CharField(blank=True, max_length=300, verbose_name="waar gezien")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
            ],
            options={
                "verbose_name": "vermelding",
                "verbose_name_plural": "vermeldingen",
                "ordering": ["measure", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_on__isnull", True), models.Q(("seen_where", ""), _negated=True), _connector="OR"
                        ),
                        name="pillars_acknowledgement_seen_somewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("procurement", "aanbesteding"),
                            ("competition", "mededinging"),
                            ("state-aid", "staatssteun"),
                            ("standards", "technische normen en voorschriften"),
                        ],
                        max_length=12,
                        verbose_name="soort toets",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_do", "nog te doen"),
                            ("not_needed", "niet van toepassing"),
                            ("passed", "in orde"),
                            ("conditions", "mag onder voorwaarden"),
                        ],
                        default="to_do",
                        max_length=10,
                        verbose_name="uitkomst",
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="getoetst op")),
                ("checked_by", models.CharField(blank=True, max_length=200, verbose_name="getoetst door")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
            ],
            options={
                "verbose_name": "externe toets",
                "verbose_name_plural": "externe toetsen",
                "ordering": ["measure", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "to_do"),
                            models.Q(("checked_on__isnull", False), models.Q(("checked_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pillars_externalcheck_outcome_says_when_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "conditions"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_externalcheck_conditions_are_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="mijlpaal")),
                ("due_on", models.DateField(verbose_name="klaar op")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="bereikt op")),
            ],
            options={
                "verbose_name": "mijlpaal",
                "verbose_name_plural": "mijlpalen",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AcknowledgementEvent",
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
                    "acknowledgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.acknowledgement"
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
                "verbose_name": "wijziging van een vermelding",
                "verbose_name_plural": "wijzigingen van vermeldingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "gevraagd"),
                            ("begun", "begonnen"),
                            ("sent", "verstuurd"),
                            ("returned", "teruggevraagd"),
                            ("taken", "overgenomen"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("portal", "portaal"), ("file", "bestand"), ("phone", "telefoon")],
                        default="portal",
                        max_length=6,
                        verbose_name="langs",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd op")),
                ("question", models.TextField(blank=True, verbose_name="vraag")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevuld door",
                    ),
                ),
            ],
            options={
                "verbose_name": "antwoord",
                "verbose_name_plural": "antwoorden",
                "ordering": ["executor__name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("question", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_answer_returned_with_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("sent", "taken")), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="pillars_answer_sent_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerEvent",
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
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.answer"
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
                "verbose_name": "stap van een antwoord",
                "verbose_name_plural": "stappen van antwoorden",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("done", models.TextField(blank=True, verbose_name="wat is gedaan")),
                ("upcoming", models.TextField(blank=True, verbose_name="wat komt er nu")),
                ("on_schedule", models.BooleanField(blank=True, null=True, verbose_name="op schema")),
                ("why_not", models.TextField(blank=True, verbose_name="waarom niet op schema")),
                ("learned", models.TextField(blank=True, verbose_name="wat is geleerd")),
                (
                    "spent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="tot nu toe uitgegeven (euro, incl. btw)",
                    ),
                ),
                (
                    "still_to_spend",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="nog uit te geven (euro, incl. btw)",
                    ),
                ),
                (
                    "hours_in_kind",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="uren in natura"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="opmerking")),
                ("is_unchanged", models.BooleanField(default=False, verbose_name="verhaal en geld ongewijzigd")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="pillars.answer"
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="pillars.answerpart",
                        verbose_name="vorige keer",
                    ),
                ),
            ],
            options={
                "verbose_name": "antwoord over een project",
                "verbose_name_plural": "antwoorden over projecten",
                "ordering": ["project__code", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("spent__isnull", True), ("spent__gte", 0), _connector="OR"),
                            models.Q(("still_to_spend__isnull", True), ("still_to_spend__gte", 0), _connector="OR"),
                            models.Q(("hours_in_kind__isnull", True), ("hours_in_kind__gte", 0), _connector="OR"),
                        ),
                        name="pillars_answerpart_amounts_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bottleneck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("title", models.CharField(max_length=200, verbose_name="knelpunt in één zin")),
                ("case", models.TextField(verbose_name="voorbeeld uit de praktijk")),
                ("law", models.CharField(blank=True, max_length=300, verbose_name="wet of regel")),
                ("short_term", models.TextField(blank=True, verbose_name="oplossing op korte termijn")),
                ("long_term", models.TextField(blank=True, verbose_name="oplossing op lange termijn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("noted", "gesignaleerd"),
                            ("raised", "besproken met het Rijk"),
                            ("agreed", "oplossing afgesproken"),
                            ("solved", "opgelost"),
                            ("left", "blijft bestaan"),
                        ],
                        default="noted",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bottlenecks", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "knelpunt",
                "verbose_name_plural": "knelpunten",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="BottleneckEvent",
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
                    "bottleneck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.bottleneck"
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
                "verbose_name": "wijziging van een knelpunt",
                "verbose_name_plural": "wijzigingen van knelpunten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BottleneckTheme",
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
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "thema van knelpunten",
                "verbose_name_plural": "thema's van knelpunten",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_bottlenecktheme_code_once_per_deal")
                ],
            },
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bottlenecks",
                to="pillars.bottlenecktheme",
                verbose_name="thema",
            ),
        ),
        migrations.CreateModel(
            name="EntryQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("text", models.TextField(verbose_name="vraag")),
                ("asked_at", models.DateTimeField(verbose_name="gesteld op")),
                ("answer", models.TextField(blank=True, verbose_name="antwoord")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="beantwoord op")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "gesteld"), ("answered", "beantwoord"), ("closed", "afgesloten")],
                        default="asked",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantwoord door",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gesteld door",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="aan wie",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="deals.deal"),
                ),
            ],
            options={
                "verbose_name": "vraag",
                "verbose_name_plural": "vragen",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="pillars_entryquestion_answered_has_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryQuestionEvent",
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.entryquestion"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een vraag",
                "verbose_name_plural": "stappen van vragen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Executor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="executors", to="deals.deal"
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
                        verbose_name="is deze Partij",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitvoerder",
                "verbose_name_plural": "uitvoerders",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "name"),
                        name="pillars_executor_name_once",
                        violation_error_message="Er is al een uitvoerder met deze naam.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefoon")),
                (
                    "executor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="pillars.executor"
                    ),
                ),
            ],
            options={
                "verbose_name": "contactpersoon",
                "verbose_name_plural": "contactpersonen",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("executor", "email"),
                        name="pillars_contactperson_address_once",
                        violation_error_message="Dit adres staat al bij deze uitvoerder.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="executor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="pillars.executor",
                verbose_name="uitvoerder",
            ),
        ),
        migrations.CreateModel(
            name="ExecutorAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField(verbose_name="gegeven op")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="beëindigd op")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="waarom beëindigd")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "executor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="accounts", to="pillars.executor"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="executor_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "toegang van een uitvoerder",
                "verbose_name_plural": "toegang van uitvoerders",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("executor", "user"),
                        name="pillars_executoraccount_open_once",
                        violation_error_message="Deze persoon heeft al toegang.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="pillars_executoraccount_ends_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExecutorEvent",
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
                    "executor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.executor"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een uitvoerder",
                "verbose_name_plural": "wijzigingen van uitvoerders",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Explanation",
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
                (
                    "about_value",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="cijfer waar het over gaat"
                    ),
                ),
                (
                    "about_status",
                    models.CharField(
                        choices=[
                            ("achieved", "behaald"),
                            ("on_schedule", "op schema"),
                            ("attention", "aandacht"),
                            ("behind", "loopt achter"),
                            ("not_started", "niet gestart"),
                            ("not_assessable", "niet te beoordelen"),
                        ],
                        max_length=15,
                        verbose_name="stand waar het over gaat",
                    ),
                ),
                ("text", models.TextField(verbose_name="wat is er aan de hand")),
                (
                    "expected_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="verwachte eindwaarde"
                    ),
                ),
                ("proposal", models.TextField(blank=True, verbose_name="wat stelt u voor")),
                (
                    "own_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("achieved", "behaald"),
                            ("on_schedule", "op schema"),
                            ("attention", "aandacht"),
                            ("behind", "loopt achter"),
                            ("not_started", "niet gestart"),
                            ("not_assessable", "niet te beoordelen"),
                        ],
                        max_length=15,
                        verbose_name="uw eigen oordeel",
                    ),
                ),
                ("decision", models.TextField(blank=True, verbose_name="besluit")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="besloten op")),
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
                    "decided_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="covenant.decision",
                        verbose_name="besluit van het overleg",
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
                "verbose_name": "uitleg",
                "verbose_name_plural": "uitleg",
                "ordering": ["entered_at", "pk"],
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
                        name="pillars_explanation_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_explanation_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("decision", "")),
                            models.Q(("closed_on__isnull", False), models.Q(("decision", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pillars_explanation_closed_by_a_decision",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="entryquestion",
            name="explanation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="pillars.explanation",
            ),
        ),
        migrations.CreateModel(
            name="ExplanationEvent",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.explanation"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een uitleg",
                "verbose_name_plural": "stappen van uitleg",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExternalCheckEvent",
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
                    "check_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.externalcheck"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een toets",
                "verbose_name_plural": "wijzigingen van toetsen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FigureAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("assigned_at", models.DateTimeField(verbose_name="toegewezen op")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="van wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "toewijzing van een cijfer",
                "verbose_name_plural": "toewijzingen van cijfers",
            },
        ),
        migrations.CreateModel(
            name="FigureAssignmentEvent",
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
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="pillars.figureassignment",
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
                "verbose_name": "wijziging van een toewijzing",
                "verbose_name_plural": "wijzigingen van toewijzingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Goal",
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
                ("title", models.CharField(max_length=300, verbose_name="titel")),
                ("wording", models.TextField(verbose_name="afgesproken tekst")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "doel",
                "verbose_name_plural": "doelen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_goal_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
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
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("measurements", "cijfers"),
                            ("entries", "voortgang"),
                            ("items", "plekken"),
                            ("outcomes", "maatschappelijke cijfers"),
                        ],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
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
                "verbose_name": "inlezen van een bestand",
                "verbose_name_plural": "ingelezen bestanden",
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
                        name="pillars_importjob_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["checked", "accepted", "entering", "entered"]), _negated=True),
                            models.Q(("change_count__gt", 0), ("fault_count", 0)),
                            _connector="OR",
                        ),
                        name="pillars_importjob_enters_without_faults",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
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
                ("name", models.CharField(max_length=250, verbose_name="naam")),
                ("definition", models.TextField(blank=True, verbose_name="wat telt mee")),
                ("unit", models.CharField(max_length=120, verbose_name="eenheid")),
                (
                    "value_kind",
                    models.CharField(
                        choices=[("number", "aantal"), ("milestone", "mijlpaal"), ("scale", "schaal")],
                        max_length=10,
                        verbose_name="soort waarde",
                    ),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[("sum", "optellen"), ("last", "laatste stand"), ("distinct", "aantal verschillende")],
                        max_length=10,
                        verbose_name="optelling",
                    ),
                ),
                (
                    "breakdown",
                    models.CharField(
                        choices=[("none", "geheel"), ("neighbourhood", "per gebied"), ("item", "per onderdeel")],
                        default="none",
                        max_length=15,
                        verbose_name="uitsplitsing",
                    ),
                ),
                ("is_yearly", models.BooleanField(default=False, verbose_name="cijfer per jaar")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicatoren",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_indicator_code_once_per_deal")
                ],
            },
        ),
        migrations.AddField(
            model_name="figureassignment",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pillars.indicator"
            ),
        ),
        migrations.CreateModel(
            name="IndicatorItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="pillars.indicator"
                    ),
                ),
            ],
            options={
                "verbose_name": "onderdeel",
                "verbose_name_plural": "onderdelen",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "code"), name="pillars_indicatoritem_code_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="figureassignment",
            name="item",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pillars.indicatoritem"
            ),
        ),
        migrations.CreateModel(
            name="ItemSet",
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
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                ("singular", models.CharField(max_length=100, verbose_name="naam van één")),
                ("is_fixed", models.BooleanField(default=False, verbose_name="vaste lijst")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "lijst van plekken",
                "verbose_name_plural": "lijsten van plekken",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_itemset_code_once_per_deal")
                ],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="item_sets",
            field=models.ManyToManyField(
                blank=True, related_name="indicators", to="pillars.itemset", verbose_name="telt plekken uit"
            ),
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("title", models.CharField(max_length=200, verbose_name="les in één zin")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("works", "werkt"), ("partly", "werkt soms"), ("not", "werkt niet")],
                        max_length=8,
                        verbose_name="oordeel",
                    ),
                ),
                ("why", models.TextField(verbose_name="waarom")),
                ("combination", models.TextField(blank=True, verbose_name="in welke combinatie")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                (
                    "status",
                    models.CharField(
                        choices=[("noted", "opgeschreven"), ("shared", "gedeeld"), ("applied", "toegepast")],
                        default="noted",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lessons", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "geleerde les",
                "verbose_name_plural": "geleerde lessen",
                "ordering": ["-year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LessonEvent",
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
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.lesson"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een les",
                "verbose_name_plural": "wijzigingen van lessen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Measure",
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
                ("title", models.CharField(max_length=300, verbose_name="titel")),
                ("wording", models.TextField(verbose_name="afgesproken tekst")),
                ("activities", models.JSONField(blank=True, default=list, verbose_name="activiteiten")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="pillars.goal"
                    ),
                ),
            ],
            options={
                "verbose_name": "maatregel",
                "verbose_name_plural": "maatregelen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_measure_code_once_per_deal"),
                    models.UniqueConstraint(fields=("deal", "id"), name="pillars_measure_in_deal"),
                ],
            },
        ),
        migrations.AddField(
            model_name="lesson",
            name="measures",
            field=models.ManyToManyField(related_name="lessons", to="pillars.measure", verbose_name="maatregelen"),
        ),
        migrations.AddField(
            model_name="externalcheck",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="external_checks", to="pillars.measure"
            ),
        ),
        migrations.CreateModel(
            name="CrossLink",
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
                ("wording", models.TextField(verbose_name="tekst")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                ("measures", models.ManyToManyField(related_name="cross_links", to="pillars.measure")),
            ],
            options={
                "verbose_name": "samenhang",
                "verbose_name_plural": "samenhang",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_crosslink_code_once_per_deal")
                ],
            },
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="measures",
            field=models.ManyToManyField(related_name="bottlenecks", to="pillars.measure", verbose_name="maatregelen"),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acknowledgements", to="pillars.measure"
            ),
        ),
        migrations.CreateModel(
            name="Measurement",
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
                ("correction_reason", models.TextField(blank=True, verbose_name="reden van de correctie")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jaar")),
                ("measured_on", models.DateField(verbose_name="peildatum")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="waarde")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="bron")),
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
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measurements", to="pillars.indicator"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="pillars.indicatoritem",
                        verbose_name="onderdeel",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="pillars.measurement",
                        verbose_name="vervangt",
                    ),
                ),
            ],
            options={
                "verbose_name": "meting",
                "verbose_name_plural": "metingen",
                "ordering": ["measured_on", "pk"],
                "indexes": [
                    models.Index(fields=["indicator", "state", "measured_on"], name="pillars_measurement_known")
                ],
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
                        name="pillars_measurement_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_measurement_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(("correction_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_measurement_correction_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("replaces",),
                        name="pillars_measurement_one_correction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="pillars_measurement_value_not_negative"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="entryquestion",
            name="measurement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="pillars.measurement",
            ),
        ),
        migrations.CreateModel(
            name="AnswerFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                (
                    "planned",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="gepland"),
                ),
                (
                    "last_value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="vorige keer"
                    ),
                ),
                ("last_about", models.CharField(blank=True, max_length=30, verbose_name="vorige keer over")),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="waarde"),
                ),
                ("is_unchanged", models.BooleanField(default=False, verbose_name="ongewijzigd")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="pillars.answerpart"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pillars.indicator"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pillars.indicatoritem",
                        verbose_name="onderdeel",
                    ),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answer_figures",
                        to="pillars.measurement",
                    ),
                ),
            ],
            options={
                "verbose_name": "gevraagd cijfer",
                "verbose_name_plural": "gevraagde cijfers",
                "ordering": ["indicator__position", "item__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("part", "indicator", "item", "year"), name="pillars_answerfigure_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item", None)),
                        fields=("part", "indicator", "year"),
                        name="pillars_answerfigure_whole_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                        name="pillars_answerfigure_value_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_unchanged", False), ("value__isnull", False), _connector="OR"),
                        name="pillars_answerfigure_unchanged_has_a_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasurementEvent",
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
                    "measurement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.measurement"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een meting",
                "verbose_name_plural": "stappen van metingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerMilestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="klaar op")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="bereikt op")),
                ("new_day", models.DateField(blank=True, null=True, verbose_name="nieuwe dag")),
                ("reason", models.TextField(blank=True, verbose_name="waarom later")),
                (
                    "is_unchanged",
                    models.BooleanField(default=False, verbose_name="nog niet bereikt, de dag blijft staan"),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="pillars.answerpart"
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="pillars.milestone"
                    ),
                ),
            ],
            options={
                "verbose_name": "gevraagde mijlpaal",
                "verbose_name_plural": "gevraagde mijlpalen",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("part", "milestone"), name="pillars_answermilestone_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reached_on__isnull", True), ("new_day__isnull", True), _connector="OR"),
                        name="pillars_answermilestone_reached_or_moved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedItem",
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
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("agreed_name", models.CharField(blank=True, max_length=200, verbose_name="naam in de afspraken")),
                ("in_agreed_set", models.BooleanField(default=True, verbose_name="hoort bij de afgesproken lijst")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="naam")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="open sinds")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="gesloten op")),
                (
                    "agreed_location",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[regiodeal.base.outlines.fit_location],
                        verbose_name="ligging in de afspraken",
                    ),
                ),
                (
                    "location",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[regiodeal.base.outlines.fit_location],
                        verbose_name="ligging",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                ("is_removed", models.BooleanField(default=False, editable=False, verbose_name="weggehaald")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="pillars.indicatoritem",
                        verbose_name="telt mee als",
                    ),
                ),
                (
                    "item_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="pillars.itemset",
                        verbose_name="lijst",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="deals.neighbourhood",
                        verbose_name="gebied",
                    ),
                ),
            ],
            options={
                "verbose_name": "plek",
                "verbose_name_plural": "plekken",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_nameditem_code_once_per_deal"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("opened_on__isnull", True),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="pillars_nameditem_closes_after_opening",
                        violation_error_message="Een plek sluit niet voordat zij opengaat.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="indicatoritem",
            name="named_item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="pillars.nameditem",
                verbose_name="plek",
            ),
        ),
        migrations.CreateModel(
            name="NamedItemEvent",
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="pillars.nameditem"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een plek",
                "verbose_name_plural": "wijzigingen van plekken",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NationalProgramme",
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
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                ("wording", models.TextField(verbose_name="tekst")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(blank=True, related_name="national_programmes", to="pillars.measure"),
                ),
            ],
            options={
                "verbose_name": "landelijk programma",
                "verbose_name_plural": "landelijke programma's",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "code"), name="pillars_nationalprogramme_code_once_per_deal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeArea",
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
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "neighbourhoods",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="deals.neighbourhood", verbose_name="gebieden"
                    ),
                ),
            ],
            options={
                "verbose_name": "gebied van de statistiek",
                "verbose_name_plural": "gebieden van de statistiek",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_outcomearea_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeIndicator",
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
                ("name", models.CharField(max_length=300, verbose_name="naam")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "omhoog"), ("down", "omlaag")], max_length=4, verbose_name="gewenste richting"
                    ),
                ),
                ("unit", models.CharField(max_length=100, verbose_name="eenheid")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcome_indicators",
                        to="pillars.goal",
                    ),
                ),
            ],
            options={
                "verbose_name": "maatschappelijke indicator",
                "verbose_name_plural": "maatschappelijke indicatoren",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_outcomeindicator_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeMeasurement",
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
                ("correction_reason", models.TextField(blank=True, verbose_name="reden van de correctie")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="waarde")),
                ("table", models.CharField(blank=True, max_length=300, verbose_name="tabel of webadres")),
                ("is_baseline", models.BooleanField(default=False, verbose_name="dit is de nulmeting")),
                ("note", models.TextField(blank=True, verbose_name="toelichting")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="pillars.outcomearea",
                        verbose_name="gebied",
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
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="pillars.outcomeindicator",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="pillars.outcomemeasurement",
                        verbose_name="vervangt",
                    ),
                ),
            ],
            options={
                "verbose_name": "maatschappelijk cijfer",
                "verbose_name_plural": "maatschappelijke cijfers",
                "ordering": ["year", "pk"],
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
                        name="pillars_outcomemeasurement_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_outcomemeasurement_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(("correction_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_outcomemeasurement_correction_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("replaces",),
                        name="pillars_outcomemeasurement_one_correction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="pillars_outcomemeasurement_not_negative"
                    ),
                    models.UniqueConstraint(
                        models.F("indicator"),
                        django.db.models.functions.comparison.Coalesce("area", models.Value(0)),
                        models.F("year"),
                        condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                        name="pillars_outcomemeasurement_one_open_per_year",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="entryquestion",
            name="outcome",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="pillars.outcomemeasurement",
            ),
        ),
        migrations.CreateModel(
            name="OutcomeMeasurementEvent",
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
                    "measurement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="pillars.outcomemeasurement",
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een maatschappelijk cijfer",
                "verbose_name_plural": "stappen van maatschappelijke cijfers",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutcomeSource",
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
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "bron van maatschappelijke cijfers",
                "verbose_name_plural": "bronnen van maatschappelijke cijfers",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_outcomesource_code_once_per_deal")
                ],
            },
        ),
        migrations.AddField(
            model_name="outcomemeasurement",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="pillars.outcomesource",
                verbose_name="bron",
            ),
        ),
        migrations.CreateModel(
            name="Pillar",
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
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="andere namen in het convenant")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "pijler",
                "verbose_name_plural": "pijlers",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_pillar_code_once_per_deal"),
                    models.UniqueConstraint(fields=("deal", "id"), name="pillars_pillar_in_deal"),
                ],
            },
        ),
        migrations.AddField(
            model_name="goal",
            name="pillar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="pillars.pillar"
            ),
        ),
        migrations.CreateModel(
            name="ProgressEntry",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("done", models.TextField(verbose_name="wat is gedaan")),
                (
                    "schedule",
                    models.CharField(
                        choices=[("on_schedule", "op schema"), ("attention", "aandacht"), ("behind", "loopt achter")],
                        max_length=12,
                        verbose_name="planning",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="waarom aandacht nodig is of het achterloopt")),
                ("outlook", models.TextField(verbose_name="vooruitblik")),
                ("learned", models.TextField(blank=True, verbose_name="wat is geleerd")),
                ("risks", models.TextField(blank=True, verbose_name="welke risico's ziet u")),
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
                    "decisions",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="covenant.decision", verbose_name="besluiten die hierbij horen"
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
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="pillars.measure"
                    ),
                ),
            ],
            options={
                "verbose_name": "voortgang",
                "verbose_name_plural": "voortgang",
                "ordering": ["year", "pk"],
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
                        name="pillars_progressentry_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pillars_progressentry_returned_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "returned"))),
                        fields=("measure", "year"),
                        name="pillars_progressentry_one_open_per_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("schedule", "on_schedule"),
                            models.Q(("reason", ""), _negated=True),
                            ("state__in", ("draft", "withdrawn")),
                            _connector="OR",
                        ),
                        name="pillars_progressentry_off_schedule_has_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="entryquestion",
            name="entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="pillars.progressentry",
            ),
        ),
        migrations.CreateModel(
            name="ProgressEntryEvent",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.progressentry"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een voortgang",
                "verbose_name_plural": "stappen van voortgang",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="naam")),
                ("description", models.TextField(blank=True, verbose_name="in gewone woorden")),
                ("leader", models.CharField(blank=True, max_length=150, verbose_name="projectleider")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="begint op")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="eindigt op")),
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
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "idee"),
                            ("preparing", "in voorbereiding"),
                            ("granted", "verleend"),
                            ("running", "loopt"),
                            ("paused", "stilgelegd"),
                            ("finished", "afgerond"),
                            ("settled", "vastgesteld"),
                            ("stopped", "gestopt"),
                        ],
                        default="idea",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "areas",
                    models.ManyToManyField(
                        blank=True, related_name="projects", to="deals.neighbourhood", verbose_name="gebieden"
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="projects", to="deals.deal"
                    ),
                ),
                (
                    "executor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="pillars.executor",
                        verbose_name="uitvoerder",
                    ),
                ),
                (
                    "main_measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="main_projects",
                        to="pillars.measure",
                        verbose_name="maatregel",
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True, related_name="projects", to="pillars.measure", verbose_name="ook voor maatregelen"
                    ),
                ),
                (
                    "partners",
                    models.ManyToManyField(
                        blank=True, related_name="partner_projects", to="pillars.executor", verbose_name="samen met"
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(
                        blank=True, related_name="projects", to="pillars.nameditem", verbose_name="plekken"
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projecten",
                "ordering": ["code", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "code"),
                        name="pillars_project_code_once",
                        violation_error_message="Er is al een project met deze code.",
                    ),
                    models.UniqueConstraint(fields=("deal", "id"), name="pillars_project_in_deal"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="pillars_project_ends_after_its_start",
                        violation_error_message="Het einde ligt voor het begin.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="gepland")),
                ("counts_from", models.DateField(verbose_name="telt vanaf")),
                ("replaced_on", models.DateField(blank=True, null=True, verbose_name="vervangen op")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="pillars.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="pillars.indicatoritem",
                        verbose_name="onderdeel",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="pillars.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "planning",
                "verbose_name_plural": "planningen",
                "ordering": ["year", "indicator__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_on", None)),
                        fields=("project", "indicator", "item", "year"),
                        name="pillars_plan_once",
                        violation_error_message="Dit staat al in de planning van dit project.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item", None), ("replaced_on", None)),
                        fields=("project", "indicator", "year"),
                        name="pillars_plan_whole_once",
                        violation_error_message="Dit staat al in de planning van dit project.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="pillars_plan_not_below_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_on", None), ("replaced_on__gt", models.F("counts_from")), _connector="OR"
                        ),
                        name="pillars_plan_held_a_day",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="milestone",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="pillars.project"
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="pillars.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lessons",
                to="pillars.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="figureassignment",
            name="project",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pillars.project"
            ),
        ),
        migrations.CreateModel(
            name="Evidence",
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
                    "measurement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pillars.measurement",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pillars.progressentry",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pillars.project",
                    ),
                ),
                (
                    "explanation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pillars.explanation",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="pillars.outcomemeasurement",
                    ),
                ),
            ],
            options={
                "verbose_name": "bewijsstuk",
                "verbose_name_plural": "bewijsstukken",
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
                        name="pillars_evidence_removed_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "confidential"), _negated=True),
                            models.Q(models.Q(("ground", ""), _negated=True), ("requester__isnull", False)),
                            _connector="OR",
                        ),
                        name="pillars_evidence_confidential_says_why_and_for_whom",
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
                        name="pillars_evidence_opened_by_a_duty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__isnull", True),
                                ("explanation__isnull", True),
                                ("measurement__isnull", False),
                                ("outcome__isnull", True),
                                ("project__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("explanation__isnull", True),
                                ("measurement__isnull", True),
                                ("outcome__isnull", True),
                                ("project__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", True),
                                ("explanation__isnull", True),
                                ("measurement__isnull", True),
                                ("outcome__isnull", False),
                                ("project__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", True),
                                ("explanation__isnull", False),
                                ("measurement__isnull", True),
                                ("outcome__isnull", True),
                                ("project__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", True),
                                ("explanation__isnull", True),
                                ("measurement__isnull", True),
                                ("outcome__isnull", True),
                                ("project__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pillars_evidence_of_one_record",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bottlenecks",
                to="pillars.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="answerpart",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer_parts",
                to="pillars.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="of_project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to="pillars.project",
                verbose_name="project",
            ),
        ),
        migrations.CreateModel(
            name="ProjectEvent",
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van een project",
                "verbose_name_plural": "wijzigingen van projecten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectImport",
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
                "verbose_name": "inlezen van projecten",
                "verbose_name_plural": "ingelezen bestanden met projecten",
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
                        name="pillars_projectimport_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["checked", "accepted", "entering", "entered"]), _negated=True),
                            models.Q(("change_count__gt", 0), ("fault_count", 0)),
                            _connector="OR",
                        ),
                        name="pillars_projectimport_enters_without_faults",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectPhoto",
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
                ("alternative", models.CharField(blank=True, max_length=300, verbose_name="wat erop te zien is")),
                ("shows_people", models.BooleanField(default=False, verbose_name="er staan mensen herkenbaar op")),
                ("people", models.CharField(blank=True, max_length=300, verbose_name="wie erop staan")),
                ("has_consent", models.BooleanField(default=False, verbose_name="zij vinden het goed")),
                ("is_public", models.BooleanField(default=False, verbose_name="openbaar")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="pillars.project",
                        verbose_name="project",
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
                "verbose_name": "foto van een project",
                "verbose_name_plural": "foto's van projecten",
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
                        name="pillars_projectphoto_removed_says_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shows_people", False),
                            ("removed_at__isnull", False),
                            models.Q(("has_consent", True), models.Q(("people", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pillars_projectphoto_people_agreed",
                        violation_error_message="Er staat iemand op. Schrijf op wie, en dat die het goed vindt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alternative__gt", ""), ("removed_at__isnull", True)),
                            models.Q(("alternative", ""), ("people", ""), ("removed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="pillars_projectphoto_says_what_it_shows",
                        violation_error_message="Schrijf op wat er te zien is, voor wie de foto niet ziet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("year", models.PositiveSmallIntegerField(verbose_name="ronde")),
                ("figure_year", models.PositiveSmallIntegerField(verbose_name="cijfers over")),
                ("opened_on", models.DateField(verbose_name="begonnen op")),
                ("last_day", models.DateField(verbose_name="antwoorden tot en met")),
                ("text", models.TextField(blank=True, verbose_name="tekst bij het begin")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "gesloten")],
                        default="open",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "uitvraag",
                "verbose_name_plural": "uitvragen",
                "ordering": ["-year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "year"),
                        name="pillars_request_once_a_round",
                        violation_error_message="Voor deze ronde is er al een uitvraag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("opened_on"))),
                        name="pillars_request_last_day_after_opening",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="pillars.request"
            ),
        ),
        migrations.CreateModel(
            name="RequestEvent",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.request"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een uitvraag",
                "verbose_name_plural": "stappen van uitvragen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Result",
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
                ("document_code", models.CharField(max_length=60, verbose_name="code in het convenant")),
                ("title", models.CharField(max_length=250, verbose_name="titel")),
                ("wording", models.TextField(verbose_name="afgesproken tekst")),
                ("executor", models.CharField(blank=True, max_length=250, verbose_name="uitvoerder")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="pillars.goal"
                    ),
                ),
                ("measures", models.ManyToManyField(related_name="results", to="pillars.measure")),
            ],
            options={
                "verbose_name": "beoogd resultaat",
                "verbose_name_plural": "beoogde resultaten",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_result_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("assigned_at", models.DateTimeField(verbose_name="toegewezen op")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="deals.deal"),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_assignment",
                        to="pillars.progressentry",
                    ),
                ),
                (
                    "explanation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_assignment",
                        to="pillars.explanation",
                    ),
                ),
                (
                    "measurement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_assignment",
                        to="pillars.measurement",
                    ),
                ),
                (
                    "outcome",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_assignment",
                        to="pillars.outcomemeasurement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="van wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "toewijzing van een beoordeling",
                "verbose_name_plural": "toewijzingen van beoordelingen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry", None),
                                ("explanation", None),
                                ("measurement__isnull", False),
                                ("outcome", None),
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("explanation", None),
                                ("measurement", None),
                                ("outcome", None),
                            ),
                            models.Q(
                                ("entry", None),
                                ("explanation", None),
                                ("measurement", None),
                                ("outcome__isnull", False),
                            ),
                            models.Q(
                                ("entry", None),
                                ("explanation__isnull", False),
                                ("measurement", None),
                                ("outcome", None),
                            ),
                            _connector="OR",
                        ),
                        name="pillars_reviewassignment_about_one_entry",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAssignmentEvent",
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
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="pillars.reviewassignment",
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
                "verbose_name": "wijziging van een toewijzing van een beoordeling",
                "verbose_name_plural": "wijzigingen van toewijzingen van beoordelingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StoryAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("assigned_at", models.DateTimeField(verbose_name="toegewezen op")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "measure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pillars.measure"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="van wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "toewijzing van een tekst",
                "verbose_name_plural": "toewijzingen van teksten",
            },
        ),
        migrations.CreateModel(
            name="StoryAssignmentEvent",
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
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="pillars.storyassignment"
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
                "verbose_name": "wijziging van een toewijzing van een tekst",
                "verbose_name_plural": "wijzigingen van toewijzingen van teksten",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Target",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("per_year", "aantal per jaar"),
                            ("cumulative", "aantal, opgeteld"),
                            ("coverage", "dekking (n van N)"),
                            ("range", "bandbreedte"),
                            ("milestone", "mijlpaal"),
                            ("qualitative", "kwalitatief"),
                            ("trend", "trend"),
                        ],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            ("at_least", "minimaal"),
                            ("exactly", "precies"),
                            ("about", "ongeveer"),
                            ("between", "tussen"),
                            ("aim", "streven"),
                            ("done", "gereed"),
                            ("decreases", "daalt"),
                            ("increases", "stijgt"),
                        ],
                        max_length=10,
                        verbose_name="vergelijking",
                    ),
                ),
                (
                    "minimum",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="minimum"),
                ),
                (
                    "maximum",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="maximum"),
                ),
                (
                    "is_ceiling",
                    models.BooleanField(
                        default=False,
                        help_text="Meer dan het maximum is dan te veel.",
                        verbose_name="maximum is een plafond",
                    ),
                ),
                ("unit", models.CharField(max_length=120, verbose_name="eenheid")),
                ("cadence", models.CharField(blank=True, max_length=120, verbose_name="hoe vaak")),
                ("due", models.JSONField(verbose_name="termijnregel")),
                ("reads", models.JSONField(blank=True, default=list, verbose_name="leest deze onderdelen")),
                ("divide_by", models.PositiveSmallIntegerField(default=1, verbose_name="gedeeld door")),
                (
                    "tolerance",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="speling bij circa"
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="jaar van de nulmeting"),
                ),
                ("baseline_note", models.TextField(blank=True, verbose_name="over de beginsituatie")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="pillars.indicator"
                    ),
                ),
                ("readings", models.ManyToManyField(blank=True, related_name="targets", to="deals.interpretation")),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="pillars.result"
                    ),
                ),
                (
                    "whole_indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets_as_whole",
                        to="pillars.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "norm",
                "verbose_name_plural": "normen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="pillars_target_code_once_per_deal"),
                    models.CheckConstraint(
                        condition=models.Q(("divide_by__gte", 1)), name="pillars_target_divides_by_one_or_more"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("maximum__isnull", True),
                            ("minimum__isnull", True),
                            ("maximum__gte", models.F("minimum")),
                            _connector="OR",
                        ),
                        name="pillars_target_maximum_not_below_minimum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_ceiling", False),
                            models.Q(("kind", "range"), ("maximum__isnull", False)),
                            _connector="OR",
                        ),
                        name="pillars_target_ceiling_has_maximum",
                        violation_error_message="Alleen een bandbreedte met een maximum heeft een plafond.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="explanation",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="explanations", to="pillars.target"
            ),
        ),
        migrations.CreateModel(
            name="AnswerImport",
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
                "verbose_name": "inlezen van antwoorden",
                "verbose_name_plural": "ingelezen antwoorden",
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
                        name="pillars_answerimport_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["checked", "accepted", "entering", "entered"]), _negated=True),
                            models.Q(("change_count__gt", 0), ("fault_count", 0)),
                            _connector="OR",
                        ),
                        name="pillars_answerimport_enters_without_faults",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="aan")),
                ("moment", models.CharField(max_length=20, verbose_name="moment")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("claim", models.UUIDField(blank=True, null=True, verbose_name="ronde")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="in behandeling sinds")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd op")),
                ("dropped_at", models.DateTimeField(blank=True, null=True, verbose_name="vervallen op")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="pillars.answer"
                    ),
                ),
            ],
            options={
                "verbose_name": "bericht bij een antwoord",
                "verbose_name_plural": "berichten bij antwoorden",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "address", "moment"), name="pillars_answermail_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
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
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="pillars.answerpart"
                    ),
                ),
            ],
            options={
                "verbose_name": "bestand bij een antwoord",
                "verbose_name_plural": "bestanden bij antwoorden",
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
                        name="pillars_answerfile_removed_says_who_and_why",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="externalcheck",
            constraint=models.UniqueConstraint(
                fields=("measure", "kind"), name="pillars_externalcheck_once_per_measure"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry", None), ("explanation", None), ("measurement__isnull", False), ("outcome", None)),
                    models.Q(("entry__isnull", False), ("explanation", None), ("measurement", None), ("outcome", None)),
                    models.Q(("entry", None), ("explanation", None), ("measurement", None), ("outcome__isnull", False)),
                    models.Q(("entry", None), ("explanation__isnull", False), ("measurement", None), ("outcome", None)),
                    _connector="OR",
                ),
                name="pillars_entryquestion_about_one_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                models.F("indicator"),
                django.db.models.functions.comparison.Coalesce("item", models.Value(0)),
                django.db.models.functions.comparison.Coalesce("project", models.Value(0)),
                models.F("year"),
                condition=models.Q(("state__in", ("draft", "submitted", "returned")), ("year__isnull", False)),
                name="pillars_measurement_one_open_per_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="figureassignment",
            constraint=models.UniqueConstraint(
                models.F("indicator"),
                django.db.models.functions.comparison.Coalesce("item", models.Value(0)),
                django.db.models.functions.comparison.Coalesce("project", models.Value(0)),
                name="pillars_figureassignment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerpart",
            constraint=models.UniqueConstraint(fields=("answer", "project"), name="pillars_answerpart_once_a_project"),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("of_project__isnull", False), models.Q(("project", ""), _negated=True), _connector="OR"
                ),
                name="pillars_acknowledgement_of_something",
                violation_error_message="Kies een project, of schrijf op waar het om gaat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("request", "executor"), name="pillars_answer_once_an_executor"),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "returned"])),
                fields=("target",),
                name="pillars_explanation_one_open_per_target",
            ),
        ),
    ]
