"""Are the stored extracts of decisions what they were?"""

from collections.abc import Iterator

from decisions.models import DecisionExtract
from samverkan.common import integrity


@integrity.check("utdrag ur beslutsregistret")
def extracts() -> Iterator[str]:
    rows = DecisionExtract.objects.select_related("decision__group").order_by("pk")
    yield from integrity.file_drift((row.path, row.sha256, str(row)) for row in rows)
