from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "Beslut i samverkan"

    def ready(self) -> None:
        # Receivers, outbox handlers, daily tasks and checks register as their modules are read.
        from decisions import (  # noqa: F401, PLC0415
            extracts,
            mail,
            personal_data,
            receivers,
            reminders,
            verifying,
        )
        from decisions.plans import documents as plan_documents  # noqa: F401, PLC0415
        from decisions.plans import reminders as plan_reminders  # noqa: F401, PLC0415
