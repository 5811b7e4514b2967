"""The site's own addresses, and views that fail in every way there is; each raises with the words it was sent."""

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from metoo_wall import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

FAILURES = {
    "400": BadRequest,
    "403": PermissionDenied,
    "404": Http404,
    "500": ValueError,
    "503": OperationalError,
    "suspicious": SuspiciousOperation,
}


@csrf_exempt
def fail(request, how, token):
    words = request.POST.get("text", "")
    raise FAILURES[how](words)


@csrf_exempt
def take(request):
    return HttpResponse(request.POST.get("text", ""))


urlpatterns = [
    *urls.urlpatterns,
    path("fail/<slug:how>/<str:token>/", fail),
    path("take/", take),
]
