from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


class RoleBackend(ModelBackend):
    """What somebody may do comes from roles alone: nothing is given to one account by itself."""

    def _get_user_permissions(self, account):
        return Permission.objects.none()
