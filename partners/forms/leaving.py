"""Where children go when somebody leaves, or has no partner."""

from django import forms


class PlaceForm(forms.Form):
    """Where children go: `pair:` and a partnership's key, or `child:` and a child's; or `later`."""

    to = forms.RegexField(r"^((pair|child):[0-9a-z]{10}|later)?$", required=False)
    meanwhile = forms.RegexField(r"^(pair:[0-9a-z]{10}|later)?$", required=False)
