from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        # Outbox handlers, receivers and daily tasks register as their modules are read.
        from meetings import (  # noqa: F401, PLC0415
            calendar_mail,
            documents,
            mail,
            matter_receivers,
            personal_data,
            receivers,
            uploaded_notes,
        )
        from meetings.reminders import answers, minutes, rosters, written  # noqa: F401, PLC0415
