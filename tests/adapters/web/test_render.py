import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.web.render import (
    ButtonLabels,
    ChartTable,
    FormState,
    HtmlCardRenderer,
    Templates,
    asset,
    chart_table,
)
from bot.core.cards import (
    Annotation,
    Bar,
    BulletList,
    Button,
    Buttons,
    Card,
    Chart,
    Heading,
    KeyValues,
    Link,
    Mention,
    Number,
    Panel,
    Part,
    Point,
    RichText,
    SmallText,
    Table,
    Text,
    TextBox,
    Timestamp,
)
from bot.core.i18n import Translator
from bot.core.models import Address, web_address
from bot.core.ports import WebMessage
from tests.adapters.web.browser import Reader
from tests.support.fakes import CountedIds

HOSTILE = "</p><script>alert(1)</script>\u202e'\"><img src=x onerror=y>&amp;"
T = Translator()
LABELS = ButtonLabels(("a secret key of thirty-two characters",))
CHART = Chart(
    "trend:r2",
    "Trust is steady",
    "2 rounds",
    "Trust went from 3.4 to nothing shown.",
    (
        Panel("Trust", (Point(date(2026, 1, 5), 3.4), Point(date(2026, 2, 2), None))),
        Panel("Power", (Point(date(2026, 2, 2), 2.9),)),
    ),
)


@pytest.fixture
def renderer(ids: CountedIds) -> HtmlCardRenderer:
    return Templates().card_renderer(
        T,
        FormState("/say", "token", ids, LABELS),
        lambda chart: f"/charts/{chart.name}.png",
    )


def render_parts(renderer: HtmlCardRenderer, *parts: Part) -> Reader:
    return Reader(str(renderer.card(Card("Title", parts))))


EVERY_PART = (
    Heading(HOSTILE),
    Text(HOSTILE),
    SmallText(HOSTILE),
    KeyValues(((HOSTILE, HOSTILE),)),
    BulletList((HOSTILE,)),
    Chart(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        (Panel(HOSTILE, (), (), (Annotation(HOSTILE, date(2026, 1, 5), HOSTILE),)),),
    ),
    Chart(HOSTILE, HOSTILE, HOSTILE, HOSTILE, bars=(Bar(HOSTILE, (1, 1, 1, 1, 1)),), scale=(HOSTILE,)),
    Buttons((Button(HOSTILE, HOSTILE),)),
    Buttons((Button(HOSTILE, HOSTILE, "danger", HOSTILE),)),
    Table(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, Number(1, HOSTILE)),)),
    TextBox(HOSTILE, HOSTILE, HOSTILE),
    Link(HOSTILE, "/" + HOSTILE),
)


@pytest.mark.parametrize("part", EVERY_PART, ids=lambda part: type(part).__name__)
def test_hostile_text_stays_text_in_every_part(renderer: HtmlCardRenderer, part: Part) -> None:
    html = str(renderer.card(Card(HOSTILE, (part,))))
    assert ("<script" in html, "<img src=x" in html, "'\">" in html) == (False, False, False)


def test_line_breaks_are_kept_for_the_style_to_show(renderer: HtmlCardRenderer) -> None:
    assert ">one\ntwo</p>" in str(renderer.card(Card("Title", (Text("one\ntwo"),))))


def test_key_values_are_names_with_values(renderer: HtmlCardRenderer) -> None:
    page = render_parts(renderer, KeyValues((("Closes", "Monday"), ("Invited", "16"))))
    assert page.words == ["Title", "Closes", "Monday", "Invited", "16"]


def test_a_value_in_pieces_breaks_between_them_and_after_the_dot(renderer: HtmlCardRenderer) -> None:
    long = "a piece that is longer than a line may be"
    page = render_parts(
        renderer, KeyValues((("Trust", f"3.4 · range 3.0 to 3.7 · {long}"), ("Closes", "Monday 2 March")))
    )
    assert page.words[2::2] == [
        f"3.4~· range~3.0~to~3.7~· {long}".replace("~", "\N{NO-BREAK SPACE}"),
        "Monday 2 March",
    ]


def test_a_button_is_a_sentence_in_a_form(renderer: HtmlCardRenderer) -> None:
    form = render_parts(renderer, Buttons((Button("Yes", "approve m1"), Button("No", "decline m1")))).forms[0]
    assert (form.action, form.method) == ("/say", "post")
    labels = LABELS.sign({"approve m1": "Yes", "decline m1": "No"})
    assert form.fields == {"csrf": "token", "nonce": "id00000000000002", "labels": labels}
    assert form.buttons == {"Yes": ("says", "approve m1"), "No": ("says", "decline m1")}


