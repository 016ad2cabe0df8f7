"""Words too common to tell two quotes apart, by language.

Stored sketches depend on these lists: after a change, run `manage.py rebuild_published`.
"""

ENGLISH = """a about after all also an and any are as at be because been before being but by can
could did do does for from had has have he her here him his how i if in into is it its just me more
most my no nor not now of off on once only or other our out over own same she should so some such
than that the their them then there these they this those through to too under until up us very was
we were what when where which while who whom why will with would you your"""
SPANISH = """a al algo ante antes como con contra cual cuando de del desde donde durante e el ella
ellas ellos en entre era es esa ese eso esta este esto fue ha han hasta hay la las le les lo los más
me mi muy nada ni no nos nosotros o os otra otro para pero por porque que quien se ser si sin sobre
son su sus también te tiene todo todos tu un una uno unos y ya yo"""
FRENCH = """à au aux avec ce ces cette comme d dans de des du elle elles en est et été eu il ils j
je l la le les leur leurs lui m ma mais me même mes n ne nos notre nous on ont ou où par pas plus
pour qu que qui s sa se ses si son sont sur t ta te tes tout toute tu un une vos votre vous y"""
GERMAN = """aber als am an auch auf aus bei bin bis das dass dem den der des die doch durch ein eine
einem einen einer eines er es für habe haben hat ich ihr im in ist ja kann man mehr mein mit nach
nicht noch nun nur oder ohne sein sich sie sind so über um und uns unter vom von vor war was wenn
wer werden wie wir wird zu zum zur"""

STOP_WORDS = {
    language: frozenset(text.split())
    for language, text in {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}.items()
}


def stop_words(language: str | None) -> frozenset[str]:
    """The stop words of a BCP 47 tag such as `es-MX`; none where we have no list."""
    return STOP_WORDS.get((language or "").lower().partition("-")[0], frozenset())
