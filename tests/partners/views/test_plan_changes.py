"""Changing a plan on the desk: by forms alone, covered and uncovered, and by two people at the same time."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import rules, safety_flags
from partners.models import Plan, Round
from tests.addresses import url
from tests.cast import NOW, PASSWORD, TODAY, page, publish, sign_in, swap

WHY = "They asked me to try it for a week."


def cards(html: str) -> list[str]:
    return re.findall(r'<article class="sheet pair[^"]*" aria-label="([^"]*)"', html)


def post(teacher: Client, plan: Plan, what: str, **fields: Any) -> HttpResponse:
    """The answer to a change that an up-to-date page asks for."""
    version = Plan.objects.get(pk=plan.pk).version
    address = f"/c/{plan.round.classroom.key}/plan/{plan.key}/{what}/"
    return teacher.post(address, {"version": version, **fields}, follow=True)  # type: ignore[return-value]


def never(plan: Plan, *students: Student) -> None:
    classroom = plan.round.classroom
    owner = classroom.memberships.get(role="owner").user
    rules.add_rule(classroom=classroom, kind="never", students=students, by=owner, now=NOW)


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


def test_a_child_is_picked_up_and_goes_to_a_place(plan: Plan, teacher: Client, ana: Student, cleo: Student) -> None:
    html = page(post(teacher, plan, "pick-up", child=ana.key))
    assert "Ana</span> is in your hand" in html
    assert f'name="hand" value="{ana.key}"' in html
    assert f'name="to" value="swap:{cleo.key}"' in html
    html = page(post(teacher, plan, "move", hand=ana.key, to=f"swap:{cleo.key}"))
    assert sorted(cards(html)) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]
    assert "is in your hand" not in html


def test_a_child_can_join_pair_up_or_be_put_aside(
    plan: Plan, teacher: Client, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    html = page(post(teacher, plan, "move", hand=ana.key, to=f"join:{cleo.key}"))
    assert sorted(cards(html)) == ["Cleo, Dov and Ana", "Eli and Fay"]
    assert "Ben has no partner yet." in html
    html = page(post(teacher, plan, "move", hand=ben.key, to=f"join:{eli.key}"))
    assert sorted(cards(html)) == ["Cleo, Dov and Ana", "Eli, Fay and Ben"]
    html = page(post(teacher, plan, "move", hand=ana.key, to=f"pair:{ben.key}"))
    assert sorted(cards(html)) == ["Ben and Ana", "Cleo and Dov", "Eli and Fay"]
    html = page(post(teacher, plan, "move", hand=ana.key, to="aside"))
    assert "Ana and Ben have no partner yet." in html
    assert "Look over and publish" not in html
    html = page(post(teacher, plan, "undo"))
    assert sorted(cards(html)) == ["Ben and Ana", "Cleo and Dov", "Eli and Fay"]
    assert "Look over and publish" in html
    assert "Ana and Ben have no partner yet." in page(post(teacher, plan, "redo"))


def test_a_plan_with_an_unplaced_child_is_not_published(
    plan: Plan, classroom: Classroom, teacher: Client, ana: Student
) -> None:
    post(teacher, plan, "move", hand=ana.key, to="aside")
    address = url("partners:plan_publish", classroom.key, plan.key)
    html = page(teacher.post(address, {"starts_on": TODAY.isoformat(), "version": 2}, follow=True))
    assert "Ana is not in this plan." in html
    plan.round.refresh_from_db()
    assert plan.round.published_at is None


def test_effects_of_a_place_are_behind_the_cover(
    plan: Plan, classroom: Classroom, teacher: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    never(plan, ben, cleo)
    covered = page(post(teacher, plan, "pick-up", child=ana.key))
    assert 'class="effect' not in covered
    uncovered = page(post(teacher, plan, "pick-up", child=ana.key, uncovered="1"))
    assert len(re.findall(r'class="effect effect-\w+', uncovered)) == 6  # four swaps, two joins
    marks = dict(re.findall(r'value="swap:(\w+)".*?class="effect effect-(\w+)', uncovered))
    assert marks[cleo.key] == "rule"
    assert "You set: Ben and Cleo never together" in uncovered
    assert AuditEvent.objects.filter(verb="cover_lifted").count() == 1


def test_a_covered_page_says_only_that_a_rule_is_in_the_way(
    plan: Plan, teacher: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    never(plan, ben, cleo)
    html = page(post(teacher, plan, "move", hand=ana.key, to=f"swap:{cleo.key}"))
    assert "Look behind the cover for this one." in html
    assert "never together" not in html
    assert "Ana</span> is in your hand" in html
    assert cards(html) == ["Ana and Ben", "Cleo and Dov", "Eli and Fay"]


@pytest.mark.parametrize("sent", ["on", "true", "True", "yes", "0"])
def test_only_the_value_of_an_uncovered_page_uncovers(
    sent: str, plan: Plan, round: Round, teacher: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    """A forged value gets the covered page: no rule, no flag, and nobody looked."""
    safety_flags.raise_flag(student=ben, named_pk=cleo.pk, round=round, now=NOW)
    html = page(post(teacher, plan, "move", hand=ana.key, to=f"swap:{cleo.key}", uncovered=sent))
    assert [words for words in ("feel safe", "Do it all the same", "data-uncovered") if words in html] == []
    assert cards(html) == ["Ana and Ben", "Cleo and Dov", "Eli and Fay"]
    assert not AuditEvent.objects.filter(verb="cover_lifted").exists()


def test_an_uncovered_page_asks_for_a_reason_and_stores_it(
    plan: Plan, teacher: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    never(plan, ben, cleo)
    asked = {"hand": ana.key, "to": f"swap:{cleo.key}", "uncovered": "1"}
    html = page(post(teacher, plan, "move", **asked))
    assert "Do it all the same?" in html
    assert "You set: Ben and Cleo never together" in html
    assert f'name="to" value="swap:{cleo.key}"' in html
    assert cards(html) == ["Ana and Ben", "Cleo and Dov", "Eli and Fay"]
    assert "Do it all the same?" in page(post(teacher, plan, "move", **asked, reason="\u200f"))
    html = page(post(teacher, plan, "move", **asked, reason=WHY))
    assert sorted(cards(html)) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]
    assert WHY in html
    covered = page(teacher.get(url("partners:plan", plan.round.classroom.key)))
    assert WHY not in covered
    assert AuditEvent.objects.filter(verb="plan_overridden").count() == 1


def test_the_later_of_two_changes_asks_again(
    plan: Plan, teacher: Client, ana: Student, cleo: Student, eli: Student
) -> None:
    swap(plan, ana, cleo)
    asked = {"hand": ana.key, "to": f"swap:{eli.key}"}
    html = page(post(teacher, plan, "move", **asked, version=1))
    assert "Ms. Okafor swapped Ana and Cleo." in html
    assert "Apply my change now" in html
    assert sorted(cards(html)) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]
    offered = fields_of_the_question(html)
    assert {name: offered[name] for name in ("hand", "to", "version")} == {**asked, "version": "2"}
    html = page(post(teacher, plan, "move", **asked))
    assert sorted(cards(html)) == ["Ana and Fay", "Cleo and Ben", "Eli and Dov"]


def fields_of_the_question(html: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html[html.index("question-sheet") :]))


@pytest.mark.parametrize(
    ("what", "fields", "words"),
    [
        ("move", {"hand": "Ana", "to": "swap:Eli"}, "swap Ana with Eli"),
        ("move", {"hand": "Eli", "to": "join:Ana"}, "Eli joins Ana and Dov"),
        ("move", {"hand": "Ana", "to": "pair:Eli"}, "make Ana and Eli a pair"),
        ("move", {"hand": "Ana", "to": "aside"}, "put Ana aside"),
        ("lock", {"child": "Ana"}, "lock Ana and Dov"),
        ("unlock", {"child": "Ana", "hand": "Eli"}, "unlock Ana and Dov"),
        ("undo", {}, "one step back"),
        ("redo", {}, "one step forward again"),
        ("complete", {}, "the best way around what is locked"),
    ],
)
def test_a_stale_change_is_described_to_its_teacher(
    what: str, fields: dict[str, str], words: str, plan: Plan, classroom: Classroom, teacher: Client
) -> None:
    child = {student.called: student for student in classroom.students.all()}
    swap(plan, child["Ana"], child["Cleo"])
    keys = {name: re.sub("Ana|Eli", lambda found: child[found[0]].key, value) for name, value in fields.items()}
    html = page(post(teacher, plan, what, **keys, version=1))
    assert f"<span>Your change: {words}.</span>" in html
    assert ("<span>Ana and Dov are together now.</span>" in html) == bool(fields)


def test_a_reason_of_a_stale_change_stays_behind_the_cover(
    plan: Plan, teacher: Client, ana: Student, ben: Student
) -> None:
    """The question repeats the typed reason behind the cover: that of a relaxed rule, and an emptied one of a lock.
    A covered page has none."""
    never(plan, ana, ben)
    post(teacher, plan, "lock", child=ana.key, reason=WHY)
    assert "data-behind-cover" not in page(post(teacher, plan, "undo", version=1))
    late: dict[str, Any] = {"version": 1, "uncovered": "1"}
    for what, fields in {
        "relax": {"kind": "never", "students": f"{ana.key} {ben.key}", "reason": WHY},
        "lock": {"child": ana.key, "reason": ""},
    }.items():
        html = page(post(teacher, plan, what, **fields, **late))
        question = re.findall(r'<section class="sheet question-sheet.*?</section>', html, re.DOTALL)[0]
        assert "This plan was changed meanwhile" in question
        assert re.findall("<section[^>]* data-behind-cover>", question)
        assert f">\n{fields['reason']}</textarea>" in question


def test_a_second_stale_change_says_where_the_children_are_now(
    plan: Plan, teacher: Client, ana: Student, cleo: Student, eli: Student
) -> None:
    swap(plan, ana, cleo)
    post(teacher, plan, "undo")
    html = page(post(teacher, plan, "move", hand=ana.key, to=f"swap:{eli.key}", version=2))
    lines = re.findall(r"<span>(.*?)</span>", html[html.index("question-sheet") : html.index("Apply my change")])
    assert lines == [
        "Someone went a step back, or forward again.",
        "Ana and Ben are together now.",
        "Eli and Fay are together now.",
        "Your change: swap Ana with Eli.",
    ]


def test_a_lock_is_on_the_covered_page_and_its_reason_is_not(
    plan: Plan, teacher: Client, ana: Student, cleo: Student
) -> None:
    html = page(post(teacher, plan, "lock", child=ana.key, reason=WHY))
    assert 'aria-pressed="true" aria-label="Lock Ana and Ben"' in html
    assert WHY not in html
    assert WHY in page(teacher.post(url("partners:plan_uncover", plan.round.classroom.key)))
    html = page(post(teacher, plan, "pick-up", child=cleo.key))
    assert html.count(">Locked</span>") == 2
    html = page(post(teacher, plan, "move", hand=cleo.key, to=f"swap:{ana.key}"))
    assert "Ana and Ben are locked. Unlock them first." in html
    html = page(post(teacher, plan, "unlock", child=ana.key))
    assert 'aria-pressed="true"' not in html


def hand(html: str) -> str:
    return re.sub(r"\s+", " ", html[html.index("data-hand=") : html.index("</main>")])


def offered(html: str) -> list[str]:
    """The buttons in the bar of the child who is picked up."""
    buttons = re.findall(r"<button.*?</button>", hand(html)[: hand(html).index("two-up")])
    return [re.sub(r"<.*?>", "", button).strip() for button in buttons]


@pytest.mark.parametrize("lifted", [{}, {"uncovered": "1"}])
def test_a_child_of_a_locked_pair_can_only_be_unlocked(
    lifted: dict[str, str], plan: Plan, teacher: Client, ana: Student, cleo: Student
) -> None:
    post(teacher, plan, "lock", child=ana.key)
    html = page(post(teacher, plan, "pick-up", child=ana.key, **lifted))
    assert "<b>Ana and Ben are locked</b>" in hand(html)
    assert "is in your hand" not in html
    assert offered(html) == ["Unlock", "Leave it as it is"]
    assert 'name="to"' not in html
    html = page(post(teacher, plan, "unlock", child=ana.key, hand=ana.key, **lifted))
    assert "Ana</span> is in your hand" in html
    assert offered(html) == ["Put aside", "Put back"]
    assert f'name="to" value="swap:{cleo.key}"' in html


def test_unlocking_a_pair_keeps_another_child_picked_up(
    plan: Plan, teacher: Client, ana: Student, cleo: Student
) -> None:
    post(teacher, plan, "lock", child=ana.key)
    html = page(post(teacher, plan, "unlock", child=ana.key, hand=cleo.key))
    assert "Cleo</span> is in your hand" in html
    assert "is in your hand" not in page(post(teacher, plan, "pick-up"))


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("move", {"version": "x"}),
        ("move", {"hand": "", "to": "swap:2222222222"}),
        ("move", {"hand": "2222222222", "to": "over there"}),
        ("undo", {"version": ""}),
        ("redo", {"version": "0"}),
        ("lock", {"child": "", "version": 1}),
        ("unlock", {"child": "!"}),
        ("pick-up", {"child": "nobody at all"}),
    ],
)
def test_an_unreadable_change_is_reported(what: str, fields: dict[str, Any], plan: Plan, teacher: Client) -> None:
    html = page(post(teacher, plan, what, **fields))
    assert cards(html) == ["Ana and Ben", "Cleo and Dov", "Eli and Fay"]
    assert what == "pick-up" or 'class="alert' in html


def test_a_child_of_another_class_is_not_found(plan: Plan, teacher: Client, ana: Student, gus: Student) -> None:
    assert post(teacher, plan, "move", hand=ana.key, to=f"swap:{gus.key}").status_code == 404
    assert "is in your hand" not in page(post(teacher, plan, "pick-up", child=gus.key))


def test_uncovering_after_a_rest_asks_for_the_password(plan: Plan, teacher: Client, ana: Student, clock: Any) -> None:
    teacher.get(url("partners:home"))
    clock.shift(16 * 60)
    answer = post(teacher, plan, "pick-up", child=ana.key, uncovered="1")
    assert answer.redirect_chain[0][0].startswith(url("classroom:confirm_password") + "?next=")  # type: ignore[attr-defined]
    assert "is in your hand" not in page(answer)


@pytest.mark.parametrize("lifted", [{}, {"uncovered": "1"}])
def test_after_a_rest_a_change_waits_for_the_password(
    lifted: dict[str, str], plan: Plan, teacher: Client, ana: Student, cleo: Student, clock: Any
) -> None:
    """This holds on a covered page, too: a refused change tells of a rule, or of a child who does not feel safe."""
    teacher.get(url("partners:home"))
    clock.shift(16 * 60)
    asked = {"hand": ana.key, "to": f"swap:{cleo.key}", **lifted}
    html = page(post(teacher, plan, "move", **asked))
    assert "Is it still you?" in html
    assert "Your change: swap Ana with Cleo." in html
    assert "data-behind-cover" not in html
    offered = fields_of_the_question(html)
    assert {name: offered[name] for name in ("hand", "to")} == {"hand": ana.key, "to": f"swap:{cleo.key}"}
    html = page(post(teacher, plan, "move", **asked, password="not mine"))
    assert "That is not your password. Try again." in html
    assert cards(html) == ["Ana and Ben", "Cleo and Dov", "Eli and Fay"]
    html = page(post(teacher, plan, "move", **asked, password=PASSWORD))
    assert sorted(cards(html)) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]
    assert "Is it still you?" not in page(post(teacher, plan, "undo"))


@pytest.mark.parametrize(
    ("what", "words"), [("undo", "one step back"), ("redo", "one step forward again"), ("lock", "lock Ana and Ben")]
)
@pytest.mark.parametrize("rests", [False, True])
def test_only_a_move_is_described_by_its_place(
    rests: bool, what: str, words: str, plan: Plan, teacher: Client, ana: Student, clock: Any
) -> None:
    """Other changes ignore the place in the form, both after a rest and after somebody else's change."""
    post(teacher, plan, "lock", child=ana.key)
    clock.shift(16 * 60 if rests else 0)
    for to in ("zzz:1", "x:" + ana.key, "aside"):
        assert f"Your change: {words}." in page(post(teacher, plan, what, version=1, child=ana.key, to=to))


