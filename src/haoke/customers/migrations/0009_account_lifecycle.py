"""What a customer is to us by now; who is there already has never bought until the rules say otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0008_position"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="lifecycle",
            field=models.CharField(default="prospect", max_length=40),
        ),
    ]
