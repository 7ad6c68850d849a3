"""Who gets what answer of plans, annual reports, the wheel and figures; the rows belong to ``access_matrix.MATRIX``."""

from tests.access_rows import ACCOUNTS, CHAIRS, GROUP, LEADERS, NOBODY, NOT_YOURS, WRITERS, Row, public

PLANS: dict[str, Row] = {
    # The open site
    "plans": public(),
    "plan": public(),
    "plan-pdf": public(),
    "report": public(),
    "report-pdf": public(),
    "plan-version": public(),
    "plan-version-pdf": public(),
    "report-version": public(),
    "report-version-pdf": public(),
    "wheel": public(),
    "figures": public(),
    "figures-csv": public(),
    "group-figures": public(),
    "group-figures-csv": public(),
    # Plans and annual reports, both drafts of the group: it reads them, those who keep it write, and nobody answers
    # for a report that has not been sent to the chair but the chair
    # (the group here has a process leader: of one that nobody runs the chair writes, ``test_unrun_plans``)
    "plan_admin:overview": Row(ACCOUNTS),
    "plan_admin:plan": Row(GROUP),
    "plan_admin:plan-new": Row(LEADERS),
    "plan_admin:plan-*": Row(WRITERS),
    "plan_admin:plan-file": Row(GROUP),
    "plan_admin:plan-publish": Row(WRITERS, verb=True),
    "plan_admin:plan-discard": Row(WRITERS, verb=True),
    "plan_admin:report": Row(GROUP),
    "plan_admin:report-new": Row(LEADERS),
    "plan_admin:report-file": Row(GROUP),
    "plan_admin:report-write": Row(WRITERS),
    "plan_admin:report-withdraw": Row(WRITERS),
    "plan_admin:report-correct": Row(WRITERS),
    "plan_admin:report-figures": Row(WRITERS, verb=True),
    "plan_admin:report-send": Row(WRITERS, verb=True),
    "plan_admin:report-take-back": Row(WRITERS, verb=True),
    "plan_admin:report-publish": Row(WRITERS, verb=True),
    "plan_admin:report-discard": Row(WRITERS, verb=True),
    "plan_admin:report-approve": Row(CHAIRS, verb=True),
    "plan_admin:report-return": Row(CHAIRS),
    # Cooperation plans: area administrators, who have no role in the group
    "admin:decisions_cooperationplan_*": Row(NOBODY, otherwise=NOT_YOURS),
    # A group's figures with its attendance (R11)
    "group-desk-figures": Row(WRITERS | CHAIRS),
}
