"""Forms of what a teacher does before and while children sign in."""

from django import forms

from classroom.forms.fields import OneLine
from classroom.forms.layout import bare


class SafetyContactForm(forms.Form):
    safety_name = OneLine(label="Name", max_length=80)
    safety_email = forms.EmailField(label="E-mail", max_length=254)

    helper = bare()


class LetInForm(forms.Form):
    """The number on a child's screen, and the child."""

    number = forms.RegexField(r"^\d{4}$", error_messages={"invalid": "The number has four digits."})
    student = forms.CharField(max_length=10)