@pytest.mark.parametrize(
    ("button", "classes"),
    [
        (Button("Yes", "yes"), ""),
        (Button("Yes", "yes", "primary"), ' class="primary"'),
        (Button("Yes", "yes", "danger"), ' class="danger"'),
    ],
)
def test_a_button_looks_like_what_it_does(renderer: HtmlCardRenderer, button: Button, classes: str) -> None:
    html = str(renderer.card(Card("Title", (Buttons((button,)),))))
    assert f'<button name="says" value="yes"{classes}>' in html


def test_a_harmful_button_names_the_harm_before_it_can_be_pressed(renderer: HtmlCardRenderer) -> None:
    cancel = Button("Cancel this round", "cancel", "danger", "8 people have been asked.")
    card = Card("Title", (Buttons((cancel, Button("Keep it open", "status"))),))
    html = str(renderer.card(card))
    details = html.partition("<details")[2].partition("</details>")[0]
    assert '<summary class="button danger"><span dir="auto">Cancel this round</span></summary>' in details
    assert Reader(html).words == [
        "Title",
        "Cancel this round",
        "8 people have been asked.",
        "Cancel this round",
        "Keep it open",
    ]
    assert Reader(html).forms[0].buttons == {
        "Cancel this round": ("says", "cancel"),
        "Keep it open": ("says", "status"),
    }
    assert ("cancel" in details, "status" in details) == (True, False)


def test_the_harm_of_a_button_that_is_not_dangerous_is_named_too(renderer: HtmlCardRenderer) -> None:
    html = str(renderer.card(Card("Title", (Buttons((Button("Yes", "yes", confirm="Sure?"),)),))))
    assert '<summary class="button"><span dir="auto">Yes</span></summary>' in html


def test_each_form_has_a_nonce_of_its_own(renderer: HtmlCardRenderer) -> None:
    yes = Buttons((Button("Yes", "yes"),))
    assert [form.fields["nonce"] for form in render_parts(renderer, yes, yes).forms] == [
        "id00000000000002",
        "id00000000000003",
    ]


def test_a_box_sends_its_sentence_and_what_was_typed(renderer: HtmlCardRenderer) -> None:
    form = render_parts(renderer, TextBox("Your comment", "comment k7f2", "Send it", 500)).forms[0]
    assert set(form.fields) == {"csrf", "nonce", "says", "labels", "words"}
    assert (form.fields["says"], form.buttons) == ("comment k7f2", {"Send it": ("", "")})


def test_a_chart_has_alternative_text_and_a_table(renderer: HtmlCardRenderer) -> None:
    page = render_parts(renderer, CHART)
    assert page.images == [{"src": "/charts/trend:r2.png", "alt": CHART.alt, "width": "720", "height": "610"}]
    assert page.words[1:3] == ["Numbers as a table", "– Trust is steady"]


def test_the_notes_of_a_chart_stand_below_its_numbers(renderer: HtmlCardRenderer) -> None:
    noted = Annotation("1", date(2026, 1, 9), "9 January 2026: A new chair")
    panels = tuple(replace(panel, notes=(noted,)) for panel in CHART.panels)
    words = render_parts(renderer, replace(CHART, panels=panels)).words
    assert words[-1] == "1. 9 January 2026: A new chair"
    assert words.count(words[-1]) == 1


def test_the_numbers_of_a_chart_stand_by_day_with_the_newest_first() -> None:
    assert chart_table(CHART, T) == ChartTable(
        ("Date", "Trust", "Power"),
        (("2 February 2026", ("–", "2.9")), ("5 January 2026", ("3.4", "–"))),
    )


def test_the_numbers_of_bars_stand_by_question() -> None:
    scale = ("Not at all", "A little", "Partly", "Mostly", "Fully")
    chart = Chart("answers:r2", "", "", "", bars=(Bar("We agree.", (0, 1, 2, 3, 4)),), scale=scale)
    assert chart_table(chart, T) == ChartTable(
        ("Question", *scale), (("We agree.", ("0", "1", "2", "3", "4")),)
    )


def test_a_post_shows_sentence_reply_and_time_and_old_ones_are_folded(renderer: HtmlCardRenderer) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    card = Card("Reply", (Text("Words"),))
    new, old = renderer.posts(
        [WebMessage(id, web_address("amira"), card, "", at, "results") for id in "ab"], 1
    )
    when = "Monday 2 March, 09:30"
    assert Reader(str(old)).words == ["Command:", "results", "Reply", when, "Words", "Words"]
    assert Reader(str(new)).words == ["Command:", "results", "Reply", "Words", when]
    assert ("<details" in old, "<details" in new) == (True, False)


def test_the_path_of_a_static_file_changes_with_it() -> None:
    path, _, version = asset("accord.css").partition("?v=")
    assert (path, len(version)) == ("/static/accord.css", 8)


