from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Grupper"

    def ready(self) -> None:
        from groups import mail, verifying  # noqa: F401, PLC0415 -- outbox handlers and daily tasks register here
        from groups.mandates import files  # noqa: F401, PLC0415 -- as above
        from groups.reminders import documents as document_reminders  # noqa: F401, PLC0415 -- as above
        from groups.reminders import groups as group_reminders  # noqa: F401, PLC0415 -- as above
        from groups.reminders import mandates, terms  # noqa: F401, PLC0415 -- as above
