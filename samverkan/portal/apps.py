from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "samverkan.portal"
    label = "portal"
    verbose_name = "Webbplatsen"

    def ready(self) -> None:
        from samverkan.portal import kept_files  # noqa: PLC0415 -- models must be loaded first; its daily task registers

        kept_files.listen()
