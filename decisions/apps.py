from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "Beslut i samverkan"

    def ready(self) -> None:
        # Receivers, handlers and checks connect when the app is ready.
        from decisions import documents, personal_data, receivers, verifying  # noqa: F401, PLC0415
