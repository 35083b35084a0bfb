"""From which network a request comes, as a digest: to count by, and to tell nobody.

A network stands for a household, a school, a library or a provider's block of addresses, so it
is never a reason to refuse anything.
"""

import ipaddress
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import Comment

KEPT = timedelta(days=1)
"""How long a comment's network is remembered."""
_PREFIXES = {4: 24, 6: 48}
_SALT = "comments.network"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request) -> Address | None:
    """Whom the request comes from; None when that cannot be told.

    Behind settings.TRUSTED_PROXIES proxies, each of which adds the address it heard from at the
    end of X-Forwarded-For, the client's is that many from the end: whatever stands before was
    written by the client. Fewer entries than proxies: the request did not come through them.
    """
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return read_address(request.META.get("REMOTE_ADDR", ""))
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return read_address(heard[-proxies]) if len(heard) >= proxies else None


def read_address(text: str) -> Address | None:
    """An address as proxies write it: with brackets, port or zone, or an IPv4 one within IPv6."""
    text = text.strip()
    if bracketed := re.fullmatch(r"\[([^\]]*)\](:\d+)?", text):
        text = bracketed[1]
    elif text.count(":") == 1:
        text = text.split(":")[0]
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def digest(address: Address | None) -> str:
    """The network of an address, /24 or /48, under a key of ours; empty for no address.

    Without SECRET_KEY nobody can try out which network it was.
    """
    if address is None:
        return ""
    network = ipaddress.ip_network((address, _PREFIXES[address.version]), strict=False)
    return salted_hmac(_SALT, str(network), algorithm="sha256").hexdigest()


def of_request(request) -> str:
    """The digest of the network that a request comes from."""
    return digest(client_address(request))


def forget(*, now: datetime | None = None) -> int:
    """Forget the networks of comments older than KEPT. Returns of how many."""
    too_old = (now or timezone.now()) - KEPT
    return Comment.objects.exclude(network="").filter(received_at__lt=too_old).update(network="")
