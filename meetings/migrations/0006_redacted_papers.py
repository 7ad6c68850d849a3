from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0005_corrections'),
    ]

    operations = [
        migrations.AddField(
            model_name='redaction',
            name='papers',
            field=models.JSONField(default=list, verbose_name='underlag'),
        ),
    ]
