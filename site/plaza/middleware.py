"""Middleware of the shell."""

from django.conf import settings


class AdminContentSecurityPolicy:
    """Let Wagtail's admin run the inline script that its date and chooser widgets write.

    Everything outside the admin keeps the strict policy of CONTENT_SECURITY_POLICY.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = settings.CONTENT_SECURITY_POLICY_ADMIN
        return response
