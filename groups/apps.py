from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Grupper"

    def ready(self) -> None:
        from groups import mail  # noqa: F401, PLC0415 -- outbox handlers and daily tasks register when the app is ready
