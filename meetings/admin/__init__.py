"""The verbs of a meeting behind sign-in: one module per noun, one view per step."""

from rules.permissions import add_perm, perm_exists

from meetings.rules import keeps_a_diary

# Whether the menu leads to the diary: ``{% if perms.meetings %}``.
if not perm_exists("meetings"):  # type: ignore[no-untyped-call]
    add_perm("meetings", keeps_a_diary)  # type: ignore[no-untyped-call]
