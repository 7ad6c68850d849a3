from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        from meetings import documents, mail  # noqa: F401, PLC0415 -- outbox handlers register when the app is ready
