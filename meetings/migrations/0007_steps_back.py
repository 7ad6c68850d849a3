import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

AGENDA_STATES = [('sent', 'Hos ordföranden'), ('approved', 'Fastställd'), ('returned', 'Tillbaka med kommentar'), ('recalled', 'Tillbakatagen')]
TITLES = models.TextField(blank=True, max_length=1000, verbose_name='godkänner anteckningarna (titlar)')


def to_many(apps, schema_editor):
    """The one note that a meeting approves becomes the first of many, in the history too."""
    meetings, old = apps.get_model('meetings', 'Meeting'), apps.get_model('meetings', 'HistoricalMeeting')
    through, kept = meetings.approves.through, apps.get_model('meetings', 'HistoricalMeeting_approves')
    rows = meetings.objects.exclude(approves_one=None).order_by('pk').values_list('pk', 'approves_one')
    pairs = {pair: through.objects.create(from_meeting_id=pair[0], to_meeting_id=pair[1]).pk for pair in rows}
    for row in old.objects.exclude(approves_one=None).order_by('pk').iterator():
        pair = (row.id, row.approves_one_id)
        kept.objects.create(
            id=pairs.get(pair, 0), history_id=row.pk, from_meeting_id=pair[0], to_meeting_id=pair[1]
        )


def to_one(apps, schema_editor):
    """Back again: of several notes the one of the latest meeting is kept."""
    meetings, old = apps.get_model('meetings', 'Meeting'), apps.get_model('meetings', 'HistoricalMeeting')
    kept = apps.get_model('meetings', 'HistoricalMeeting_approves')
    pairs = meetings.approves.through.objects.order_by('to_meeting__date', 'to_meeting__sequence')
    for pair in pairs:
        meetings.objects.filter(pk=pair.from_meeting_id).update(approves_one=pair.to_meeting_id)
    for row in kept.objects.order_by('pk'):
        old.objects.filter(pk=row.history_id).update(approves_one=row.to_meeting_id)


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0004_meeting_cycle'),
        ('meetings', '0006_redacted_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='adjuster',
            name='named_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='utsedd'),
        ),
        migrations.CreateModel(
            name='HistoricalAdjuster',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(max_length=40, verbose_name='som')),
                ('named_at', models.DateTimeField(blank=True, null=True, verbose_name='utsedd')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='groups.person', verbose_name='justerare')),
                ('version', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.minutesversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'historical justerare',
                'verbose_name_plural': 'historical justerare',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterField(
            model_name='agendaversion',
            name='state',
            field=models.CharField(choices=AGENDA_STATES, default='sent', max_length=8, verbose_name='läge'),
        ),
        migrations.AlterField(
            model_name='historicalagendaversion',
            name='state',
            field=models.CharField(choices=AGENDA_STATES, default='sent', max_length=8, verbose_name='läge'),
        ),
        migrations.AlterField(model_name='meeting', name='approves_title', field=TITLES),
        migrations.AlterField(model_name='historicalmeeting', name='approves_title', field=TITLES),
        migrations.RenameField('meeting', 'approves', 'approves_one'),
        migrations.RenameField('historicalmeeting', 'approves', 'approves_one'),
        migrations.AlterField(
            model_name='meeting',
            name='approves_one',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='approves',
            field=models.ManyToManyField(blank=True, related_name='approved_at', to='meetings.meeting', verbose_name='godkänner anteckningarna från'),
        ),
        migrations.CreateModel(
            name='HistoricalMeeting_approves',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('from_meeting', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.meeting')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='meetings.historicalmeeting')),
                ('to_meeting', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.meeting')),
            ],
            options={
                'verbose_name': 'HistoricalMeeting_approves',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(to_many, to_one, elidable=True),
        migrations.RemoveField(model_name='historicalmeeting', name='approves_one'),
        migrations.RemoveField(model_name='meeting', name='approves_one'),
    ]
