import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import regiodeal.notices.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deals", "0001_initial"),
        ("deals", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=regiodeal.notices.models.new_token, max_length=64, unique=True, verbose_name="adres"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda-adres",
                "verbose_name_plural": "agenda-adressen",
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deadline", "afspraken met een termijn"),
                            ("round", "het begin van een ronde"),
                            ("action", "uw actiepunten uit overleggen"),
                            ("consent", "instemming die aan uw Partij is gevraagd"),
                            ("meeting", "overleggen: uitnodiging, verplaatsing en afgelasting"),
                            ("report", "de jaarlijkse rapportage: concept, reacties en indiening"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("key", models.CharField(max_length=150, verbose_name="waarover")),
                ("moment", models.CharField(max_length=10, verbose_name="moment")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("claim", models.UUIDField(blank=True, null=True, verbose_name="ronde")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="in behandeling sinds")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd op")),
                ("dropped_at", models.DateTimeField(blank=True, null=True, verbose_name="vervallen op")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="deals.deal"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "herinnering",
                "verbose_name_plural": "herinneringen",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "deal", "kind", "key", "moment"), name="notices_reminder_once_per_moment"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deadline", "afspraken met een termijn"),
                            ("round", "het begin van een ronde"),
                            ("action", "uw actiepunten uit overleggen"),
                            ("consent", "instemming die aan uw Partij is gevraagd"),
                            ("meeting", "overleggen: uitnodiging, verplaatsing en afgelasting"),
                            ("report", "de jaarlijkse rapportage: concept, reacties en indiening"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="deals.deal"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "keuze over herinneringen",
                "verbose_name_plural": "keuzes over herinneringen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "deal", "kind"), name="notices_reminderchoice_once_per_kind"
                    )
                ],
            },
        ),
    ]
