"""Staff sessions. They exist under ADMIN_PATH alone, end after half an hour of rest and after eight hours in any case."""

import time

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from metoo_wall.middleware import is_staff_path

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 60 * 60
ENDED_FOR = (
    "ended_for"  # whose session it was: a form that is posted now can be kept for them alone
)
STEP_SECONDS = 60  # how finely rest is measured: a session is not saved more often than that


class StaffSessionMiddleware(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if not is_staff_path(request):
            request.session = self.SessionStore()
            return
        super().process_request(request)
        if SESSION_KEY in request.session:
            _end_or_renew(request.session, int(time.time()))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not is_staff_path(request):
            return response
        return super().process_response(request, response)


def _end_or_renew(session, now: int) -> None:
    began = session.setdefault("began", now)
    seen = session.setdefault("seen", now)
    if now - began >= LONGEST_SECONDS or now - seen >= IDLE_SECONDS:
        account = session[SESSION_KEY]
        session.flush()
        session[ENDED_FOR] = account
    elif now - seen >= STEP_SECONDS:
        session["seen"] = now
