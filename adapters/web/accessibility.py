"""Serves the accessibility statement, in the pattern that UK public bodies use:
https://www.gov.uk/guidance/make-your-website-or-app-accessible-and-publish-an-accessibility-statement

Each claim names the test that shows it; a test holds that it exists.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.method import use_reader_language
from adapters.web.session import PageRequest, Site
from bot.core.i18n import N_

PREPARED_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
PAGES = "tests/adapters/web"


@dataclass(frozen=True, slots=True)
class AccessibilityClaim:
    """A claim about what people can do on the pages, and the test that shows it."""

    words: str
    test: str


CLAIMS = (
    AccessibilityClaim(
        N_("answer, comment, change an answer and close a round with a keyboard alone"),
        "tests/end_to_end/test_by_keyboard.py::test_a_round_is_answered_changed_and_closed_by_keys_alone",
    ),
    AccessibilityClaim(
        N_("answer, comment and change an answer without scripts"),
        f"{PAGES}/test_in_a_browser.py::test_a_question_is_answered_with_the_keyboard_and_without_scripts",
    ),
    AccessibilityClaim(
        N_("zoom in to 200%, or use a screen 320 pixels wide, without scrolling to the side"),
        f"{PAGES}/test_in_a_browser.py::test_pages_fit_a_small_screen_and_large_letters",
    ),
    AccessibilityClaim(
        N_("hear the question with its five answers, and begin at the next question after each answer"),
        f"{PAGES}/test_in_a_browser.py::test_a_screen_reader_begins_at_the_next_question",
    ),
    AccessibilityClaim(
        N_("find what is wrong in a form in one list, with a link to the field"),
        f"{PAGES}/test_render.py::test_an_error_names_its_field_and_the_summary_links_to_it",
    ),
    AccessibilityClaim(
        N_("read each chart as a text, and its numbers as a table"),
        f"{PAGES}/test_render.py::test_a_chart_has_alternative_text_and_a_table",
    ),
    AccessibilityClaim(
        N_("read each mark of a chart in the evidence hub with a pointer, a finger or the arrow keys"),
        f"{PAGES}/test_figures_in_a_browser.py::test_marks_are_read_with_the_keyboard",
    ),
    AccessibilityClaim(
        N_("tell the marks in charts apart by shape as well as by colour"),
        "tests/adapters/test_charts.py::test_marks_differ_by_colour_and_shape_and_a_hollow_one_is_white_inside",
    ),
    AccessibilityClaim(
        N_("use a dark page, with dark charts"),
        "tests/adapters/test_charts.py::test_marks_and_letters_stand_out_from_a_dark_page",
    ),
    AccessibilityClaim(
        N_("press every button and link with a finger: each is at least 24 pixels high and wide"),
        f"{PAGES}/test_in_a_browser.py::test_everything_to_press_is_large_enough",
    ),
    AccessibilityClaim(
        N_("see where you are on the page when you use a keyboard"),
        f"{PAGES}/test_in_a_browser.py::test_the_focus_is_always_seen",
    ),
    AccessibilityClaim(
        N_("ask your device for less motion: then nothing moves"),
        f"{PAGES}/test_in_a_browser.py::test_nothing_moves_for_people_who_want_no_motion",
    ),
    AccessibilityClaim(
        N_("print a page without its menus and buttons"),
        f"{PAGES}/test_in_a_browser.py::test_a_channel_is_printed_on_one_page",
    ),
    AccessibilityClaim(
        N_("read every page of the documentation on a small screen, light or dark"),
        f"{PAGES}/test_documentation_in_a_browser.py::test_every_page_is_fit_for_its_readers",
    ),
    AccessibilityClaim(
        N_("use the documentation without scripts"),
        f"{PAGES}/test_documentation_in_a_browser.py"
        "::test_without_scripts_one_finds_the_way_by_the_list_of_pages",
    ),
    AccessibilityClaim(
        N_("read these pages in plain English, or in Welsh"),
        "tests/test_words.py::test_every_text_is_plain_english",
    ),
)


def accessibility_routes(site: Site) -> list[Route]:
    async def statement(page_request: PageRequest) -> Response:
        await use_reader_language(site, page_request)
        return site.page(
            page_request, "accessibility.html", claims=CLAIMS, contact=site.contact, prepared_at=PREPARED_AT
        )

    return [site.route("/accessibility", statement, sets_cookie=False)]
