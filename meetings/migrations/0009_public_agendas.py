from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0007_steps_back'),
    ]

    operations = [
        migrations.AlterField(
            model_name='storeddocument',
            name='kind',
            field=models.CharField(choices=[('record', 'Handlingen som PDF'), ('public', 'Den publicerade anteckningen som PDF'), ('agenda', 'Den publicerade agendan som PDF'), ('source', 'Inläst original'), ('paper', 'Underlag'), ('evidence', 'Besked som registrerats'), ('note', 'Färdig anteckning')], max_length=8, verbose_name='slag'),
        ),
    ]
