"""Random classes are drawn the same way in every run, so that a red test is red for everybody."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "engine", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("engine")
