"""Forms for importing a roster from a file."""

from typing import Any

from django import forms

from classroom.forms.classes import TO_THE_CLASS, TakesFile
from classroom.forms.fields import RosterFileField
from classroom.forms.layout import Button, Buttons, Helper, Link
from classroom.roster_files import Unreadable, read_paste


class RosterForm(TakesFile):
    """A file, or a pasted list."""

    file = RosterFileField(label="A file")
    text = forms.CharField(
        label="Or paste a list",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="As it is in your spreadsheet, e-mail or school system, with or without headings.",
    )

    helper = Helper(
        "file", "text", Buttons(Button("Look it over"), Link("Back to the class", TO_THE_CLASS)), keeps_typing=True
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["book"] = cleaned.get("file")
        if not self.errors and cleaned["book"] is None:
            try:
                cleaned["book"] = read_paste(cleaned["text"]) if cleaned["text"].strip() else None
            except Unreadable as error:
                self.add_error("text", str(error))
            else:
                if cleaned["book"] is None:
                    self.add_error("file", "Choose a file, or paste a list.")
        return cleaned
