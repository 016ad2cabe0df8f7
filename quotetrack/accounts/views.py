"""Logging in, in one or two steps, and what a person sets about the own account."""

import time

import segno
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from quotes.errors import EditConflict, NotAllowed, NotReady
from quotetrack.accounts import guessing, second_factor, sessions
from quotetrack.accounts.models import Preference
from quotetrack.api.throttling import address_of
from quotetrack.languages import ZONES

HALF = "half_way"  # in the session: who gave the password and still owes the code
PATIENCE = 10 * 60  # seconds for the second step


def page(request, template, status=200, **context):
    """A page of the desk's frame."""
    context = admin.site.each_context(request) | context
    return render(request, f"accounts/{template}.html", context, status=status)


def onward(request, path=""):
    """Where to after the log-in: a place of ours, else the desk."""
    path = path or request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME)
    safe = url_has_allowed_host_and_scheme(
        path or "", {request.get_host()}, require_https=request.is_secure()
    )
    return path if safe else reverse("admin:index")


@never_cache
@login_not_required
@sensitive_post_parameters("password")
def log_in(request):
    """The first step: name and password."""
    if request.method != "POST":
        if admin.site.has_permission(request):
            return redirect(onward(request))
        return asked(request, admin.site.login_form(request))
    name = request.POST.get("username", "")
    try:
        noted = guessing.note(name, address_of(request))
    except guessing.TooManyTries as error:
        return slow_down(request, error)
    form = admin.site.login_form(request, request.POST)
    if not form.is_valid():
        return asked(request, form)
    user = form.get_user()
    if second_factor.device_of(user) is None and not sessions.needs_factor(user):
        guessing.forgive(noted, name)
        sessions.begin(request, user, with_factor=False)
        return redirect(onward(request))
    guessing.forgive(noted)  # the password was right; tries at the code go on counting
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "at": int(time.time()), "next": onward(request)}
    return redirect("accounts:code" if second_factor.device_of(user) else "accounts:enrol")


def asked(request, form):
    """The form for name and password."""
    return render(request, "desk/login.html", admin.site.each_context(request) | {
        "title": _("Log in"), "form": form, "app_path": reverse("admin:login"),
        "next": onward(request),
    })  # fmt: skip


def slow_down(request, error):
    """Too many tries: when it goes on."""
    answer = page(request, "slow_down", status=429, title=_("Log in"), error=error)
    answer.headers["Retry-After"] = str(error.wait)
    return answer


def half_way(request):
    """Who has given the password lately and still owes the second step, and where to; or None."""
    kept = request.session.get(HALF)
    if not kept or time.time() - kept["at"] > PATIENCE:
        return None
    return get_user_model().objects.filter(pk=kept["user"], is_active=True).first()


@never_cache
@login_not_required
@sensitive_post_parameters("code")
def code(request):
    """The second step: a code from the telephone, or a recovery code."""
    user = half_way(request)
    if user is None or not second_factor.device_of(user):
        return redirect("admin:login")
    if request.method != "POST":
        return page(request, "code", title=_("Second step"))
    try:
        noted = guessing.note(user.get_username(), address_of(request))
    except guessing.TooManyTries as error:
        return slow_down(request, error)
    if not second_factor.is_right(user, request.POST.get("code", "")):
        wrong = _("This code is not right, or was used already. Wait for the next one.")
        return page(request, "code", title=_("Second step"), wrong=wrong)
    guessing.forgive(noted, user.get_username())
    path = request.session[HALF]["next"]
    sessions.begin(request, user, with_factor=True)
    request.session.pop(HALF, None)
    left = user.recovery_codes.count()
    if left < 3:
        messages.warning(request, _("Only %(left)s recovery codes are left.") % {"left": left})
    return redirect(onward(request, path))


