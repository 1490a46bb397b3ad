import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import regiodeal.base.constraints


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("api_clients", "0001_initial"),
        ("deals", "0001_initial"),
        ("deals", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("change", "wijziging"),
                            ("download", "bestand opgehaald"),
                            ("sign_in", "inloggen"),
                            ("account", "account"),
                            ("job", "taak op de achtergrond"),
                            ("command", "opdracht van beheer"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("action", models.CharField(max_length=80, verbose_name="handeling")),
                ("object_type", models.CharField(blank=True, max_length=80, verbose_name="soort object")),
                ("object_key", models.CharField(blank=True, max_length=120, verbose_name="object")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("done", "gelukt"),
                            ("refused", "geweigerd"),
                            ("locked", "geblokkeerd"),
                            ("failed", "mislukt"),
                        ],
                        max_length=10,
                        verbose_name="resultaat",
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="HTTP-status")),
                ("source", models.GenericIPAddressField(null=True, verbose_name="adres")),
                ("request_id", models.CharField(blank=True, max_length=64, verbose_name="nummer van de aanvraag")),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="over wie",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="api_clients.apiclient",
                        verbose_name="koppeling",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "regel van het logboek",
                "verbose_name_plural": "logboek",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["deal", "-at"], name="audit_entry_deal_at"),
                    models.Index(fields=["actor", "-at"], name="audit_entry_actor_at"),
                    models.Index(fields=["about", "-at"], name="audit_entry_about_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["change", "download", "sign_in", "account", "job", "command"])
                        ),
                        name="audit_entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["done", "refused", "locked", "failed"])),
                        name="audit_entry_result_known",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=[
                            "actor",
                            "about",
                            "client",
                            "deal",
                            "kind",
                            "action",
                            "object_type",
                            "object_key",
                            "result",
                            "status",
                            "source",
                            "request_id",
                        ],
                        name="audit_entry_only_added",
                        once="at",
                    ),
                ],
            },
        ),
    ]
