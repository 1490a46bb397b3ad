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
            name="StoredForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="formulier")),
                ("content", models.CharField(blank=True, max_length=64, verbose_name="inhoud")),
                ("location", models.CharField(blank=True, max_length=2000, verbose_name="leidde naar")),
                ("at", models.DateTimeField(db_index=True, verbose_name="wanneer")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verstuurd formulier",
                "verbose_name_plural": "verstuurde formulieren",
            },
        ),
        migrations.CreateModel(
            name="UnsavedWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, verbose_name="formulier")),
                ("fields", models.JSONField(default=dict, verbose_name="velden")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="waarvan")),
                ("path", models.CharField(blank=True, max_length=500, verbose_name="waar het staat")),
                ("kept_at", models.DateTimeField(verbose_name="bewaard op")),
                (
                    "deal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="deals.deal"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "half getypt werk",
                "verbose_name_plural": "half getypt werk",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "deal", "key"), name="pillars_unsavedwork_once_per_form")
                ],
            },
        ),
    ]
