"""How long a vote stays open at least. A register that is there keeps its rules; one made later asks for days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_drafts_and_votes")]

    operations = [
        migrations.AddField(
            model_name="register",
            name="voting_min_days",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="register",
            name="voting_min_days",
            field=models.PositiveSmallIntegerField(default=7),
        ),
    ]
