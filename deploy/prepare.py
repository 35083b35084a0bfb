"""Run in the virtual environment, for deploy.demo: migrations and demo content.

Both in one process: to start Django twice would be the longest part of a second start.
"""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaza.settings")
django.setup()
call_command("migrate", interactive=False, verbosity=0)
call_command("load_demo")
