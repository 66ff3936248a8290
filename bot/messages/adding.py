"""Cards for the person who added members. Pure."""

from collections.abc import Sequence

from bot.core.cards import BulletList, Button, Buttons, Card, Link, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.membership.invitations import AddedMember, HandoverLink


def added(t: Translator, added: AddedMember) -> Card:
    if added.way_in:
        return _link_to_hand_over(t, added, added.way_in)
    if added.by_name:
        return _asked_by_email(t, added)
    words = t(
        "I ask {name} to confirm. Until then they count as invited for {organisation}, and everybody "
        "can see that.",
        name=added.name,
        organisation=added.organisation,
    )
    return Card(t("{name} was added", name=added.name), (Text(words),))


def added_together(t: Translator, many: int, refused: Sequence[str]) -> Card:
    """Show how many were added at once. `refused` are the reasons why others were not."""
    words = t.n("I ask {n} person to confirm.", "I ask {n} people to confirm.", many)
    parts: list[Part] = [Text(words)] if many else []
    if refused:
        parts += [Text(t("These were not added:")), BulletList(tuple(refused))]
    return Card(t("Added") if many else t("Nobody was added"), tuple(parts))


def _asked_by_email(t: Translator, added: AddedMember) -> Card:
    words = t(
        "I write to the address that you gave and ask them to confirm. Until then they count as invited for "
        "{organisation}, and everybody can see that. Nobody but you and they see the address.",
        organisation=added.organisation,
    )
    note = t(
        "If the e-mail does not arrive, say “{sentence}” to get a link to hand over.", sentence=added.by_name
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
            "{name} is or was in another partnership too. The new link opens this one only, and the old way"
            " in will not open it any more. Their answers and their membership stay.",
            name=name,
        )
    seen = t(
        "Anyone who opens the link can answer as {name}. So the list of members will show everybody that you"
        " made it, and we will tell {name}.",
        name=name,
    )
    button = Button(t("Make a new sign-in link"), renew_now, "danger")
    title = t("Make a new sign-in link for {name}?", name=name)
    return Card(title, (Text(harm), Text(seen), Buttons((button,))))


def _link_to_hand_over(t: Translator, added: AddedMember, way_in: HandoverLink) -> Card:
    """Show the link for a member without a platform. Anybody who has it can act as that member."""
    name = added.name
    parts: list[Part] = [
        Text(t("Give this link to {name}, and to nobody else: whoever opens it speaks for them.", name=name)),
        Link(t("The link for {name}", name=name), way_in.path, one_time=True),
    ]
    title = t("The way in for {name}", name=name)
    if way_in.was_in:
        words = t("The list of members now shows everybody that you made this link for {name}.", name=name)
        note = t("It works once, until {day}.", day=t.full_day(way_in.until))
        return Card(title, (*parts, Text(words), SmallText(note)))
    note = t(
        "It works once, until {day}. Until they confirm they count as invited for {organisation}, and "
        "everybody can see that.",
        day=t.full_day(way_in.until),
        organisation=added.organisation,
    )
    return Card(title, (*parts, SmallText(note)))
