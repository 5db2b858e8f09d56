"""The charts of the sources."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.report.charts import HEIGHT, ages, row, states


def test_the_bar_of_states_is_filled_and_counts_every_source(audit):
    """Nothing is left over and nothing overlaps."""
    bar = list(row(states(audit.sources)))

    assert sum(stretch.count for stretch in bar) == len(audit.sources)
    assert [stretch.x for stretch in bar[1:]] == [stretch.x + stretch.width for stretch in bar[:-1]]
    assert bar[-1].x + bar[-1].width == 1000


def test_ages_are_drawn_by_month_and_over_long_times_by_year(audit):
    """The first and last period are named as precisely as they are drawn."""
    one = audit.sources[0]
    near = ages([replace(one, published=date) for date in ("2026-01-05", "2026-03")])
    far = ages([replace(one, published=date) for date in ("2019-12", "2026-03-01")])

    assert (near.first, near.last, near.columns) == ("2026-01", "2026-03", 3)
    assert (far.first, far.last, far.columns) == ("2019", "2026", 8)


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.dates().map(str)), max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_pages_say_of_their_date_the_chart_stays_in_its_frame(audit, dates):
    """A date is a stranger's text."""
    chart = ages([replace(audit.sources[0], published=date) for date in dates])

    for stretch in chart.stretches if chart else ():
        assert 0 <= stretch.x < chart.columns
        assert stretch.y >= 0
        assert stretch.y + stretch.height <= HEIGHT