def test_password_tries_for_a_change_are_limited(plan: Plan, teacher: Client, ana: Student, clock: Any) -> None:
    teacher.get(url("partners:home"))
    clock.shift(16 * 60)
    for _ in range(5):
        answer = post(teacher, plan, "move", hand=ana.key, to="aside", password="not mine")
    assert "Try again in 15 minutes" in page(answer, 429)
    post(teacher, plan, "move", hand=ana.key, to="aside", password=PASSWORD)
    plan.refresh_from_db()
    assert plan.version == 1


PART = {"HX-Request": "true"}


GONE = "That draft is not here any more."


def test_a_desk_whose_draft_was_deleted_elsewhere_is_replaced_as_a_whole(plan: Plan, teacher: Client) -> None:
    """Otherwise a part of the page would be replaced by nothing, or a tap would do nothing, without a word."""
    desk = url("partners:plan", plan.round.classroom.key)
    address = f"{desk}{plan.key}/"
    plan.delete()
    for ask in (
        lambda: teacher.post(f"{address}undo/", {"version": 1}, headers=PART),
        lambda: teacher.get(f"{address}news/1/names/", headers={**PART, "X-Polling": "true"}),
    ):
        answer = ask()
        assert (answer.status_code, answer.headers["HX-Redirect"], answer.content) == (200, desk, b"")
        assert GONE in page(teacher.get(desk))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("what", ["", "uncover/", "name/", "why-not/", "compare/", "move/", "publish/", "delete/"])
