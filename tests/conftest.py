import pytest
from django.core.cache import cache, caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from metoo_wall import throttle
from stories.desk import erasure, switch


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    caches["sign_in"].clear()
    throttle.start_anew()
    switch.forget()
    erasure._Traces.are_left = False


@pytest.fixture
def connection_stays():
    """For whoever asks the handler itself: the test client alone does not close the connection that a test is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
