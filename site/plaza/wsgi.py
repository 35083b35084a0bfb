"""The WSGI application. `.` and `site` must be on sys.path."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaza.settings")

application = get_wsgi_application()
