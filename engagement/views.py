"""Public views: files, a document's page, newsletter sign-up."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.documents.views.serve import serve

from engagement import subscriptions
from engagement.forms import SubscribeForm
from engagement.models import Document, InitiativePage, LibraryFile


@require_safe
def file(request, token, filename):
    """Serve a file of the library to whoever was given its address."""
    library_file = get_object_or_404(LibraryFile, token=token)
    return serve(request, library_file.pk, filename)


@require_safe
def document(request, pk, slug):
    """One document with all its versions; the slug is for people, the number decides."""
    found = get_object_or_404(
        Document.objects.published().select_related("initiative").prefetch_related("files__file"),
        pk=pk,
    )
    if request.path != found.get_absolute_url():
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "engagement/document.html", {"document": found})


# Exempt: the form stands on pages that are the same for everyone and carries no session;
# a forged request could do no more than a sincere one, which is to send one confirmation mail.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request, initiative_id):
    """Ask for an initiative's news. The answer is the same for every address."""
    initiative = get_object_or_404(InitiativePage.objects.live(), pk=initiative_id)
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        subscriptions.request_subscription(
            initiative=initiative, email=form.cleaned_data["email"], language=get_language()
        )
        return redirect("engagement:subscription_requested", initiative.pk)
    status = 422 if form.errors else 200
    context = {"initiative": initiative, "form": form}
    return render(request, "engagement/subscribe.html", context, status=status)


@require_safe
def subscription_requested(request, initiative_id):
    """Say to look into the mailbox."""
    initiative = get_object_or_404(InitiativePage.objects.live(), pk=initiative_id)
    return render(request, "engagement/subscription_requested.html", {"initiative": initiative})


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_subscription(request, token):
    """Confirm with a button: mail scanners follow links, they press nothing."""
    subscription = _subscription(token)
    if request.method == "POST":
        subscriptions.confirm(subscription)
        return redirect(reverse("engagement:confirm_subscription", args=[token]))
    context = {"subscription": subscription, "token": token}
    return render(request, "engagement/confirm_subscription.html", context)


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end_subscription(request, token):
    """Unsubscribe with a button."""
    subscription = _subscription(token)
    if request.method == "POST":
        subscriptions.end(subscription)
        return redirect(reverse("engagement:end_subscription", args=[token]))
    context = {"subscription": subscription, "token": token}
    return render(request, "engagement/end_subscription.html", context)


def _subscription(token):
    subscription = subscriptions.from_token(token)
    if subscription is None:
        raise Http404
    return subscription
