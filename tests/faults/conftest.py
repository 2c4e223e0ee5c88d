"""Fault tests use the same shop and road as the tests of the services."""

from tests.services.conftest import clock, now_sitting, road, shop

__all__ = ["clock", "now_sitting", "road", "shop"]
