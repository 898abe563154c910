"""Two people act at once. On both databases, the lock on the class lets one go first, and the other gets a message."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.db import connection, transaction

from classroom.actions import (
    accounts,
    avatars,
    first_teacher,
    invitations,
    memberships,
    picture_limits,
    picture_passwords,
    roster,
    sign_in_cards,
    sign_in_windows,
    student_sign_in,
    year_end,
)
from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.changed_since import mark_of
from classroom.models import (
    AuditEvent,
    Card,
    Classroom,
    Invitation,
    PicturePassword,
    School,
    Sitting,
    Student,
    User,
    WrongTry,
)
from classroom.names import Name
from partners.actions import (
    away,
    considerations,
    leaving,
    notes,
    partner_changes,
    rules,
    safety_flags,
    safety_reminders,
    workshop,
)
from partners.considerations.field_kinds import FieldChange
from partners.considerations.fields import BY_KEY
from partners.models import (
    Considerations,
    NoteAnswers,
    Observation,
    PartnerNote,
    Partnership,
    PartnersVerb,
    Pick,
    Plan,
    Round,
    Rule,
    RuleKind,
    SafetyFlag,
    Workshop,
)
from tests.cast import (
    NOW,
    TODAY,
    adult,
    answers,
    by_card,
    child,
    choose_pictures,
    considered,
    hand_in,
    link_for,
    make_class,
    observe,
    open_round,
    open_window,
    owner_of,
    partnership_of,
    plan_of,
    publish,
    sit,
    swap,
    together,
    token_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all of these at the same moment. Returns for each its result, or the message of its Unable."""
    barrier = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return act()
        except Unable as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(do, act) for act in acts]]


def told(results: list[Any]) -> list[str]:
    return [result for result in results if isinstance(result, str)]


def test_the_first_of_two_publishes(plan: Plan, classroom: Classroom) -> None:
    results = at_once(*[lambda: publish(Plan.objects.get(pk=plan.pk))] * 2)
    assert told(results) == ["Partners are published already, so this plan stays as it was. Nothing was changed."]
    assert Partnership.objects.count() == 3
    assert sum(len(pair) for pair in together(classroom)) == 6


def test_the_first_of_two_swaps(plan: Plan, owner: User, ana: Student, cleo: Student, eli: Student) -> None:
    def with_ana(other: Student) -> Plan:
        fresh = Plan.objects.get(pk=plan.pk)
        return swap(fresh, ana, other)

    results = at_once(lambda: with_ana(cleo), lambda: with_ana(eli))
    assert [words.split(" meanwhile")[0] for words in told(results)] == ["This plan was changed on another screen"]
    assert Plan.objects.get().version == 2
    assert Plan.objects.get().places.count() == 6


def test_the_first_of_two_opens_the_round(classroom: Classroom) -> None:
    results = at_once(*[lambda: open_round(classroom)] * 2)
    assert told(results) == ["A round is open already. Publish its partners first."]
    assert Round.objects.count() == 1


def test_two_taps_on_send_make_one_note(ana: Student, ben: Student, round: Round) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=answers(great={ben: ["kind"]}), now=NOW)
    results = at_once(*[lambda: notes.hand_in_draft(sitting=sitting, round=round, now=NOW)] * 2)
    assert results == [None, None]
    assert [note.open().great for note in PartnerNote.objects.all()] == [(Pick(student=ben.pk, why=("kind",)),)]


def test_answers_of_two_pages_of_one_note_are_both_stored(
    ana: Student, ben: Student, cleo: Student, round: Round
) -> None:
    sitting = sit(ana)

    def keep(**said: Any) -> None:
        notes.keep(sitting=sitting, round=round, answers=NoteAnswers(**said), now=NOW)

    at_once(lambda: keep(great=(ben.pk,)), lambda: keep(hard=(cleo.pk,)), lambda: keep(loves=("games",)))
    kept = notes.drafted(sitting=sitting, round=round)[0]
    assert kept == NoteAnswers(great=(ben.pk,), hard=(cleo.pk,), loves=("games",))


def test_only_one_of_two_notes_of_a_child_is_current(ana: Student, round: Round) -> None:
    assert told(at_once(*[lambda: hand_in(ana, round)] * 2)) == []
    assert sorted(PartnerNote.objects.values_list("is_current", flat=True)) == [False, True]


def test_a_child_who_taps_not_safe_twice_raises_one_flag(ana: Student, ben: Student, round: Round) -> None:
    at_once(*[lambda: hand_in(ana, round, hard={ben: ["unsafe"]})] * 3)
    assert SafetyFlag.objects.count() == 1


