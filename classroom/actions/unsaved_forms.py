"""Keeps a form that is sent after its session has ended, for the person who typed it."""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from classroom.models import Classroom, UnsavedForm, User
from classroom.models.unsaved_forms import LIFE, LONGEST_PATH, UnsavedFormContent

# The hidden field of a form that says who has the page, signed. The session that would say it may have ended.
TYPED_BY = "typed_by"
NOT_KEPT = (TYPED_BY, "csrfmiddlewaretoken")
# More than any page accepts.
MOST_LETTERS = 500_000

_signer = signing.Signer(salt="classroom.unsaved_forms")


def signature(*, user: User, path: str) -> str:
    """The value of `typed_by` on a page of this person, in a form that is sent to this address or below it. It is empty
    where the form can't be kept."""
    return _signer.sign_object([user.pk, path]) if len(path) <= LONGEST_PATH else ""


def typist(*, sent: QueryDict, path: str) -> User | None:
    """The person on whose page this form was, or None where the form does not say so, or is for another address."""
    pk, _ = _signed(sent, path)
    return None if pk is None else User.objects.filter(pk=pk, is_active=True).first()


def address_of(*, sent: QueryDict, path: str) -> str:
    """The address of a form that was sent to `path`. A button may send it below its address."""
    return _signed(sent, path)[1]


def _signed(sent: QueryDict, path: str) -> tuple[int | None, str]:
    try:
        pk, at = _signer.unsign_object(sent.get(TYPED_BY, ""))
    except (signing.BadSignature, ValueError):
        return None, path
    return (pk, at) if path.startswith(at) else (None, path)


@transaction.atomic
def keep(*, sent: QueryDict, path: str, by: User, now: dt.datetime) -> bool:
    """Keep what was sent to this address, in place of what was kept before. Returns whether it could be kept."""
    UnsavedForm.objects.filter(made_at__lte=now - LIFE).delete()
    values = tuple((name, tuple(words)) for name, words in sent.lists() if name not in NOT_KEPT)
    if sum(len(word) for name, words in values for word in (name, *words)) > MOST_LETTERS:
        return False
    content = UnsavedFormContent(by=by.pk, path=path, values=values)
    UnsavedForm.objects.update_or_create(by=by, path=path, defaults={"made_at": now, "content": content})
    return True


def find(*, path: str, by: User, now: dt.datetime) -> UnsavedForm | None:
    """What this person sent to this address after their session had ended."""
    found = UnsavedForm.objects.filter(by=by, path=path).first()
    return None if found is None or found.is_over(now) else found


def values_of(found: UnsavedForm) -> QueryDict:
    values = QueryDict(mutable=True)
    for name, words in found.open().values:
        values.setlist(name, list(words))
    return values


def discard(*, path: str, by: User) -> None:
    """Forget what was kept: the person has sent it."""
    UnsavedForm.objects.filter(by=by, path=path).delete()


def discard_of_class(classroom: Classroom) -> None:
    """Forget every form of a class, since a child's name may be in it."""
    UnsavedForm.objects.filter(path__startswith=reverse("classroom:class", args=[classroom.key])).delete()
