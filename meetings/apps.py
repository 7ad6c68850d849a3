from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        from meetings import documents, mail, personal_data, receivers  # noqa: F401, PLC0415 -- outbox handlers register when the app is ready  # noqa: F401, PLC0415 -- receivers connect when the app is ready
        from meetings.reminders import minutes  # noqa: F401, PLC0415 -- daily tasks register when the app is ready
