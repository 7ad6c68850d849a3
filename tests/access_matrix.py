"""Who gets what answer: route × state of the meeting × role. A route without a row fails the suite.

States are those of a meeting of the group of eva (process leader), olle (chair) and sara (member); maja works for
another group; dag's account is switched off; anna has none. Every cell that no row allows is a refusal, and which
one follows from the role: who has not signed in is sent to do so, an outsider gets 404, a member 403.
"""

from dataclasses import dataclass, field
from typing import Literal

type Role = Literal["anna", "dag", "maja", "sara", "eva", "olle"]
type State = Literal["planned", "sent", "out", "adjusted", "published", "withdrawn"]

ROLES: tuple[Role, ...] = ("anna", "dag", "maja", "sara", "eva", "olle")
STATES: tuple[State, ...] = ("planned", "sent", "out", "adjusted", "published", "withdrawn")
EVERYONE: frozenset[Role] = frozenset(ROLES)
ACCOUNTS: frozenset[Role] = frozenset({"maja", "sara", "eva", "olle"})
GROUP: frozenset[Role] = frozenset({"sara", "eva", "olle"})
WRITERS: frozenset[Role] = frozenset({"eva"})
LEADERS: frozenset[Role] = frozenset({"maja", "eva"})
CHAIRS: frozenset[Role] = frozenset({"olle"})
NOBODY: frozenset[Role] = frozenset()

