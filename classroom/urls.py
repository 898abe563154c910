"""All URLs. Teachers' pages are under the key of a class; children's URLs are short."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, register_converter

from classroom.models.keyed import CLASS_CODE_LENGTH
from classroom.typed import as_code
from classroom.views import (
    accounts,
    class_languages,
    classes,
    invitations,
    people,
    roster_export,
    roster_import,
    school,
    sign_in_admin,
    student_choices,
    student_language,
    student_session,
    student_sign_in,
    year_end,
)


class ClassCode:
    """A class code in an address, as it may be typed there."""

    regex = r"[^/\x00-\x1f]{1,40}"

    def to_python(self, typed: str) -> str:
        code = as_code(typed)
        if len(code) != CLASS_CODE_LENGTH:
            raise ValueError
        return code

    def to_url(self, code: str) -> str:
        return code


register_converter(ClassCode, "class_code")

handler400 = "classroom.views.errors.bad_request"
handler404 = "classroom.views.errors.not_found"
handler500 = "classroom.views.errors.server_error"

# allauth looks these names up, so they have no namespace.
signing_in = [
    path("sign-in/", login_not_required(allauth.LoginView.as_view()), name="account_login"),
    path("sign-out/", login_not_required(allauth.LogoutView.as_view()), name="account_logout"),
    path("sign-up/", accounts.sign_up, name="account_signup"),
    path("account/password/", accounts.ChangePassword.as_view(), name="account_change_password"),
    path("password/", allauth.password_reset, name="account_reset_password"),
    path("password/code/", allauth.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/new/", allauth.complete_password_reset, name="account_complete_password_reset"),
]

adults = [
    path("confirm/", accounts.confirm_password, name="confirm_password"),
    path("account/", accounts.account, name="account"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("join/", invitations.join, name="join"),
    path("join/new/", invitations.join_new, name="join_new"),
]

of_a_school = [
    path("", school.show_school, name="school"),
    path("invite/", school.invite, name="school_invite"),
    path("invitations/<slug:invitation_key>/", school.take_back, name="school_take_back"),
    path("accounts/close/", school.close_account, name="account_close"),
    path("accounts/open/", school.open_account, name="account_open"),
    path("step-down/", school.step_down, name="school_step_down"),
    path("classes/<slug:key>/archive/", school.archive, name="school_archive"),
    path("classes/<slug:key>/back/", school.bring_back, name="school_bring_back"),
    path("classes/<slug:key>/hand-over/", school.hand_over, name="school_hand_over"),
]

of_a_class = [
    path("", classes.show_class, name="class"),
    path("change/", classes.change_class, name="class_change"),
    path("children/", classes.add_students, name="students_add"),
    path("children/<slug:student_key>/", classes.change_student, name="student"),
    path("children/<slug:student_key>/back/", classes.bring_back, name="student_back"),
    path("children/<slug:student_key>/card/void/", sign_in_admin.void_card, name="card_void"),
    path("export/", roster_export.export, name="export"),
    path("import/", roster_import.import_roster, name="roster_import"),
    path("import/<slug:draft_key>/", roster_import.preview, name="roster_preview"),
    path("import/<slug:draft_key>/columns/", roster_import.columns, name="roster_columns"),
    path("import/<slug:draft_key>/discard/", roster_import.discard, name="roster_discard"),
    path("children/<slug:student_key>/pictures/clear/", sign_in_admin.clear_pictures, name="pictures_clear"),
    path("pictures/", sign_in_admin.show_pictures, name="pictures"),
    path("code/change/", sign_in_admin.change_code, name="code_change"),
    path("languages/", class_languages.show_languages, name="languages"),
    path("languages/<slug:language>/", class_languages.read_language, name="language"),
    path("cards/", sign_in_admin.print_cards, name="cards"),
    path("cards/void/", sign_in_admin.void_cards, name="cards_void"),
    path("window/open/", sign_in_admin.open_window, name="window_open"),
    path("window/contact/", sign_in_admin.safety_contact, name="safety_contact"),
    path("window/end-set-up/", sign_in_admin.end_set_up, name="set_up_end"),
    path("window/close/", sign_in_admin.close_window, name="window_close"),
    path("let-in/", sign_in_admin.let_in, name="let_in"),
    path("people/", people.show_people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<slug:invitation_key>/", people.take_back, name="take_back"),
    path("people/remove/", people.remove_person, name="person_remove"),
    path("people/leave/", people.leave, name="class_leave"),
    path("people/hand-over/", people.hand_over, name="hand_over"),
    path("archive/", year_end.archive, name="class_archive"),
    path("back/", year_end.bring_back, name="class_bring_back"),
    path("next/", year_end.next_class, name="class_next"),
]

at_the_door = [
    path("", student_sign_in.names, name="names"),
    path("number/", student_sign_in.knock, name="knock"),
    path("number/<slug:student_key>/", student_sign_in.knock, name="knock_as"),
    path("<slug:student_key>/", student_sign_in.tap_pictures, name="tap_pictures"),
]

of_children: list[URLPattern | URLResolver] = [
    path("card/", student_sign_in.card, name="card"),
    path("language/", student_language.speak, name="speak"),
    path("card/picture/", student_sign_in.card_picture, name="card_picture"),
    path("k/", student_sign_in.code, name="code"),
    path("k/<class_code:code>/", include(at_the_door)),
    path("me/is-this-you/", student_session.thats_me, name="thats_me"),
    path("me/pictures/", student_choices.choose_pictures, name="choose_pictures"),
    path("me/avatar/", student_choices.pick_avatar, name="pick_avatar"),
    path("me/still-here/", student_session.still_here, name="still_here"),
    path("me/leave/", student_session.not_me, name="not_me"),
    path("ask-your-teacher/", student_session.ask_your_teacher, name="ask_your_teacher"),
    path("time-to-stop/", student_session.time_to_stop, name="time_to_stop"),
]

of_the_classroom: list[URLPattern | URLResolver] = [
    *adults,
    path("school/", include(of_a_school)),
    path("classes/new/", classes.new_class, name="class_new"),
    path("c/<slug:key>/", include(of_a_class)),
    *of_children,
]

urlpatterns = [
    path("", include("partners.urls")),
    *signing_in,
    path("", include((of_the_classroom, "classroom"))),
]
