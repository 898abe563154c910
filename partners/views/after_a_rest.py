"""Asks for the password before a plan is changed after a rest of fifteen minutes."""

from django.contrib import messages
from django.http import HttpResponse

from classroom.middleware import ACTIVE_AT
from classroom.requests import Request
from classroom.views.accounts import knows_password
from classroom.views.cover import ask_password_after_rest, has_rested
from partners.actions.unable_to_plan import Question, UnableToPlan
from partners.forms.plans import QuestionForm
from partners.models import Plan
from partners.planning.draft import Layout
from partners.views.plan_desk import address
from partners.wording.plan_history import Asked, your_change

NOT_YET = "Nothing is changed yet."
NOT_YET_WITH_REASON = f"{NOT_YET} Write the reason once more."


class Rested(UnableToPlan):
    """The password is missing or wrong. `form` asks for it, and says what was wrong with the last one."""

    covers = True

    def __init__(self, form: QuestionForm) -> None:
        super().__init__(NOT_YET)
        self.form = form

    def question(self, layout: Layout, asked: Asked) -> Question:
        return Question(
            title="Is it still you?",
            lines=["Nothing moved here for a while, and nothing is changed yet.", your_change(layout, asked)],
            asked=asked,
            button="Apply my change now",
            password=self.form,
        )


def check_still_there(request: Request) -> None:
    """After a rest, raises Rested until the password is right; then the person counts as active again. Covered pages
    ask, too: a refused change reveals a rule or a child who does not feel safe, and anybody who finds the device
    could move children about."""
    if not has_rested(request):
        return
    form = QuestionForm(request.POST if "password" in request.POST else None, asks=("password",))
    if not form.is_valid() or not knows_password(request, form):
        raise Rested(form)
    request.session[ACTIVE_AT] = request.now.timestamp()
    request.rested = 0.0


def cover_first(request: Request, plan: Plan) -> HttpResponse | None:
    """After a rest, the way to the page that asks for the password; None otherwise. For changes that are possible
    behind the cover only: nothing of the change is passed on to the covered page."""
    ask = ask_password_after_rest(request, address(plan))
    if ask:
        messages.info(request, NOT_YET_WITH_REASON if request.POST.get("reason") else NOT_YET)
    return ask
