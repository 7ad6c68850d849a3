"""The fixtures of the real structure, in the order in which they can be loaded."""

STRUCTURE: tuple[str, ...] = (
    "areas",
    "organisations",
    "organisation_names",
    "people",
    "group_types",
    "groups",
    "record_keeping",
    "mandates",
    "mandate_sections_goteborgsomradet",
    "mandate_sections_samsynsgruppen",
    "mandate_sections_samordningsrad",
    "seats",
    "memberships",
    "office_terms",
    "frequency_rules",
    "term_rules",
    "yearly_meetings",
    "governing_documents",
)