def test_a_child_who_joins_while_partners_are_published_is_not_forgotten(
    plan: Plan, classroom: Classroom, owner: User
) -> None:
    """Either the child joins in time, and publishing is refused; or they join later, and wait for the next plan."""

    def join() -> None:
        roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)

    results = at_once(lambda: publish(Plan.objects.get(pk=plan.pk)), join)
    refused = ["Noa is not in this plan. Suggest again, so that nobody is left out."]
    assert (told(results), Partnership.objects.count()) in [(refused, 0), ([], 3)]


def test_no_child_is_alone_when_two_partners_leave(owner: User) -> None:
    """Ana's partner joins Cleo's pair while Cleo's partner joins Ana's pair."""
    names = ("Ana", "Ben", "Cleo", "Dov")
    classroom = make_class(owner, *names)
    ana, ben, cleo, dov = (child(classroom, name) for name in names)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov]))

    def leave(student: Student, joins: Partnership) -> None:
        leaving.leave_class(student=student, joins=joins, partner_of=None, by=owner, now=NOW)

    first, second = partnership_of(ana), partnership_of(cleo)
    results = at_once(lambda: leave(ana, second), lambda: leave(cleo, first))
    sizes = sorted(len(pair) for pair in together(classroom))
    assert (told(results), sizes) in [
        ([], [2]),
        (["That partnership has changed meanwhile. Choose again."], [3]),
    ]


def test_the_first_of_two_contradicting_rules_is_stored(ana: Student, ben: Student, owner: User) -> None:
    def enter(kind: str) -> Any:
        words = rules.Words(RuleKind(kind), [ana, ben])
        return rules.enter_rule(classroom=ana.classroom, words=words, by=owner, now=NOW)

    results = at_once(lambda: enter("never"), lambda: enter("together"))
    assert len(told(results)) == 1
    assert Rule.objects.count() == 1


def test_the_first_of_two_changes_the_settings(classroom: Classroom, owner: User) -> None:
    before = workshop.settings_of(Workshop.objects.select_related("classroom").get(classroom=classroom))

    def change(weeks: int) -> None:
        after = before | {"unit_weeks": weeks}
        workshop.change_settings(classroom=classroom, settings=after, seen=mark_of(before), by=owner, now=NOW)

    results = at_once(lambda: change(4), lambda: change(5))
    assert [words.split(" meanwhile")[0] for words in told(results)] == [
        "Someone changed the settings on another screen"
    ]


def turn(student: Student, key: str, typed: str) -> list[str]:
    """The stored values of a consideration after the teacher changed it on a page that showed it blank."""
    dial = BY_KEY[key]
    turns = [FieldChange(student, dial, [], dial.kept([typed]))]
    by = owner_of(student.classroom)
    return considerations.change_fields(classroom=student.classroom, changes=turns, by=by, now=NOW)[0]


def test_two_teachers_change_considerations_of_one_child(ana: Student, round: Round) -> None:
    """At the same time the child says what they love. No change is lost, even where nothing was stored before."""
    told = (("voice", "quiet"), ("stage", "2"), ("languages", "Twi"))
    acts = [lambda key=key, typed=typed: turn(ana, key, typed) for key, typed in told]
    results = at_once(*acts, lambda: hand_in(ana, round, loves=["games"]))
    assert results[:3] == [["quiet"], ["2"], ["Twi"]]
    expected = considered(voice="quiet", stage=2, languages=["tw"], loves=["games"])
    assert Considerations.objects.get().content == expected


def test_the_first_of_two_changes_the_same_consideration(ana: Student) -> None:
    results = at_once(lambda: turn(ana, "voice", "quiet"), lambda: turn(ana, "voice", "takes_over"))
    assert results[0] == results[1]
    assert results[0] == [Considerations.objects.get().content.voice]


def test_cards_are_made_once(classroom: Classroom, owner: User) -> None:
    at_once(*[lambda: sign_in_cards.cards_for(classroom=classroom, by=owner, now=NOW)] * 2)
    assert Card.objects.count() == 6


def test_devices_that_knock_at_once_show_different_numbers(classroom: Classroom) -> None:
    open_window(classroom)
    knocks = [lambda n=n: student_sign_in.knock(classroom=classroom, device=f"device {n}", now=NOW) for n in range(4)]
    assert len({knock.number for knock in at_once(*knocks)}) == 4


def test_a_child_is_signed_in_at_only_one_of_two_devices(ana: Student) -> None:
    open_window(ana.classroom)
    token = token_of(ana)
    both = [by_card(token) for _ in range(2)]
    at_once(*[lambda sitting=sitting: student_sign_in.confirm(sitting=sitting, now=NOW) for sitting in both])
    assert [sitting.confirmed_at for sitting in Sitting.objects.filter(ended_at=None)] == [NOW]


