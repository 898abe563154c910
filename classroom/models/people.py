"""Adults: who they are and at which school. Children are not users."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An adult of a school, known by e-mail. Their memberships alone decide what they may see."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField("name", max_length=80)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_an_email"),)

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class School(models.Model):
    name = models.CharField("school", max_length=120)

    def __str__(self) -> str:
        return self.name


class SchoolMembership(models.Model):
    """A person at a school. An account belongs to one school. Teachers make classes; an aide helps only where asked;
    an account manager looks after people and never reads a note."""

    class Role(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        AIDE = "aide", "Aide"
        ACCOUNT_MANAGER = "account_manager", "Looks after accounts"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="school_memberships")
    role = models.CharField(max_length=20, choices=Role, default=Role.TEACHER)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "user", "role"], name="one_membership_a_school_and_role"),
        )


class SignUpCode(models.Model):
    """The one-time code with which the first teacher of an empty database signs up. Only its hash is stored."""

    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
