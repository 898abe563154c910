"""Children who ask their teacher to come and talk.

They were promised that the teacher will, so a request waits until the teacher has heard it.
"""

import logging
from collections.abc import Iterable

from classroom.content import UnreadableContent
from classroom.models import Classroom
from partners.models import NoteDraft, PartnerNote, Round

logger = logging.getLogger(__name__)


def wanting_to_talk(round: Round) -> set[int]:
    """Primary keys of the children who ask to talk in a round, in a sent note or in a draft."""
    sent = PartnerNote.objects.filter(round=round, is_current=True)
    asking = {note.student_id for note in sent if _asks(note)}
    return asking | {draft.student_id for draft in NoteDraft.objects.filter(round=round) if _asks(draft)}


def waiting_to_talk(classes: Iterable[Classroom]) -> list[PartnerNote | NoteDraft]:
    """The notes and drafts in which children of these classes ask to talk and nobody has heard it, in the order of the
    roll.

    Two queries for any number of classes. A note counts until a teacher has opened it, a draft until a teacher ticks it
    off.
    """
    here = {"round__classroom__in": list(classes), "student__left_on": None}
    sent = PartnerNote.objects.filter(**here, is_current=True)
    drafts = NoteDraft.objects.filter(**here)
    asking = [asked for kind in (sent, drafts) for asked in kind.select_related("student", "round").order_by("pk")]
    waiting = [asked for asked in asking if _asks(asked) and not asked.was_heard]
    return sorted(waiting, key=lambda asked: (bytes(asked.student.sort_key), asked.student_id))


def _asks(asked: PartnerNote | NoteDraft) -> bool:
    """Whether the child asks to talk in this note or draft. One of an unknown version is logged, and the others
    still count."""
    try:
        return asked.wants_to_talk
    except UnreadableContent:
        logger.exception("%s %s can't be read.", asked._meta.label, asked.pk)
        return False