def test_simultaneous_wrong_pictures_are_all_counted(ana: Student) -> None:
    """Simultaneous guesses give no extra guesses: the device has to wait before the sixth."""
    choose_pictures(ana, "sun", "cup", "book")

    def guess(*tapped: str) -> Sitting:
        return student_sign_in.begin_by_pictures(student=ana, tapped=tapped, device="a tablet", now=NOW)

    results = at_once(*[lambda: guess("hat", "cup", "book")] * 8)
    assert sorted(told(results)) == ["Not quite. Try again."] * 5 + ["Wait a little, then try again."] * 3
    assert WrongTry.objects.count() == 5
    with pytest.raises(picture_limits.TryLater):
        guess("sun", "cup", "book")


def test_twenty_simultaneous_wrong_tries_from_many_devices_are_counted(ana: Student) -> None:
    choose_pictures(ana, "sun", "cup", "book")
    for number in range(18):
        picture_limits.record_wrong(student=ana, way=WrongTry.Way.NAME, device_hash=str(number), now=NOW)

    def guess(device: int) -> Sitting:
        return student_sign_in.begin_by_pictures(student=ana, tapped=("hat",), device=f"tablet {device}", now=NOW)

    results = at_once(*[lambda device=device: guess(device) for device in range(6)])
    assert sorted(told(results)) == ["Ask your teacher to let you in."] * 4 + ["Not quite. Try again."] * 2
    assert WrongTry.objects.count() == 20


def test_only_one_of_two_children_gets_the_avatar(ana: Student, ben: Student) -> None:
    def pick(student: Student) -> None:
        avatars.pick_avatar(student=student, avatar="cactus", now=NOW)

    results = at_once(*[lambda student=student: pick(student) for student in (ana, ben)])
    assert told(results) == ["Someone has this one now. Pick another."]
    assert Student.objects.filter(avatar="cactus").count() == 1


