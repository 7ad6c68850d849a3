from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "Beslut i samverkan"

    def ready(self) -> None:
        from decisions import mail, personal_data, receivers, reminders  # noqa: F401, PLC0415 -- receivers connect when the app is ready
