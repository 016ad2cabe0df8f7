"""Charts: numbers in, percentages and pixels out."""

from quotetrack.pages import charts

COUNTS = {
    2023: {"attributed": 2},
    2025: {"verified": 3, "attributed": 4, "disputed": 1, "misattributed": 9},
}


def role(title, start, end=None):
    return {"title": title, "start": start, "end": end}


def test_years_without_quotes_keep_their_place():
    found = charts.years(COUNTS)

    assert [(year.year, year.total) for year in found] == [(2023, 2), (2024, 0), (2025, 8)]
    assert found[1].columns == ()


def test_bounds_stand_on_each_other_and_the_wrongly_attributed_are_not_counted():
    *_rest, last = charts.years(COUNTS)

    assert [kind for kind, _top, _height in last.columns] == ["v", "a", "d"]
    bottoms = [float(top) + float(height) for _kind, top, height in last.columns]
    assert bottoms[0] == charts.BOTTOM
    assert bottoms[1] == float(last.columns[0][1])


def test_earlier_roles_stretch_a_short_chart():
    found = charts.years({2025: {"verified": 1}}, [role("Mayor", "2010-05")])

    assert (found[0].year, found[-1].year) == (2025 - charts.FEWEST + 1, 2025)


def test_roles_stand_over_the_same_years():
    years = charts.years({2021: {"verified": 1}, 2024: {"verified": 1}})

    bars = charts.roles([role("Minister", "2023"), role("Mayor", "2019", "2022")], years)

    assert [bar.title for bar in bars] == ["Mayor", "Minister"]
    assert bars[0].x == f"{charts.LEFT:.2f}%" and not bars[0].is_now
    assert bars[0].width == bars[1].width == "47.00%"
    assert bars[1].is_now


def test_one_year_has_no_room_for_roles():
    assert charts.roles([role("Mayor", "2019")], charts.years({2024: {"verified": 1}})) == []
