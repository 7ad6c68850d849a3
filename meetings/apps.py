from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        # Outbox handlers, receivers and daily tasks register as their modules are read.
        from meetings import (  # noqa: F401, PLC0415
            consultation_answers,
            consultation_mail,
            documents,
            mail,
            personal_data,
            uploaded_notes,
            verifying,
        )
        from meetings.calendars import mail as calendar_mail  # noqa: F401, PLC0415
        from meetings.receivers import matters as matter_receivers  # noqa: F401, PLC0415
        from meetings.receivers import minutes as minutes_receivers  # noqa: F401, PLC0415
        from meetings.receivers import rosters as roster_receivers  # noqa: F401, PLC0415
        from meetings.reminders import (  # noqa: F401, PLC0415
            adjusters,
            answers,
            consultations,
            minutes,
            rosters,
            written,
        )
