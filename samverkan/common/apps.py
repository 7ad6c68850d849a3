from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "samverkan.common"
    label = "common"
    verbose_name = "Gemensamt"

    def ready(self) -> None:
        from samverkan.common import checks, freshness, frozen, overlap  # noqa: PLC0415 -- models must be loaded first

        checks.register_all()
        freshness.listen()
        post_migrate.connect(frozen.install_after_migrate, dispatch_uid="frozen.install")
        post_migrate.connect(overlap.install_after_migrate, dispatch_uid="overlap.install")
