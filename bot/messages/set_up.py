"""The card that shows a coordinator what is left to set up. Pure."""

from bot.core.cards import Button, Buttons, Card, KeyValues, Link, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.core.models import Partnership
from bot.language.commands import HideSetUp, InviteOrganisation, PreviewQuestions, SetSchedule
from bot.membership.roster import SentenceBuilder
from bot.membership.set_up import SetUp
from bot.messages.partnership import limits_of_few, organisation_box


def started(t: Translator, state: SetUp, say: SentenceBuilder) -> Card:
    """Tell the founder of a partnership that it has started, and what is left to set up."""
    title = t("{partnership} has started", partnership=state.partnership.name)
    words = Text(t("You are its coordinator. This is what is left to do:"))
    return Card(title, (words, *_parts(t, state, say)), thread_key(state.partnership))


def set_up(t: Translator, state: SetUp, say: SentenceBuilder, page: str = "") -> Card:
    """Show what is done and what is left. On a person's own pages, `page` is their path: there, what is left
    has a form."""
    parts = _parts(t, state, say, page)
    if not state.is_done:
        parts.append(Buttons((Button(t("Hide this list"), say(HideSetUp())),)))
    title = t("Set up {partnership}", partnership=state.partnership.name)
    return Card(title, tuple(parts), thread_key(state.partnership))


def hidden(t: Translator) -> Card:
    words = t("We have hidden the list from all coordinators. To see it again, type: set up")
    return Card(t("The list is hidden"), (Text(words),))


def thread_key(partnership: Partnership) -> str:
    return f"set-up:{partnership.id}"


def _parts(t: Translator, state: SetUp, say: SentenceBuilder, page: str = "") -> list[Part]:
    parts: list[Part] = [KeyValues(_rows(t, state))]
    if not state.organisation:
        parts.append(organisation_box(t, say))
    few = limits_of_few(t, state.members, state.partnership.threshold)
    return [*parts, *_ways(t, state, say, page), *map(SmallText, few)]


def _rows(t: Translator, state: SetUp) -> tuple[tuple[str, str], ...]:
    people = t.n("{n} person has joined.", "{n} people have joined.", state.members)
    if not state.has_enough_members:
        people += " " + t("A round needs at least {least}.", least=state.partnership.threshold)
    asked = t("Done") if state.has_asked else t("Not asked yet")
    rows = (
        (bool(state.organisation), t("Name your organisation"), state.organisation or t("No name yet")),
        (state.has_enough_members, t("Invite people"), people),
        (state.is_planned, t("Set how often to ask"), _schedule(t, state.partnership)),
        (state.has_asked, t("Ask the first questions"), asked),
    )
    return tuple((label, f"✓ {text}" if is_done else text) for is_done, label, text in rows)


def _schedule(t: Translator, partnership: Partnership) -> str:
    if partnership.next_round_at:
        return t("The next round opens on {when}.", when=t.moment(partnership.next_round_at))
    if partnership.rhythm:
        return t("The schedule has stopped: nobody will be asked until you set it again or ask now.")
    if partnership.round:
        return t(
            "No more rounds are planned: after this round, nobody will be asked until you set a schedule or"
            " ask again."
        )
    return t("No rounds are planned yet: nobody will be asked until you set a schedule or ask now.")


def _ways(t: Translator, state: SetUp, say: SentenceBuilder, page: str) -> list[Part]:
    """Return what leads on: to sentences in a chat, to forms on a page."""
    invite = Button(
        t("Invite people"),
        say(InviteOrganisation()),
        "secondary" if state.has_enough_members else "primary",
    )
    preview = Button(t("See the first questions"), say(PreviewQuestions()))
    buttons = [invite] if state.has_asked else [invite, preview]
    if not page:
        if not state.is_planned:
            buttons.append(Button(t("Set how often to ask"), say(SetSchedule())))
        return [Buttons(tuple(buttons))]
    links = []
    if not state.is_planned:
        links.append(_form(t("Set how often to ask"), page, "rhythm", state))
    if not state.has_asked:
        links.append(_form(t("Ask the first questions"), page, "ask", state))
    return [Buttons(tuple(buttons)), *links]


def _form(label: str, page: str, name: str, state: SetUp) -> Link:
    return Link(label, f"{page}/form/{name}?partnership={state.partnership.id}")
