import django.db.models.deletion
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
            name="ApiClient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="naam")),
                ("purpose", models.CharField(max_length=300, verbose_name="waarvoor")),
                ("contact", models.EmailField(max_length=254, verbose_name="contact")),
                ("kinds", models.JSONField(default=list, verbose_name="wat")),
                (
                    "sees_unapproved",
                    models.BooleanField(default=False, verbose_name="ziet ook wat niet is goedgekeurd"),
                ),
                ("deals", models.ManyToManyField(related_name="api_clients", to="deals.deal", verbose_name="deals")),
            ],
            options={
                "verbose_name": "koppeling",
                "verbose_name_plural": "koppelingen",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="api_clients_apiclient_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("purpose", ""), _negated=True)
                        ),
                        name="api_clients_apiclient_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prefix", models.CharField(max_length=8, unique=True, verbose_name="begint met")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="controlegetal")),
                ("issued_at", models.DateTimeField(verbose_name="uitgegeven op")),
                ("expires_at", models.DateTimeField(verbose_name="geldig tot")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="laatst gebruikt op")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                ("revocation_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van intrekken")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="api_clients.apiclient",
                        verbose_name="koppeling",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
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
                "verbose_name": "token",
                "verbose_name_plural": "tokens",
                "ordering": ["-issued_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                        name="api_clients_apitoken_expires_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revocation_reason", ""), ("revoked_at__isnull", True), ("revoked_by__isnull", True)
                            ),
                            models.Q(
                                ("revoked_at__isnull", False),
                                ("revoked_by__isnull", False),
                                models.Q(("revocation_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="api_clients_apitoken_revoked_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiClientEvent",
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
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="api_clients.apiclient"
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="api_clients.apitoken",
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een koppeling",
                "verbose_name_plural": "stappen van koppelingen",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
    ]
