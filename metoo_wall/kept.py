"""What a proxy of ours may keep for a moment: a page that is the same for everybody, to the end of the running second.

The second is that in which the page began to ask the database, so that nothing taken back stands any longer than a
second, however long the page took. `X-Accel-Expires` is for nginx alone, which takes it off; browsers read
`Cache-Control: no-store`. The other side of this is deploy/nginx/wall/places.conf.
"""

import time
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

HEADER = "X-Accel-Expires"
View = Callable[..., HttpResponse]


def for_this_second(view: View) -> View:
    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        began = int(time.time())
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response[HEADER] = f"@{began}"
        return response

    return marked
