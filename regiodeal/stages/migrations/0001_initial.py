import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import regiodeal.base.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deals", "0001_initial"),
        ("deals", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("list_name", models.CharField(max_length=60, verbose_name="lijst")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("field", models.CharField(max_length=60, verbose_name="veld")),
                ("label", models.CharField(max_length=300, verbose_name="waarvan")),
                ("old", models.TextField(blank=True, verbose_name="was")),
                ("new", models.TextField(blank=True, verbose_name="wordt")),
                ("reason", models.TextField(verbose_name="reden")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "voorgesteld"),
                            ("confirmed", "verbeterd"),
                            ("refused", "niet overgenomen"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="voorgesteld op")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text_corrections", to="deals.deal"
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
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "correctie",
                "verbose_name_plural": "correcties",
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("deal", "list_name", "code", "field"),
                        name="stages_correction_one_waits_per_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="stages_correction_changes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="stages_correction_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="stages_correction_confirmed_by_another",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["deal", "list_name", "code", "field", "old", "new", "reason", "proposed_by"],
                        name="stages_correction_stands",
                        once="proposed_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionEvent",
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
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="stages.correction"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een correctie",
                "verbose_name_plural": "stappen van correcties",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DealDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="bestand")),
                ("content", models.TextField(verbose_name="inhoud")),
                ("faults", models.JSONField(default=list, verbose_name="fouten")),
                ("remarks", models.JSONField(default=list, verbose_name="opmerkingen")),
                ("changes", models.JSONField(default=list, verbose_name="verschillen")),
                ("uploaded_at", models.DateTimeField(verbose_name="wanneer")),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="deals.deal"
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
                "verbose_name": "bestand van een deal in voorbereiding",
                "verbose_name_plural": "bestanden van deals in voorbereiding",
            },
        ),
        migrations.CreateModel(
            name="StageEvent",
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
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een deal",
                "verbose_name_plural": "stappen van deals",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
    ]
