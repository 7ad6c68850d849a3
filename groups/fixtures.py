"""The fixtures of the real structure, in the order in which they can be loaded."""

STRUCTURE: tuple[str, ...] = (
    "areas",
    "organisations",
    "organisation_names",
    "people",
    "group_types",
    "groups",
    "mandates",
    "mandate_sections_goteborgsomradet",
    "mandate_sections_samsynsgruppen",
    "mandate_sections_samordningsrad",
    "seats",
    "memberships",
    "office_terms",
)
