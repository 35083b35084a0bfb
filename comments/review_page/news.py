"""What colleagues did with a comment while somebody has its page open."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import permissions
from comments.models import Comment


@require_safe
@never_cache
def news(request, pk, version):
    """How many acts came after that version of the comment, and a sentence that says so."""
    if not permissions.can_see(request.user):
        raise PermissionDenied
    comment = get_object_or_404(Comment.objects.only("version"), pk=pk)
    count = max(comment.version - version, 0)
    words = ngettext(
        "%(count)s new act on this comment since you opened this page. Reload the page to see it; "
        "what you are typing is kept.",
        "%(count)s new acts on this comment since you opened this page. Reload the page to see "
        "them; what you are typing is kept.",
        count,
    ) % {"count": count}
    return JsonResponse({"count": count, "words": words if count else ""})
