"""Changes the settings of a class."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.changed_since import changed_since, mark_of
from classroom.models import Classroom, User
from partners.models import PartnersVerb, Workshop


@transaction.atomic
def set_workshop(
    *, classroom: Classroom, mode: str, weights: Mapping[str, str], no_lone_mixed_pair: bool, by: User, now: dt.datetime
) -> None:
    Workshop.objects.filter(classroom=classroom).update(
        mode=mode, weights=dict(weights), no_lone_mixed_pair=no_lone_mixed_pair
    )
    record(PartnersVerb.WORKSHOP_SET, now=now, by=by, classroom=classroom)


# The settings of a class are columns of the class itself and of its workshop.
OF_CLASS = ("grade_band", "time_zone", "last_school_day", "safety_name", "safety_email")
OF_WORKSHOP = (
    "weights",
    "no_lone_mixed_pair",
    "hard_question",
    "promise_readers",
    "promise_apart",
    "unit_weeks",
    "spots",
    "family_contact",
    "notes_kept_days",
)


def settings_of(workshop: Workshop) -> dict[str, Any]:
    """The settings that the settings page of a class shows, by field."""
    rows = ((workshop.classroom, OF_CLASS), (workshop, OF_WORKSHOP))
    return {field: getattr(row, field) for row, fields in rows for field in fields}


class ChangedMeanwhile(Unable):
    """The settings were changed on another screen. `seen` is the mark of the settings as they are now."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            "Someone changed the settings on another screen meanwhile. Here is what you have, still unsaved. Save "
            "again to keep it as it stands here."
        )
        self.seen = seen


@transaction.atomic
def change_settings(
    *, classroom: Classroom, settings: Mapping[str, Any], seen: str, by: User, now: dt.datetime
) -> None:
    """Change all settings of a class at once, see `settings_of`. `seen` is the mark of the settings that the page
    showed. Raises ChangedMeanwhile."""
    classroom = lock(classroom)
    workshop = Workshop.objects.get(classroom=classroom)
    held = settings_of(workshop)
    if changed_since(seen, held):
        raise ChangedMeanwhile(mark_of(held))
    _store(classroom, OF_CLASS, settings)
    _store(workshop, OF_WORKSHOP, settings)
    record(PartnersVerb.SETTINGS_CHANGED, now=now, by=by, classroom=classroom)


def _store(row: Model, fields: Sequence[str], settings: Mapping[str, Any]) -> None:
    for field in fields:
        setattr(row, field, settings[field])
    row.save(update_fields=fields)