#: How a refusal looks: where sign-in is needed, what the outsider gets, what the member gets.
REFUSALS: dict[Role, str] = {
    "anna": "sign in", "dag": "sign in", "maja": "404", "sara": "403", "eva": "403", "olle": "403",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """``allowed`` in every state, unless ``states`` says otherwise for some; ``verb`` takes POST only."""

    allowed: frozenset[Role]
    states: dict[State, frozenset[Role]] = field(default_factory=dict)
    verb: bool = False
    #: What those get who are not allowed, where it differs from ``REFUSALS``.
    otherwise: dict[Role, str] = field(default_factory=dict)

    def expected(self, state: State, role: Role) -> str:
        if role in self.states.get(state, self.allowed):
            return "ok"
        return self.otherwise.get(role, REFUSALS[role])


def public(**states: frozenset[Role]) -> Row:
    """A page of the open site: the same for all; where it is closed, closed to all."""
    return Row(EVERYONE, states=states, otherwise=dict.fromkeys(ROLES, "404"))  # type: ignore[arg-type]


NOT_ADJUSTED: dict[State, frozenset[Role]] = {"planned": NOBODY, "sent": NOBODY, "out": NOBODY}
UNPUBLISHED = {"planned": NOBODY, "sent": NOBODY, "out": NOBODY, "adjusted": NOBODY}
NOT_YOURS = {"maja": "403"}
NOT_THERE = {"sara": "404", "eva": "404", "olle": "404"}

MATRIX: dict[str, Row] = {
    # The open site
    "start": public(),
    "groups": public(),
    "group": public(),
    "mandates": public(),
    "mandate": public(),
    "mandate-pdf": public(),
    "mandate-diff": public(),
    "structure": public(),
    "meetings": public(),
    "meeting": Row(EVERYONE, {"withdrawn": NOBODY}, otherwise=dict.fromkeys(ROLES, "410")),
    "calendar": public(),
    "group-calendar": public(),
    "personal-calendar": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404")),  # the secret is asked for, not the person
    "minutes-pdf": Row(EVERYONE, {**UNPUBLISHED, "withdrawn": NOBODY}, otherwise=dict.fromkeys(ROLES, "404 or 410")),
    "agenda-pdf": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404 or 410")),  # no meeting here has been called
    "meeting-paper": Row(EVERYONE, {**UNPUBLISHED, "withdrawn": NOBODY}, otherwise=dict.fromkeys(ROLES, "404 or 410")),
    "minutes-version": Row(
        EVERYONE, {**UNPUBLISHED, "withdrawn": NOBODY}, otherwise=dict.fromkeys(ROLES, "404 or 410")
    ),
    "minutes-version-pdf": Row(
        EVERYONE, {**UNPUBLISHED, "withdrawn": NOBODY}, otherwise=dict.fromkeys(ROLES, "404 or 410")
    ),
    "minutes-version-diff": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404 or 410")),
    "minutes-original": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404")),
    "decisions": public(),
    "decisions-csv": public(),
    "decisions-xlsx": public(),
    "decisions-json": public(),
    "decision": Row(EVERYONE, {**UNPUBLISHED, "withdrawn": NOBODY}, otherwise=dict.fromkeys(ROLES, "404 or 410")),
    "decision-pdf": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404 or 410")),  # no worker has drawn it here
    "documents": public(),
    "document": public(),
    "document-file": public(),
    "about": public(),
    "organisations": public(),
    "organisation": public(),
    "personal-data": public(),
    "livez": public(),
    "readyz": public(),
    # A link in a mail to olle: whoever has it reads what it is for, until it is answered; nobody else can know of it
    "mail-link": Row(
        EVERYONE,
        dict.fromkeys(("planned", "adjusted", "published", "withdrawn"), NOBODY),
        otherwise=dict.fromkeys(ROLES, "404 or 410"),
    ),
    # For those who own the installation
    "failed-work": Row(NOBODY, otherwise=NOT_YOURS),
    "failed-work-retry": Row(NOBODY, verb=True, otherwise=NOT_YOURS),
    "mail-link-paper": Row(NOBODY, {"sent": EVERYONE}, otherwise=dict.fromkeys(ROLES, "404 or 410")),
    # Only in the demonstration
    "kept-mail*": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "404")),
    # Behind sign-in
    "workbench": Row(ACCOUNTS),
    "help": Row(ACCOUNTS),
    "help-task": Row(ACCOUNTS),
    "meetings_admin:list": Row(ACCOUNTS),
    "meetings_admin:new": Row(LEADERS),
    "meetings_admin:plan-year": Row(LEADERS),
    "meetings_admin:cancel": Row(WRITERS),
    "meetings_admin:move": Row(WRITERS),
    "meetings_admin:calendar": Row(ACCOUNTS),
    "meetings_admin:calendar-new": Row(ACCOUNTS, verb=True),
    "meetings_admin:calendar-revoke": Row(ACCOUNTS, verb=True),
    "meetings_admin:import-minutes": Row(LEADERS),
    "meetings_admin:import-save": Row(LEADERS, verb=True, otherwise={"sara": "ok", "olle": "ok"}),
    "meetings_admin:meeting": Row(GROUP),
    "meetings_admin:draft": Row(WRITERS),
    "meetings_admin:draft-discard": Row(WRITERS, verb=True),
    "meetings_admin:draft-reading": Row(WRITERS),
    "meetings_admin:preview": Row(GROUP),
    "meetings_admin:draft-pdf": Row(GROUP),
    "meetings_admin:agenda-pdf": Row(GROUP),
    "meetings_admin:agenda-docx": Row(GROUP),
    "meetings_admin:minutes-record-pdf": Row(GROUP, {"adjusted": NOBODY}, otherwise=dict.fromkeys(GROUP, "404")),
    "meetings_admin:minutes-docx": Row(GROUP),
    "meetings_admin:agenda": Row(CHAIRS),
    "meetings_admin:agenda-send": Row(WRITERS, verb=True),
    "meetings_admin:agenda-approve": Row(CHAIRS, verb=True),
    "meetings_admin:agenda-return": Row(CHAIRS, verb=True),
    "meetings_admin:agenda-register": Row(WRITERS),
    "meetings_admin:agenda-recall": Row(WRITERS, verb=True),
    "meetings_admin:agenda-paper": Row(NOBODY, {"sent": CHAIRS}, otherwise={"olle": "404"}),
    "meetings_admin:preparation": Row(CHAIRS, otherwise={"maja": "403"}),
    "meetings_admin:preparation-register": Row(NOBODY, verb=True, otherwise={"maja": "403"}),
    "meetings_admin:evidence": Row(frozenset({"eva", "olle"})),
    "meetings_admin:call": Row(WRITERS),
    "meetings_admin:held": Row(WRITERS, verb=True),
    "meetings_admin:not-held": Row(WRITERS, verb=True),
    "meetings_admin:minutes-send": Row(WRITERS),
    "meetings_admin:minutes-adjust": Row(CHAIRS),
    "meetings_admin:minutes-return": Row(CHAIRS, verb=True),
    "meetings_admin:minutes-register": Row(WRITERS),
    "meetings_admin:minutes-comments": Row(GROUP),
    "meetings_admin:minutes-adjusters": Row(WRITERS),
    "meetings_admin:approving-meeting": Row(WRITERS),
    "meetings_admin:minutes-take-back": Row(WRITERS, verb=True),
    "meetings_admin:papers": Row(GROUP),
    "meetings_admin:paper": Row(WRITERS),
    "meetings_admin:paper-remove": Row(WRITERS),
    "meetings_admin:paper-file": Row(GROUP),
    "meetings_admin:numbers": Row(CHAIRS | WRITERS),
    "meetings_admin:numbers-ask": Row(WRITERS, verb=True),
    # The other kinds of meeting. The meeting here is an ordinary one, which has no answers and no uploaded note.
    "meetings_admin:new-written": Row(LEADERS),
    "meetings_admin:new-chair-decision": Row(LEADERS | CHAIRS),
    "meetings_admin:upload-note": Row(NOBODY, otherwise=NOT_YOURS),
    "meetings_admin:written-answers": Row(NOBODY, otherwise=NOT_THERE),
    "meetings_admin:written-register": Row(NOBODY, otherwise={"eva": "404"}),
    "meetings_admin:written-put-out": Row(NOBODY, verb=True, otherwise={"eva": "404"}),
    "meetings_admin:written-last-day": Row(NOBODY, verb=True, otherwise={"eva": "404"}),
    "meetings_admin:written-close": Row(NOBODY, verb=True, otherwise={"eva": "404"}),
    "meetings_admin:chair-decision": Row(NOBODY, otherwise=NOT_THERE),
    "meetings_admin:chair-decision-send": Row(NOBODY, verb=True, otherwise=NOT_THERE),
    "meetings_admin:uploaded-note": Row(NOBODY),
    "meetings_admin:uploaded-note-replace": Row(NOBODY),
    "meetings_admin:uploaded-note-correct": Row(NOBODY),
    "meetings_admin:uploaded-note-abandon": Row(NOBODY, verb=True),
    "meetings_admin:uploaded-note-publish": Row(NOBODY, verb=True),
    "meetings_admin:uploaded-note-withdraw": Row(NOBODY),
    "meetings_admin:uploaded-note-file": Row(NOBODY, otherwise=NOT_THERE),
    "meetings_admin:short-note": Row(WRITERS),
    "meetings_admin:short-note-remove": Row(WRITERS, verb=True),
    "meetings_admin:publish": Row(WRITERS),
    "meetings_admin:withdraw": Row(WRITERS),
    "meetings_admin:correct": Row(WRITERS),
    "meetings_admin:correct-abandon": Row(WRITERS, verb=True),
    "meetings_admin:redact": Row(WRITERS),
    "meetings_admin:redacted": Row(WRITERS),
    "meetings_admin:package": Row(WRITERS, NOT_ADJUSTED, otherwise={"eva": "404"}),
    "meetings_admin:everything": Row(WRITERS),
    # The diary: those who keep it, in the groups whose diary they keep
    "meetings_admin:diary": Row(LEADERS),
    "meetings_admin:diary-minutes": Row(WRITERS, NOT_ADJUSTED, otherwise={"eva": "404"}),
    "meetings_admin:diary-agenda": Row(NOBODY, otherwise={"eva": "404"}),
    "meetings_admin:diary-matter": Row(WRITERS),
    # Matters, one that sara has raised: the group reads it, those who run the group keep it, sara takes it back
    "meetings_admin:matters": Row(ACCOUNTS),
    "meetings_admin:matter-new": Row(ACCOUNTS),
    "meetings_admin:matter": Row(GROUP),
    "meetings_admin:matter-paper": Row(GROUP),
    "meetings_admin:matter-take-in": Row(WRITERS, verb=True),
    "meetings_admin:matter-schedule": Row(WRITERS, verb=True),
    "meetings_admin:matter-unschedule": Row(WRITERS, verb=True),
    "meetings_admin:matter-recurring": Row(WRITERS, verb=True),
    "meetings_admin:matter-send-back": Row(WRITERS),
    "meetings_admin:matter-answer": Row(WRITERS),
    "meetings_admin:matter-change": Row(frozenset({"sara"})),
    "meetings_admin:matter-withdraw": Row(frozenset({"sara"})),
    "meetings_admin:matter-raise-again": Row(frozenset({"sara"})),
    # Standing items and building the agenda
    "meetings_admin:standing*": Row(WRITERS),
    "meetings_admin:standing-move": Row(WRITERS, verb=True),
    "meetings_admin:standing-remove": Row(WRITERS, verb=True),
    "meetings_admin:agenda-build": Row(WRITERS),
    # Mandates: the group reads them, drafts too; those who keep every group of one write it
    "groups_admin:mandate": Row(GROUP),
    "groups_admin:mandate-*": Row(WRITERS),
    "groups_admin:mandate-file": Row(GROUP),
    "groups_admin:mandate-preview": Row(GROUP),
    "groups_admin:mandate-difference": Row(GROUP),
    "groups_admin:mandate-new": Row(LEADERS),
    "groups_admin:mandate-section-move": Row(WRITERS, verb=True),
    # Governing documents: those who keep the registers of the owner group
    "groups_admin:document*": Row(WRITERS),
    "groups_admin:document-new": Row(LEADERS),
    # The group's page: its members read it, those who keep the group appoint and end from it
    "group-desk": Row(GROUP),
    "groups_admin:appoint": Row(WRITERS),
    "groups_admin:membership-*": Row(WRITERS),
    "groups_admin:office-*": Row(WRITERS),
    "groups_admin:seat-*": Row(WRITERS),
    "groups_admin:group-end": Row(NOBODY),
    "groups_admin:group-reopen": Row(NOBODY, verb=True),
    # Registers: those who run a group, for the rows of their groups; people and organisations for all of them
    "admin:index": Row(ACCOUNTS),
    "admin:app_list": Row(LEADERS, otherwise={"sara": "404", "olle": "404"}),
    "admin:groups_*_changelist": Row(LEADERS),
    "admin:groups_*_export": Row(LEADERS),
    "admin:groups_*_add": Row(LEADERS),
    "admin:groups_group_add": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_membership_add": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_officeterm_add": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_seat_add": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_*_change": Row(WRITERS),
    "admin:groups_*_history": Row(WRITERS),
    "admin:groups_person_*": Row(LEADERS),
    "admin:groups_organisation_*": Row(LEADERS),
    "admin:groups_area_*": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_arearole_*": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_grouptype_*": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_user_*": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_*_delete": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_person_delete": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_organisation_delete": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:groups_recordkeeping_*": Row(NOBODY, otherwise=NOT_YOURS),
    # People and organisations: area administrators, who have no role in the group
    "groups_admin:person-*": Row(NOBODY, otherwise=NOT_YOURS),
    "groups_admin:person-data-file": Row(NOBODY, verb=True, otherwise=NOT_YOURS),
    "groups_admin:organisation-*": Row(NOBODY, otherwise=NOT_YOURS),
    "groups_admin:organisation-merger-back": Row(NOBODY, verb=True, otherwise=NOT_YOURS),
    "admin:autocomplete": Row(NOBODY, otherwise=NOT_YOURS),
    "admin:jsi18n": Row(ACCOUNTS),
    "admin:login": Row(NOBODY, otherwise=dict.fromkeys(ROLES, "sign in")),
    "admin:logout": Row(EVERYONE),
    "admin:password_change*": Row(ACCOUNTS),
    "admin:view_on_site": Row(NOBODY, otherwise={"sara": "404", "eva": "404", "olle": "404"}),
    # Signing in, and what belongs to the own account
    "account_*": Row(EVERYONE),
    "account_change_password": Row(ACCOUNTS),
    "account_set_password": Row(ACCOUNTS),
    "account_email": Row(ACCOUNTS),
    "account_reauthenticate": Row(ACCOUNTS),
    "account_confirm_login_code": Row(ACCOUNTS),
}

#: A published note of a group that has ended, for ann (administrator of its area), rut (registrar of its area), and
#: eva and olle, who ran and chaired it: what answers them; everything else that is done with a meeting refuses them.
ENDED: dict[str, frozenset[str]] = {
    "meeting": frozenset({"ann", "rut"}),
    "preview": frozenset({"ann", "rut"}),
    "withdraw": frozenset({"ann", "rut"}),
    "redact": frozenset({"ann", "rut"}),
    "redacted": frozenset({"ann", "rut"}),
    "correct": frozenset({"ann"}),
    "correct-abandon": frozenset({"ann"}),
    "minutes-send": frozenset({"ann"}),
    "minutes-take-back": frozenset({"ann"}),
    "minutes-register": frozenset({"ann"}),
    "minutes-adjusters": frozenset({"ann"}),
    "publish": frozenset({"ann"}),
    "everything": frozenset({"rut"}),
    "minutes-adjust": frozenset({"olle"}),
    "numbers": frozenset({"ann"}),
}