def test_pictures_are_chosen_at_only_one_device(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    first, second = (student_sign_in.begin_to_choose(student=ana, now=NOW) for _ in range(2))
    results = at_once(
        lambda: picture_passwords.choose(sitting=first, pictures=("sun", "cup", "book"), now=NOW),
        lambda: picture_passwords.choose(sitting=second, pictures=("hat", "car", "ball"), now=NOW),
    )
    assert told(results) == ["You have your pictures already."]
    assert PicturePassword.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_an_audit_event_does_not_wait_for_a_change_of_the_class(classroom: Classroom, owner: User) -> None:
    """Otherwise two people could block each other, each holding a lock that the other waits for."""

    def write() -> None:
        try:
            record(PartnersVerb.NOTE_OPENED, now=NOW, by=owner, classroom=classroom)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        roster.lock(classroom)
        pool.submit(write).result(timeout=10)
    assert AuditEvent.objects.filter(verb="note_opened").count() == 1


def test_a_link_used_twice_at_once_adds_one_person(classroom: Classroom, other_teacher: User) -> None:
    late = adult(classroom.school, "Mr. Late")
    found = invitations.find(secret=link_for(classroom), now=NOW)
    join = [
        lambda user=user: invitations.accept(invitation=found, user=user, now=NOW) for user in (other_teacher, late)
    ]
    assert told(at_once(*join)) == ["This link does not work any more."]
    assert classroom.memberships.count() == 2
    assert Invitation.objects.get().used_by == classroom.memberships.get(role="co_teacher").user


def test_a_link_used_twice_at_once_makes_one_account(classroom: Classroom) -> None:
    found = invitations.find(secret=link_for(classroom), now=NOW)

    def sign_up(name: str) -> User | None:
        typed = {"name": name, "email": f"{name}@x.example", "password": "ink and glue"}
        return invitations.sign_up(invitation=found, **typed, now=NOW)

    assert told(at_once(lambda: sign_up("mo"), lambda: sign_up("jo"))) == ["This link does not work any more."]
    assert classroom.memberships.count() == 2
    assert User.objects.count() == 2


def test_two_links_at_once_make_one_account_for_an_address(classroom: Classroom) -> None:
    links = [invitations.find(secret=link_for(classroom), now=NOW) for _ in range(2)]

    def sign_up(link: Invitation) -> User | None:
        return invitations.sign_up(invitation=link, name="Mo", email="mo@x.example", password="ink and glue", now=NOW)

    results = at_once(*[lambda link=link: sign_up(link) for link in links])
    assert results.count(None) == 1
    assert User.objects.filter(email="mo@x.example").count() == 1
    assert Invitation.objects.filter(used_at=None).count() == 1


def test_a_class_handed_over_twice_at_once_has_one_owner(
    classroom: Classroom, co_teacher: User, other_teacher: User
) -> None:
    owner = owner_of(classroom)

    def give(to: User) -> None:
        memberships.hand_over(classroom=classroom, to=to, stays=True, by=owner, now=NOW)

    results = at_once(lambda: give(co_teacher), lambda: give(other_teacher))
    assert told(results) == ["This class has another owner now."]
    assert classroom.memberships.filter(role="owner").count() == 1


def test_a_window_does_not_open_in_a_class_that_is_being_archived(classroom: Classroom, owner: User) -> None:
    archive = lambda: year_end.archive(classroom=Classroom.objects.get(), by=owner, now=NOW)  # noqa: E731
    at_once(archive, lambda: open_window(classroom))
    assert not classroom.windows.filter(closed_at=None).exists()


def test_the_last_two_account_managers_cannot_both_step_down(school: School, account_manager: User) -> None:
    both = (account_manager, adult(school, "Mr. Next", "account_manager"))
    told_so = told(at_once(*[lambda by=by: accounts.step_down(school=school, by=by, now=NOW) for by in both]))
    assert told_so == ["Nobody else looks after accounts yet. Invite someone first."]
    assert school.memberships.filter(role="account_manager").count() == 1


def test_only_one_of_two_becomes_the_first_teacher(transactional_db: None) -> None:
    code = first_teacher.make_sign_up_code(now=NOW)

    def sign_up(name: str) -> User:
        return first_teacher.sign_up_first_teacher(
            code=code,
            school="Riverbend",
            name=name,
            email=f"{name}@school.example",
            password="a long sentence",
            now=NOW,
        )

    results = at_once(lambda: sign_up("ana"), lambda: sign_up("ben"))
    assert len(told(results)) == 1
    assert User.objects.count() == 1


def test_children_whose_partners_are_both_away_work_together(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    """The second change sees the first one, so that the two children who are left work together."""
    acts = [lambda s=student: away.mark_away(student=s, by=owner, now=NOW) for student in (ana, cleo)]
    assert at_once(*acts) == [[], []]
    assert together(classroom) == {frozenset(("Ben", "Dov")), frozenset(("Eli", "Fay"))}


def test_the_first_of_two_changes_the_partners(published: Round, classroom: Classroom, owner: User) -> None:
    ana, ben, cleo, dov, eli, fay = classroom.students.in_order()
    ways = ([[ana, cleo], [ben, dov]], [[ana, eli], [ben, fay]])
    acts = [
        lambda w=way: partner_changes.change_partners(
            classroom=classroom, groups=w, starts_on=TODAY, reason="", by=owner, now=NOW
        )
        for way in ways
    ]
    assert told(at_once(*acts)) == [partner_changes.MEANWHILE]
    assert sum(len(group) for group in together(classroom)) == 6


def test_an_observation_that_arrives_twice_is_stored_once(partnership: Partnership, owner: User) -> None:
    key = uuid.uuid4()

    def tap(number: int) -> Observation:
        taps: dict[str, Any] = {"client_key": key, "tap": number, "strengths": ["waited", "celebrated"][:number]}
        return observe(partnership=partnership, by=owner, now=NOW, **taps)

    at_once(lambda: tap(1), lambda: tap(2), lambda: tap(2))
    assert Observation.every.get().content.strengths == (
        "waited",
        "celebrated",
    )
    assert AuditEvent.objects.filter(verb="observed").count() == 1


class Slow(locmem.EmailBackend):
    """A slow mail server: while it sends, `meanwhile` is done by somebody else in the class."""

    meanwhile: ClassVar[list[Callable[[], Any]]] = []

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        with ThreadPoolExecutor(1) as pool:
            for work in self.meanwhile:
                pool.submit(work).result(timeout=30)
        return super().send_messages(messages)


def test_a_class_is_not_locked_while_a_reminder_is_on_its_way(
    classroom: Classroom, round: Round, owner: User, ana: Student, ben: Student, settings: Any
) -> None:
    """Another run that begins meanwhile sends no second reminder."""
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    later = NOW + dt.timedelta(days=1)
    results: list[Any] = []

    def work() -> None:
        try:
            safety_flags.read_flags(classroom=classroom, by=owner, now=later)
            results.append(safety_reminders.remind(now=later))
        finally:
            connection.close()

    Slow.meanwhile = [work]
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    assert safety_reminders.remind(now=later) == (1, 0)
    assert results == [(0, 0)]
    [flag] = SafetyFlag.objects.all()
    assert (flag.content.read_at, flag.content.reminded_at) == (later, later)
    assert [message.to for message in mail.outbox] == [[classroom.safety_email]]