def test_an_error_names_its_field_and_the_summary_links_to_it(renderer: HtmlCardRenderer) -> None:
    macros = renderer.macros
    summary = macros.error_summary([("name", "Enter your name"), ("", "Try again tomorrow")])
    assert '<a href="#name">Enter your name</a>' in summary
    assert '<li dir="auto">Try again tomorrow</li>' in summary
    assert macros.described("name", "Enter your name", "hint").strip() == (
        'aria-describedby="name-error hint" aria-invalid="true"'
    )
    assert macros.described("name", hint="hint").strip() == 'aria-describedby="hint"'
    assert macros.described("name") == ""
    assert 'id="name-error"' in macros.field_error("name", "Enter your name")
    assert macros.field_error("name", "").strip() == ""


def test_a_page_with_a_problem_says_so_in_its_title() -> None:
    page = Templates().page("trouble.html", T, user=None, title="Not done", words="", problems=(("", "No."),))
    assert "<title>Error: Not done" in page


def test_a_section_has_a_heading_one_level_below_its_card(renderer: HtmlCardRenderer) -> None:
    card = Card("Title", (Heading("Section"),))
    assert re.search(
        r'<h3 class="section-title" id="[^"]+" dir="auto">Section</h3>', str(renderer.card(card, 2))
    )
    post = WebMessage("p1", web_address("amira"), card, "", datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert ">Section</h4>" in str(renderer.posts([post], 1)[0])


def named_groups(html: str) -> list[str]:
    """The text of the heading that names each group of buttons."""
    headings = dict(re.findall(r'<h\d class="[^"]+" id="([^"]+)"[^>]*>([^<]+)<', html))
    return [headings[id] for id in re.findall(r'role="group" aria-labelledby="([^"]+)"', html)]


def test_buttons_are_a_group_that_the_heading_above_them_names(renderer: HtmlCardRenderer) -> None:
    two = (Button("Yes", "yes"), Button("No", "no"))
    card = Card(
        "Trust", (Buttons(two, scale=True), Heading("Change an answer"), Buttons(two), Buttons(two[:1]))
    )
    assert named_groups(str(renderer.card(card))) == ["Trust", "Change an answer"]


def test_a_reader_begins_at_the_heading_of_a_page_and_not_at_that_of_a_part(
    renderer: HtmlCardRenderer,
) -> None:
    levels = [level for level in (1, 2, 3) if "autofocus" in str(renderer.card(Card("Title"), level))]
    assert levels == [1]


def test_a_refusal_without_a_reason_links_its_title_to_the_field(renderer: HtmlCardRenderer) -> None:
    assert '<a href="#words">Not done</a>' in renderer.refusal(Card("Not done", refused=True), 1, "words")


def test_a_refused_reply_in_a_chat_looks_like_one(renderer: HtmlCardRenderer) -> None:
    posts = [
        WebMessage(
            "w", web_address("a"), Card("Title", refused=refused), "", datetime(2026, 1, 5, tzinfo=UTC)
        )
        for refused in (True, False)
    ]
    assert ['class="card refused"' in html for html in renderer.posts(posts, 2)] == [True, False]


def test_a_message_in_another_language_than_the_page_says_so(renderer: HtmlCardRenderer) -> None:
    posts = [
        WebMessage(
            "w", web_address("a"), Card("Title", language=language), "", datetime(2026, 1, 5, tzinfo=UTC)
        )
        for language in ("cy", "en", "")
    ]
    assert [' lang="cy"' in html for html in renderer.posts(posts, 3)] == [True, False, False]


def test_a_moment_is_a_time_and_a_mention_a_name(renderer: HtmlCardRenderer) -> None:
    at = datetime(2026, 3, 16, 9, tzinfo=UTC)
    words = RichText(
        (Mention(Address("slack", "T1", "U1"), HOSTILE), " by ", Timestamp(at, "09:00, London time"))
    )
    page = str(
        renderer.card(Card("Title", (Text(words), BulletList((words,)), KeyValues((("When", words),)))))
    )
    assert page.count('<time datetime="2026-03-16T09:00:00+00:00">09:00, London time</time>') == 3
    assert "<script" not in page


def test_a_table_has_a_caption_and_scopes_and_numbers_on_the_right(renderer: HtmlCardRenderer) -> None:
    table = Table("Scores", ("Round", "Trust"), (("Round 2", Number(3.6, "3.6")),))
    page = str(renderer.card(Card("Title", (table,))))
    assert '<caption dir="auto">Scores</caption>' in page
    assert '<th scope="col" class="number" dir="auto">Trust</th>' in page
    assert '<th scope="row" dir="auto">Round 2</th><td class="number" dir="auto">3.6</td>' in page


def test_a_button_that_opens_a_page_of_the_hub_is_a_link(renderer: HtmlCardRenderer) -> None:
    hub = Button("Open the hub", "hub round 3", page="/p/harbour/rounds/3")
    page = render_parts(renderer, Buttons((hub, Button("Help", "help"))))
    assert page.links == {"Open the hub": "/p/harbour/rounds/3"}
    assert [*page.forms[0].buttons] == ["Help"]
