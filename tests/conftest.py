pytest_plugins = ("tests.cast",)
