"""Cards for the person who added members. Pure."""

from collections.abc import Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Heading, Link, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.language import parser
from bot.language.commands import ListMembers
from bot.membership.invitations import AddedMember, HandoverLink


def added(t: Translator, added: AddedMember) -> Card:
    if added.way_in:
        return _link_to_hand_over(t, added, added.way_in)
    if added.by_name:
        return _asked_by_email(t, added)
    words = t(
        "We’ll ask {name} to confirm. Until they do, everyone sees them as invited for {organisation}.",
        name=added.name,
        organisation=added.organisation,
    )
    return Card(t("{name} was added", name=added.name), (Text(words),))


def added_together(t: Translator, many: int, refused: Sequence[str]) -> Card:
    """Show how many were added at once. `refused` are the reasons why others were not."""
    words = t.n("We’ll ask {n} person to confirm.", "We’ll ask {n} people to confirm.", many)
    parts: list[Part] = [Text(words)] if many else []
    parts += _not_added(t, refused)
    return Card(t("Added") if many else t("Nobody was added"), tuple(parts))


def under_way(t: Translator, done: int, everyone: int) -> Card:
    """Show how far adding many people is, before `added_together`."""
    so_far = t("{done} of {all} people so far.", done=done, all=everyone)
    words = so_far if done else t("This may take a while.")
    note = t("You can close this window. We’ll carry on, and nobody is asked twice.")
    return Card(t("Adding people"), (Text(words), SmallText(note)), private=True)


def interrupted(t: Translator, done: int, everyone: int) -> Card:
    """Say that adding many people stopped, and how to go on."""
    words = t("We added {done} of {all} people, then had to stop.", done=done, all=everyone)
    again = t("Open “Add everyone here” again to add the others. Nobody is asked twice.")
    return Card(t("Not everyone was added"), (Text(f"{words} {again}"),), private=True)


def nobody_listed(t: Translator) -> Card:
    why = t("Nobody was added, because we could not find out who these people are. Try again in a minute.")
    return Card(t("Not done"), (Text(why),), private=True, refused=True)


def out_of_reach(t: Translator, name: str) -> str:
    """Return why somebody in a shared channel cannot be added."""
    return t("{name}: their own workspace does not have Accord.", name=name or t("Someone"))


def added_several(t: Translator, cards: Sequence[Card], refused: Sequence[str]) -> Card:
    """Return one card of those for each of the people who were added, and why others were not."""
    title = t.n("{n} person was added", "{n} people were added", len(cards))
    parts = [part for card in cards for part in (Heading(card.title), *card.parts)]
    return Card(title, (*parts, *_not_added(t, refused)))


def _not_added(t: Translator, refused: Sequence[str]) -> list[Part]:
    return [Text(t("These were not added:")), BulletList(tuple(refused))] if refused else []


def _asked_by_email(t: Translator, added: AddedMember) -> Card:
    words = t(
        "We’ll email the address you gave and ask them to confirm. Until they do, everyone sees "
        "them as invited for {organisation}. Only you and they can see the address.",
        organisation=added.organisation,
    )
    note = t(
        "If the email does not arrive, type “{sentence}” to get a link to give them.", sentence=added.by_name
    )
    return Card(t("{name} was added", name=added.name), (Text(words), SmallText(note)))


def confirm_renewal(t: Translator, name: str, elsewhere: bool, renew_now: str) -> Card:
    """Ask whether to make a new sign-in link for a member. `elsewhere` says that they are in another
    partnership too; `renew_now` is the sentence that does it."""
    harm = t(
        "{name} will be signed out everywhere, and their old links will stop working. The messages on their"
        " page will be deleted. Their answers and their membership stay.",
        name=name,
    )
    if elsewhere:
        harm = t(
            "{name} is or was in another partnership too. The new link opens this one only, and "
            "their old links will not. Their answers and their membership stay.",
            name=name,
        )
    seen = t(
        "Anyone who opens the link can answer as {name}. So the list of members will show "
        "everyone that you made it, and we will tell {name}.",
        name=name,
    )
    buttons = (
        Button(t("Make a new sign-in link"), renew_now, "danger"),
        Button(t("Keep the old link"), parser.format_command(ListMembers())),
    )
    title = t("Make a new sign-in link for {name}?", name=name)
    return Card(title, (Text(harm), Text(seen), Buttons(buttons)))


def _link_to_hand_over(t: Translator, added: AddedMember, way_in: HandoverLink) -> Card:
    """Show the link for a member without a platform. Anybody who has it can act as that member."""
    name = added.name
    parts: list[Part] = [
        Text(t("Send this link only to {name}. Anyone who opens it can answer as them.", name=name)),
        Link(t("Link for {name}", name=name), way_in.path, one_time=True),
    ]
    title = t("Sign-in link for {name}", name=name)
    if way_in.was_in:
        words = t("The list of members now shows everyone that you made this link for {name}.", name=name)
        note = t("It works once, until {day}.", day=t.full_day(way_in.until))
        return Card(title, (*parts, Text(words), SmallText(note)))
    note = t(
        "It works once, until {day}. Until they confirm, everyone sees them as invited for {organisation}.",
        day=t.full_day(way_in.until),
        organisation=added.organisation,
    )
    return Card(title, (*parts, SmallText(note)))
