import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("deals", "0001_initial"),
        ("deals", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versie")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mailadres")),
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("bureau", "programmabureau"),
                            ("reviewer", "beoordelaar"),
                            ("treasurer", "regiokassier"),
                            ("party", "vertegenwoordiger van een Partij"),
                            ("overleg", "lid van het bestuurlijk overleg"),
                            ("bzk", "programmateam van het Rijk"),
                            ("administrator", "beheerder"),
                            ("partner", "uitvoerder"),
                            ("auditor", "accountant"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "uitgenodigd"), ("accepted", "aangenomen"), ("cancelled", "ingetrokken")],
                        default="sent",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="afdruk van de link")),
                ("invited_at", models.DateTimeField(verbose_name="uitgenodigd op")),
                ("expires_at", models.DateTimeField(verbose_name="geldig tot")),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="verstuurd op")),
                ("is_of_preparation", models.BooleanField(default=False, verbose_name="verstuurd in de voorbereiding")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="deals.deal"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="deals.party",
                        verbose_name="Partij",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitnodiging",
                "verbose_name_plural": "uitnodigingen",
                "ordering": ["-invited_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("deal"),
                        models.F("role"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("state", "sent")),
                        name="accounts_invitation_once_while_it_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "party"), _negated=True), ("party__isnull", False), _connector="OR"
                        ),
                        name="accounts_invitation_party_role_names_its_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("invited_at"))),
                        name="accounts_invitation_expires_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationEvent",
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
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="accounts.invitation"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een uitnodiging",
                "verbose_name_plural": "stappen van uitnodigingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
    ]
