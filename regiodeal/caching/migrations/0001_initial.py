from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DataMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deal_key", models.BigIntegerField(db_index=True, verbose_name="deal")),
                ("mark", models.BigIntegerField(verbose_name="merk")),
            ],
            options={
                "verbose_name": "merk van een wijziging",
                "verbose_name_plural": "merken van wijzigingen",
            },
        ),
    ]
