"""The public page of what changed between two versions of a draft."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from comments.models import Draft
from comments.redline_forms import VersionsForm
from comments.redline_page import changes_between


@require_safe
def draft_changes(request, pk, slug):
    """What changed in this version since the one before, or since the one asked for.

    Published versions of the same document only; for others the answer is 404, with the choice.
    """
    published = Draft.objects.published()
    found = get_object_or_404(published.select_related("initiative"), pk=pk)
    query = request.GET.urlencode()
    if request.path != found.changes_url:
        address = found.changes_url + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address)
    versions = list(published.filter(lineage=found.lineage).order_by("-number"))
    if len(versions) < 2:
        raise Http404
    numbers = [draft.number for draft in versions if draft.pk != found.pk]
    before = next((number for number in numbers if number < found.number), numbers[-1])
    form = VersionsForm(
        {
            "from": request.GET.get("from", before),
            "to": request.GET.get("to", found.number),
        },
        versions=versions,
    )
    context = {"draft": found, "initiative": found.initiative, "versions_form": form}
    if not form.is_valid():
        return render(request, "comments/draft_changes.html", context, status=404)
    old, new = form.chosen()
    if new.pk != found.pk:
        return redirect(f"{new.changes_url}?from={old.number}")
    context["comparison"] = changes_between(old=old, new=new)
    return render(request, "comments/draft_changes.html", context)
