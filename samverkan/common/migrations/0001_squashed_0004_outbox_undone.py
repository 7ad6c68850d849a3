import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('common', '0001_initial'), ('common', '0002_structure'), ('common', '0003_meeting_cycle'), ('common', '0004_outbox_undone')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=80, verbose_name='slag')),
                ('payload', models.JSONField(verbose_name='innehåll')),
                ('key', models.CharField(blank=True, max_length=200, null=True, unique=True, verbose_name='nyckel')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='skapad')),
                ('due_at', models.DateTimeField(verbose_name='tidigast')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='försök')),
                ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='utlånad till')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='klar')),
                ('dead_at', models.DateTimeField(blank=True, null=True, verbose_name='uppgiven')),
                ('error', models.TextField(blank=True, verbose_name='senaste fel')),
            ],
            options={
                'verbose_name': 'utgående uppgift',
                'verbose_name_plural': 'utgående uppgifter',
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['created_at'], name='outbox_undone'), models.Index(condition=models.Q(('dead_at', None), ('done_at', None)), fields=['due_at'], name='outbox_waiting')],
            },
        ),
        migrations.CreateModel(
            name='KeptMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=200, verbose_name='Message-ID')),
                ('to', models.CharField(max_length=254, verbose_name='till')),
                ('subject', models.CharField(max_length=300, verbose_name='ämne')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='html')),
                ('files', models.JSONField(default=list, verbose_name='bilagor')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='skickat')),
            ],
            options={
                'verbose_name': 'mejl i demonstrationen',
                'verbose_name_plural': 'mejl i demonstrationen',
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PublicStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_public_stamp')],
            },
        ),
    ]
