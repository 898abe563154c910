pytest_plugins = ("tests.cast", "tests.collected")
