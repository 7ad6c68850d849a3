"""The registers of who, in the product's own admin site. Importing this registers them; mount ``site.urls``."""

from rules.permissions import add_perm, perm_exists

from groups.admin import composition, documents, mandates, people, record_keeping, structure
from groups.rules import keeps_registers
from samverkan.common.admin_site import site

__all__ = ["composition", "documents", "mandates", "people", "record_keeping", "site", "structure"]

# Whether the menu leads to the registers: ``{% if perms.groups %}``.
if not perm_exists("groups"):  # type: ignore[no-untyped-call]
    add_perm("groups", keeps_registers)  # type: ignore[no-untyped-call]
