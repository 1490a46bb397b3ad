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
                            ("returned", "wat aan u is teruggestuurd"),
                            ("review", "wat op uw beoordeling wacht"),
                            ("question", "vragen aan u, en antwoorden op uw vragen"),
                            ("action", "uw actiepunten: gevraagd, verzet of bijna zover"),
                            ("consent", "instemming die aan uw Partij is gevraagd"),
                            ("meeting", "overleggen: uitnodiging, verplaatsing, afgelasting en verslag"),
                            ("report", "de jaarlijkse rapportage: concept, reacties en indiening"),
                            ("round", "het begin van een ronde"),
                            (
                                "request",
                                "de uitvraag bij uitvoerders: antwoorden die wachten, en wie nog niet antwoordde",
                            ),
                            ("deadline", "afspraken met een termijn"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("key", models.CharField(max_length=150, verbose_name="waarover")),
                ("moment", models.CharField(max_length=10, verbose_name="moment")),
                ("path", models.CharField(max_length=300, verbose_name="waar het staat")),
                ("made_at", models.DateTimeField(verbose_name="gemaakt op")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="gelezen op")),
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
                "verbose_name": "bericht",
                "verbose_name_plural": "berichten",
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
                            ("returned", "wat aan u is teruggestuurd"),
                            ("review", "wat op uw beoordeling wacht"),
                            ("question", "vragen aan u, en antwoorden op uw vragen"),
                            ("action", "uw actiepunten: gevraagd, verzet of bijna zover"),
                            ("consent", "instemming die aan uw Partij is gevraagd"),
                            ("meeting", "overleggen: uitnodiging, verplaatsing, afgelasting en verslag"),
                            ("report", "de jaarlijkse rapportage: concept, reacties en indiening"),
                            ("round", "het begin van een ronde"),
                            (
                                "request",
                                "de uitvraag bij uitvoerders: antwoorden die wachten, en wie nog niet antwoordde",
                            ),
                            ("deadline", "afspraken met een termijn"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("at_once", "meteen"),
                            ("daily", "één keer per dag, samen"),
                            ("none", "niet per mail"),
                        ],
                        max_length=10,
                        verbose_name="per mail",
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
                "verbose_name": "keuze over berichten",
                "verbose_name_plural": "keuzes over berichten",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "deal", "kind"), name="notices_reminderchoice_once_per_kind"
                    )
                ],
            },
        ),
    ]
