"""Formulas in uploaded workbooks. One that asks another program (DDE) has a bar outside quotes: ``cmd|'x'!A1``."""

import re

#: Where a workbook calculates: in cells, names, rules for looks and for what may be written, columns of tables.
_NAMES = {
    "f", "definedName", "formula", "formula1", "formula2", "oldFormula", "calculatedColumnFormula", "totalsRowFormula",
}  # fmt: skip
#: What is written within quotes, or in brackets as the name of a column, where a quote takes the next sign as it is.
_QUOTED = re.compile(r"\"[^\"]*\"|\[(?:'.|[^\[\]'])*\]|'[^']*'", re.DOTALL)
#: More than Excel takes.
_LONGEST = 10_000


def is_formula(namespace: str, name: str) -> bool:
    """Whether the element holds a formula."""
    return name in _NAMES and ("spreadsheetml" in namespace or namespace.endswith("/excel/2006/main"))


def asks_a_program(formula: str) -> bool:
    """Whether the formula asks another program, or is too long to be one that only calculates."""
    return len(formula) > _LONGEST or "|" in _QUOTED.sub("", formula)
