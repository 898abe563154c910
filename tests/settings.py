"""The settings that ship, with the changes that a test run needs."""

from classroom.settings import *  # noqa: F403
from classroom.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE

# A secure hash takes a tenth of a second for every user of every test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A test fails if its page makes a query for each item of a list.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_NPLUSONE_THRESHOLD = 3  # two may be steps of one action
ZEAL_SHOW_ALL_CALLERS = True
# The lock on the class: an action that calls another one takes it again.
ZEAL_ALLOWLIST = [{"model": "classroom.Classroom", "field": "get()"}]

DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["TEST"] = {"NAME": f"{DATABASE['NAME']}-test"}
else:
    # The live server's threads must not keep connections open: the database could not be dropped.
    DATABASE["CONN_MAX_AGE"] = 0
