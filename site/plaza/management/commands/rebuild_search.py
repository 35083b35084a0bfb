from django.core.management.base import BaseCommand

from comments.models import Comment
from comments.review.search import index_many
from engagement.search import rebuild


class Command(BaseCommand):
    help = "Writes the search indexes anew: the public's, and the one of staff for comments."

    def handle(self, **options):
        self.stdout.write(f"Entries written: {rebuild()}")
        self.stdout.write(f"Comments indexed for staff: {index_many(Comment.objects.all())}")
