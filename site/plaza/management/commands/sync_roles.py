from django.core.management.base import BaseCommand

from plaza.roles import ROLES, sync_roles


class Command(BaseCommand):
    help = "Bring the staff groups' permissions in step with plaza.roles."

    def handle(self, *args, **options):
        sync_roles()
        self.stdout.write(", ".join(role.group for role in ROLES.values()))
