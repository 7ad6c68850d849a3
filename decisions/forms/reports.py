"""The form of an annual report: its five headed texts."""

from typing import Any

from django import forms

from decisions.forms.plans import SHOWN_TO_ALL
from decisions.models import AnnualReport
from decisions.plans.sealing import token_of
from groups.forms.steps import ShowsRefusals
from samverkan.common.rich_field import RichTextField

HINTS = {
    "summary": "Vad gruppen har arbetat med under året, fråga för fråga.",
    "successes": "Vad som har gått bra, och varför.",
    "challenges": "Vad som har varit svårt, och vad det har betytt.",
    "changes": "Vad som är nytt eller klart för dem som samverkan är till för.",
    "planned": "Vad gruppen ska göra nästa år.",
}


class ReportForm(ShowsRefusals, forms.Form):
    """The texts of a report. ``seen`` stands for the report as it was when the page was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, report: AnnualReport) -> None:
        texts = {name: getattr(report, name) for name in report.headings}
        super().__init__(data, initial={**texts, "revision_reason": report.revision_reason, "seen": token_of(report)})
        if report.version > 1:
            self.fields["revision_reason"] = forms.CharField(
                label="Varför rapporten rättas", widget=forms.Textarea({"rows": 2}), help_text=SHOWN_TO_ALL,
                error_messages={"required": "Skriv varför rapporten rättas."},
            )  # fmt: skip
        for name, heading in report.headings.items():
            self.fields[name] = RichTextField(label=heading, required=False, help_text=HINTS[name])
            self.fields[name].widget.attrs["rows"] = 10 if name == "summary" else 6

    def texts(self) -> dict[str, str]:
        """The texts as written, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
