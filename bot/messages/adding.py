"""Cards for the person who added members. Pure."""

from collections.abc import Sequence

from bot.core.cards import BulletList, Card, Link, Part, SmallText, Text
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


def _link_to_hand_over(t: Translator, added: AddedMember, way_in: HandoverLink) -> Card:
    """Show the link for a member without a platform. Anybody who has it can act as that member."""
    name = added.name
    parts: list[Part] = [
        Text(t("Give this link to {name}, and to nobody else: whoever opens it speaks for them.", name=name)),
        Link(t("The link for {name}", name=name), way_in.path, one_time=True),
    ]
    if way_in.was_in:
        words = t(
            "The earlier ways in of {name} are closed, and they have to confirm again.",
            name=name,
        )
        parts.append(Text(words))
    note = t(
        "It works once, until {day}. Until they confirm they count as invited for {organisation}, and "
        "everybody can see that.",
        day=t.full_day(way_in.until),
        organisation=added.organisation,
    )
    return Card(t("The way in for {name}", name=name), (*parts, SmallText(note)))
