"""Two administrators at one account: whoever comes second is told, and nothing is overwritten."""

import json
import re

from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.conftest import person


def opened(client, user):
    """The form's address and what a browser would send back."""
    url = reverse("admin:auth_user_change", args=[user.pk])
    answer = client.get(url)
    version = re.search(r'name="edit_version" value="([^"]*)"', answer.content.decode())[1]
    form = answer.context["adminform"].form
    data = {name: form[name].value() for name in form.fields if name != "password"}
    data = {name: value for name, value in data.items() if value not in (None, False, "")}
    data["groups"] = list(user.groups.values_list("pk", flat=True))
    return url, data | {"edit_version": version.replace("&quot;", '"')}


def test_the_second_of_two_administrators_sees_both(logged_in, ada, max_):
    second = person("moritz", "administrator")
    url, mine = opened(logged_in(second), ada)
    _, theirs = opened(logged_in(max_), ada)
    publisher = Group.objects.get(name="publisher").pk
    assert logged_in(max_).post(url, theirs | {"groups": [publisher]}).status_code == 302

    answer = logged_in(second).post(url, mine | {"first_name": "Adele"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "publisher" in html and "Adele" in html and "max" in html
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    again = {name: value.replace("&quot;", '"') for name, value in kept}
    assert logged_in(second).post(url, again).status_code == 302
    ada = User.objects.get(pk=ada.pk)
    assert (ada.first_name, ada.groups.get().name) == ("Adele", "publisher")


def test_a_form_without_what_it_showed_saves_nothing(logged_in, ada, max_):
    url, data = opened(logged_in(max_), ada)
    del data["edit_version"]

    answer = logged_in(max_).post(url, data | {"first_name": "Adele"})

    assert answer.status_code == 409
    assert User.objects.get(pk=ada.pk).first_name == ""


def test_what_the_form_carries_is_what_it_shows_and_no_secret(logged_in, ada, max_):
    _, data = opened(logged_in(max_), ada)

    assert set(json.loads(data["edit_version"])) == {
        "username", "first_name", "last_name", "email", "is_active", "groups",
    }  # fmt: skip