@never_cache
@login_not_required
@sensitive_post_parameters("code")
def enrol(request):
    """Enrol a telephone: whoever is logged in, and whoever needs one to be."""
    entering = not request.user.is_authenticated
    user = half_way(request) if entering else request.user
    if user is None or second_factor.device_of(user):
        return redirect("admin:login" if user is None else "accounts:account")
    device = second_factor.begun(user)
    wrong = ""
    if request.method == "POST":
        try:
            noted = guessing.note(user.get_username(), address_of(request))
            codes = second_factor.confirm(user, request.POST.get("code", ""))
        except guessing.TooManyTries as error:
            return slow_down(request, error)
        except NotReady as error:
            wrong = str(error)
        else:
            guessing.forgive(noted)
            path = onward(request, (request.session.get(HALF) or {}).get("next", ""))
            sessions.begin(request, user, with_factor=True)
            request.session.pop(HALF, None)
            return page(request, "codes", title=_("Recovery codes"), codes=codes, onward=path)
    return page(
        request, "enrol", title=_("Second factor"), wrong=wrong, entering=entering,
        picture=picture_of(device), secret=secret_of(device),
    )  # fmt: skip


def picture_of(device) -> str:
    """The QR code as an image without a script: dark on light in dark mode too."""
    return segno.make(device.config_url, error="m").svg_data_uri(
        scale=5, border=4, dark="#000", light="#fff"
    )


def secret_of(device) -> str:
    """What is typed in where no camera is: groups of four letters."""
    secret = device.config_url.split("secret=")[1].split("&")[0]
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def account(request):
    """The own account: second factor, language, zone."""
    user = request.user
    context = {
        "title": _("Your account"),
        "device": second_factor.device_of(user),
        "left": user.recovery_codes.count(),
        "needed": sessions.needs_factor(user),
        "languages": settings.LANGUAGES,
        "likes": Preference.objects.filter(owner=user).first(),
    }
    return page(request, "account", **context)


@require_POST
def prefer(request):
    """Keep the language and the zone."""
    language = request.POST.get("language", "")
    zone = request.POST.get("zone", "").strip()
    if zone and zone not in ZONES:
        sentence = _("There is no time zone of this name. Write one like Europe/Madrid.")
        messages.error(request, sentence)
        return redirect("accounts:account")
    language = language if language in dict(settings.LANGUAGES) else ""
    Preference.objects.update_or_create(
        owner=request.user, defaults={"language": language, "time_zone": zone}
    )
    sessions.keep(request.session, language, zone)
    with translation.override(language or translation.get_language()):
        messages.success(request, _("Kept."))
    return redirect("accounts:account")


@require_POST
@sensitive_post_parameters("code")
def change(request):
    """Without the second factor again, or with new recovery codes: both need a code."""
    user, given = request.user, request.POST.get("code", "")
    try:
        noted = guessing.note(user.get_username(), address_of(request))
        if request.POST.get("do") == "codes":
            if not second_factor.is_right(user, given):
                raise NotReady(_("This code is not right. Type in the one that is shown now."))
            codes = second_factor.fresh_codes(user)
            guessing.forgive(noted)
            path = reverse("accounts:account")
            return page(request, "codes", title=_("Recovery codes"), codes=codes, onward=path)
        second_factor.remove(user, given)
        guessing.forgive(noted)
        messages.success(request, _("The second factor is removed."))
    except (NotReady, NotAllowed, guessing.TooManyTries) as error:
        messages.error(request, str(error))
    return redirect("accounts:account")


@require_POST
def reset(request, pk):
    """An administrator takes a lost telephone off somebody's account."""
    user = get_object_or_404(get_user_model(), pk=pk)
    try:
        second_factor.reset(user, by=request.user, seen=request.POST.get("telephone", ""))
    except NotAllowed as error:
        messages.error(request, str(error))
        return redirect("admin:index")
    except EditConflict as error:
        messages.error(request, str(error))
        return redirect("admin:auth_user_change", user.pk)
    LogEntry.objects.log_actions(
        request.user.pk, [user], CHANGE, _("Second factor reset."), single_object=True
    )
    messages.success(
        request, _("The second factor of %(name)s is reset; all sessions are ended.")
        % {"name": user.get_username()},
    )  # fmt: skip
    return redirect("admin:auth_user_change", user.pk)
