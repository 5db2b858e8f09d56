"""The HTML report in real Chromium: filters, keys, languages, and what an accessibility checker says of it."""

import pytest

from provenance.report import write_file, writer
from tests.support.browser import NO_AXE, browser, missing
from tests.support.many import repeated

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed here: {missing()}")
needs_axe = pytest.mark.skipif(bool(NO_AXE), reason=NO_AXE)
SHOWN = "return [...document.querySelectorAll('.claim')].filter(c => !c.hidden).map(c => ({...c.dataset}))"


@pytest.fixture(scope="module")
def window():
    """A window for the tests of this file."""
    with browser() as opened:
        yield opened


@pytest.fixture
def page(audit, window, tmp_path):
    """The window at a report of the demonstration."""
    write_file(audit, writer("html"), tmp_path / "report.html")
    window.open((tmp_path / "report.html").as_uri())
    window.find(".claim")
    return window


@pytest.fixture
def long_page(audit, window, tmp_path):
    """The window at a report of three hundred claims, most of which the page has not built yet."""
    write_file(repeated(audit, 300), writer("html"), tmp_path / "long.html")
    window.open((tmp_path / "long.html").as_uri())
    window.find(".claim")
    return window


def test_claims_far_down_are_built_in_the_end_and_counted_by_filters_before(long_page):
    """A filter set at once counts on as claims come."""
    choose(long_page, "verdict", "contradicted")
    long_page.gone(".later")
    left = long_page.run(SHOWN)

    assert long_page.run("return document.querySelectorAll('.claim').length") == 300
    assert {claim["verdict"] for claim in left} == {"contradicted"}
    assert long_page.text("#shown") == str(len(left))

    long_page.run("document.querySelector('.filters').reset()")
    choose(long_page, "words", "")

    assert (len(long_page.run(SHOWN)), long_page.text("#shown")) == (300, "300")


def test_a_link_leads_to_a_claim_that_is_not_built_or_not_shown(long_page, audit):
    """Whatever a filter hides, the way from a finding to its claim is open."""
    last = repeated(audit, 300).claims[-1].id
    long_page.run("document.querySelector('.skip').href = '#' + arguments[0]", last)
    choose(long_page, "words", "nowhere to be found")
    long_page.run("document.querySelector('.skip').click()")

    assert long_page.run("return document.getElementById(arguments[0]).checkVisibility()", last)
    assert long_page.run("return location.hash") == f"#{last}"


def test_the_other_language_reaches_what_is_built_later(long_page):
    """No claim stays French in an English page."""
    long_page.click(".switch [data-ui=en]")
    long_page.gone(".later")

    assert long_page.run(
        "return [...new Set([...document.querySelectorAll('.said h5')].map(h => h.textContent))]"
    ) == ["The document says"]


def test_print_has_every_claim(long_page):
    """What was not built yet is built before the first sheet."""
    long_page.run("dispatchEvent(new Event('beforeprint'))")

    assert long_page.run("return document.querySelectorAll('.claim').length") == 300


def choose(page, name, value):
    """Set a filter as a hand would."""
    page.run(
        "const [name, value] = arguments; const form = document.querySelector('.filters');"
        "const field = form.elements[name]; field.value = value;"
        "form.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        value,
    )


def focused(page):
    """The id of the claim that has the focus."""
    return page.run("return document.activeElement.id")


@pytest.mark.parametrize(
    ("name", "value", "key"), [("verdict", "contradicted", "verdict"), ("severity", "error", "severity")]
)
def test_a_filter_leaves_the_claims_that_fit_and_counts_them(page, name, value, key):
    """Verdict and severity."""
    choose(page, name, value)
    left = page.run(SHOWN)

    assert left
    assert {claim[key] for claim in left} == {value}
    assert page.text("#shown") == str(len(left))


def test_an_outlet_leaves_the_claims_held_against_its_pages(page):
    """The first outlet of the list has claims, and not all of them."""
    every = len(page.run(SHOWN))

    choose(page, "outlet", "0")

    assert 0 < len(page.run(SHOWN)) < every
    assert all(" 0 " in claim["outlets"] for claim in page.run(SHOWN))


def test_search_pays_no_heed_to_accents_and_case(page):
    """A reader types PRIVEES and finds privées."""
    page.press_until("/", "return document.activeElement.type === 'search'")
    page.press("ELECTION declare")

    left = page.until(SHOWN, lambda claims: 0 < len(claims) < 10)

    assert 0 < len(left) < 10


def test_keys_step_through_the_claims_that_are_shown_and_open_the_source(page, audit):
    """j goes on, k goes back, o follows the link to the passage."""
    page.press_until("j", "return document.activeElement !== document.body")
    page.press("j")
    second = focused(page)
    page.press("k")

    assert [focused(page), second] == [claim.id for claim in audit.claims[:2]]

    page.run(
        "window.followed = []; addEventListener('click', e => { e.preventDefault(); followed.push(e.target.href) })"
    )
    page.press("o")

    assert "#:~:text=" in page.run("return followed[0]")


def test_the_switch_changes_every_word_of_the_interface(page):
    """Text, placeholders and labels."""
    page.click(".switch [data-ui=en]")

    assert page.text("#worst") == "To look at first"
    assert page.run("return document.querySelector('input[type=search]').placeholder").startswith("Search")
    assert page.run("return document.querySelector('[name=outlet]').ariaLabel") == "Outlets"
    assert page.run("return document.documentElement.lang") == "en"


def test_nothing_is_wider_than_a_telephone(page):
    """At 390 pixels the page scrolls one way only."""
    page.looks("light", 390, 800)
    widths = page.run("return [document.documentElement.scrollWidth, innerWidth]")
    page.devtools("Emulation.clearDeviceMetricsOverride")

    assert widths[0] <= widths[1] == 390


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_accessibility_checker_finds_no_violation(page, language, scheme):
    """axe-core, every rule, with all details open."""
    page.looks(scheme)
    page.click(f".switch [data-ui={language}]")

    assert page.violations() == []
