"""Every address. Teachers' pages hang under a class's key; children's are short."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from classroom.views import accounts, children, classes, signing_in

handler400 = "classroom.views.errors.bad_request"
handler404 = "classroom.views.errors.not_found"
handler500 = "classroom.views.errors.server_error"

adults = [
    path("sign-in/", login_not_required(allauth.LoginView.as_view()), name="account_login"),
    path("sign-out/", login_not_required(allauth.LogoutView.as_view()), name="account_logout"),
    path("sign-up/", accounts.sign_up, name="account_signup"),
    path("confirm/", accounts.confirm_password, name="confirm_password"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.ChangePassword.as_view(), name="account_change_password"),
    path("password/", allauth.password_reset, name="account_reset_password"),
    path("password/code/", allauth.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/new/", allauth.complete_password_reset, name="account_complete_password_reset"),
]

of_a_class = [
    path("", classes.show_class, name="class"),
    path("change/", classes.change_class, name="class_change"),
    path("children/", classes.add_students, name="students_add"),
    path("children/<slug:student_key>/", classes.change_student, name="student"),
    path("children/<slug:student_key>/back/", classes.bring_back, name="student_back"),
    path("children/<slug:student_key>/card/void/", signing_in.void_card, name="card_void"),
    path("cards/", signing_in.print_cards, name="cards"),
    path("cards/void/", signing_in.void_cards, name="cards_void"),
    path("window/open/", signing_in.open_window, name="window_open"),
    path("window/contact/", signing_in.safety_contact, name="safety_contact"),
    path("window/close/", signing_in.close_window, name="window_close"),
    path("let-in/", signing_in.let_in, name="let_in"),
]

of_children = [
    path("card/", children.card, name="card"),
    re_path(r"^k/(?P<code>[0-9A-Za-z]{6})/$", children.knock, name="knock"),
    path("me/is-this-you/", children.thats_me, name="thats_me"),
    path("me/leave/", children.not_me, name="not_me"),
    path("ask-your-teacher/", children.ask_your_teacher, name="ask_your_teacher"),
    path("time-to-stop/", children.time_to_stop, name="time_to_stop"),
]

urlpatterns = [
    path("", include("partners.urls")),
    *adults,
    path("classes/new/", classes.new_class, name="class_new"),
    path("c/<slug:key>/", include(of_a_class)),
    *of_children,
]