def test_every_address_of_a_draft_that_was_deleted_leads_to_the_plan(
    what: str, method: str, plan: Plan, teacher: Client
) -> None:
    desk = url("partners:plan", plan.round.classroom.key)
    plan.delete()
    answer = getattr(teacher, method)(f"{desk}{plan.key}/{what}", follow=True)
    if answer.status_code != 405:
        covered = [(f"{desk}{plan.key}/", 302)] if (method, what) == ("get", "uncover/") else []
        assert answer.redirect_chain == [*covered, (desk, 302)]
        assert GONE in page(answer)
    assert (answer.status_code == 405) == (method == "get" and what in ("name/", "move/", "delete/"))


def test_a_draft_of_another_class_looks_like_one_that_never_existed(
    plan: Plan, classroom: Classroom, teacher: Client, other_classroom: Classroom, other_teacher: User
) -> None:
    """Teachers learn nothing about drafts of classes that are not theirs, not even whether they exist."""
    stranger = sign_in(other_teacher)
    for key in (plan.key, "never"):
        answer = stranger.get(url("partners:plan_draft", other_classroom.key, key), follow=True)
        assert answer.redirect_chain == [(url("partners:plan", other_classroom.key), 302)]
        assert GONE in page(answer)
        nothing = stranger.get(url("partners:plan_draft", classroom.key, key))
        assert "There is nothing here" in page(nothing, 404)
        assert GONE not in page(stranger.get(url("partners:plan", other_classroom.key)))


def test_a_desk_whose_round_was_published_elsewhere_is_replaced_as_a_whole(plan: Plan, teacher: Client) -> None:
    address = url("partners:plan", plan.round.classroom.key)
    publish(plan)
    for answer in (
        teacher.post(f"{address}{plan.key}/undo/", {"version": plan.version}, headers=PART),
        teacher.get(f"{address}{plan.key}/", headers=PART),
        teacher.post(f"{address}{plan.key}/uncover/", headers=PART),
        teacher.post(f"{address}{plan.key}/pick-up/", {"uncovered": "1"}, headers=PART),
    ):
        assert answer.headers["HX-Redirect"] == address
    assert teacher.post(f"{address}{plan.key}/uncover/")["Location"] == address
    assert not AuditEvent.objects.filter(verb="cover_lifted").exists()
