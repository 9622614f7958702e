"""How long a vote stays open at least: a register that is there keeps its rules, one made later asks for days.

And the key of the form that a comment was sent with.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_after_publication")]

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
        migrations.AddField(
            model_name="comment",
            name="key",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
    ]
