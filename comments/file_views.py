"""Files for a comment on its way, sent one by one by the form's script.

Without the script the form itself brings them (comments.comment_views); the rules are the same.
"""

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comments import pending, uploads
from comments.models import Docket
from comments.upload_handler import receives_files


# Exempt, as the form's steps are: nothing here depends on who is signed in.
@csrf_exempt
@never_cache
@require_POST
@receives_files(at_most=1)
def files(request, number, token):
    """Keep a file, or take one back; answers with the list as it is now, and what went wrong."""
    docket = get_object_or_404(Docket.objects.published(), number=number)
    begun = pending.from_token(token, docket=docket)
    if begun is None:
        raise Http404
    try:
        kept = pending.keep(begun=begun, language=get_language())
    except pending.AlreadySubmitted:
        return _answer([], _("This comment has been sent already."), status=410)
    if chosen := request.POST.get("remove_file"):
        uploads.remove_chosen(pending=kept, token=chosen)
    try:
        for upload in request.FILES.getlist("attachments"):
            uploads.add_file(pending=kept, upload=upload)
    except ValidationError as error:
        return _answer(kept.files.all(), " ".join(error.messages), status=422)
    return _answer(kept.files.all())


def _answer(kept, error: str = "", status: int = 200) -> JsonResponse:
    shown = render_to_string("comments/includes/uploaded_files.html", {"pending_files": kept})
    return JsonResponse({"list": shown, "error": error}, status=status)
