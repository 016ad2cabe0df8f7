"""The style of a card holds what its markup uses, and nothing else."""

from quotetrack.embeds.styles import style_for, used_in


def test_classes_elements_and_attributes_are_seen():
    used = used_in('<main class="card big"><p dir="rtl">x</p><details></details></main>')

    assert {".card", ".big", "main", "p", "details", 'dir="rtl"'} <= used


def test_rules_for_what_is_not_there_are_left_out():
    style = style_for(used_in('<main class="card"><p>x</p></main>'))

    assert ".card{" in style
    for absent in (".chip", ".notice", "summary", "rtl", "data-theme", ".dots"):
        assert absent not in style


def test_every_token_that_is_used_is_known():
    used = used_in(
        '<main class="card"><ul class="standing"><li><a class="chip"></a></li></ul></main>'
    )
    style = style_for(used)

    for name in {part.split(")")[0] for part in style.split("var(")[1:]}:
        assert f"{name}:" in style


def test_braces_are_balanced_and_nothing_needs_escaping():
    style = style_for(frozenset(used_in('<main class="card words notice grave"></main>')))

    assert style.count("{") == style.count("}")
    assert "</" not in style and "url(" not in style
