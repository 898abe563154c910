"""Mails to adults: plain, short, and without a child's name or anything that was written about one."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage

from classroom.models import Classroom, Invitation, User

logger = logging.getLogger(__name__)

CLOSING = "\n\nPartners\n"


def _send(to: str, subject: str, body: str) -> bool:
    """Send the mail. False where the mail server did not take it: that is logged, and the page goes on."""
    try:
        EmailMessage(subject, body + CLOSING, to=[to]).send()
    except (OSError, SMTPException):
        logger.exception("A mail could not be sent.")
        return False
    return True


def what_for(invitation: Invitation) -> str:
    """What the invitation is for, in words that follow `invites you`."""
    if invitation.classroom is not None:
        share = "help as an aide in" if invitation.role == Invitation.Role.AIDE else "share the class"
        return f"to {share} {invitation.classroom} at {invitation.school}"
    if invitation.role == Invitation.Role.ACCOUNT_MANAGER:
        return f"to look after the accounts of {invitation.school}"
    return f"to plan writing partners at {invitation.school}"


def invite(invitation: Invitation, link: str) -> bool:
    return _send(
        invitation.sent_to,
        "Your way into Partners",
        f"{invitation.made_by or 'Your school'} invites you {what_for(invitation)}.\n\n{link}\n\n"
        "The link lasts 7 days and works once. It is for you alone: do not pass it on.",
    )


def welcome(user: User) -> bool:
    return _send(
        user.email,
        "Your account in Partners",
        "There is now an account with your address in Partners.\n\n"
        "If that was not you, tell your school: it can close the account.",
    )


def already_here(email: str) -> bool:
    """Tell somebody who has an account that a new one was asked for under their address."""
    return _send(
        email,
        "Your account in Partners",
        "Someone used an invitation to ask for an account with your address, and you have one.\n\n"
        "If that was you, sign in with the password you have, or ask for a new one on the sign-in page. If it was not "
        "you, there is nothing to do.",
    )


def joined(invitation: Invitation, user: User) -> bool:
    """Tell the person who made an invitation that somebody used it: a link may reach the wrong person."""
    if invitation.made_by is None:
        return False
    what = invitation.classroom or invitation.school
    return _send(
        invitation.made_by.email,
        "Someone used your link",
        f"{user.name} ({user.email}) used your link and joined {what} as {invitation.get_role_display().lower()}.\n\n"
        "If you do not know who that is, remove them on the page “People” of the class, or have the account closed.",
    )


def handed_over(classroom: Classroom, to: User, by: User) -> bool:
    return _send(
        to.email,
        "A class is yours now",
        f"{by.name} handed the class {classroom} over to you. It is on your Home.",
    )


def handed_over_for_owner(classroom: Classroom, told: User, to: User, by: User) -> bool:
    return _send(
        told.email,
        "A class has another teacher",
        f"{by.name}, who looks after accounts at {classroom.school}, handed the class {classroom} over to "
        f"{to.name}.\n\n"
        "If you did not expect that, ask at your school.",
    )


def account_closed(user: User, by: User) -> bool:
    return _send(
        user.email,
        "Your account was closed",
        f"{by.name}, who looks after accounts at your school, closed your account in Partners.\n\n"
        "If you did not expect that, ask at your school.",
    )
