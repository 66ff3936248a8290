"""Cards about e-mail, and e-mails about e-mail. Pure."""

from bot.core.cards import Button, Buttons, Card, Link, Part, Text, TextBox
from bot.core.email import MutedReason
from bot.core.i18n import Translator
from bot.language.commands import SetEmail
from bot.language.parser import format_command

ON, OFF = "on", "off"


def muted_text(t: Translator, reason: MutedReason) -> str:
    """Return a remark to show beside a name."""
    return t("wants no e-mail") if reason is MutedReason.OFF else t("e-mail does not arrive")


def cure(t: Translator, add: str) -> str:
    """Return what a lead can do if e-mail does not arrive; `add` is the sentence that gives a link."""
    return t(
        "Whom e-mail does not reach finds everything on their own page. Ask them to open it and say there: "
        "email <address>. If they cannot open it any more, say “{add}” to get a link to hand over.",
        add=add,
    )


def state(t: Translator, address: str, silence: MutedReason | None, used: bool) -> Card:
    """Show if a person gets e-mail, and how to change that. `address` is empty if they have given none."""
    parts: list[Part] = []
    if not address:
        parts.append(Text(t("I write to you on your page only.")))
    elif used:
        parts.append(Text(t("I write to you at {address}, and your page shows what waits.", address=address)))
    elif silence is MutedReason.RETURNED:
        parts.append(
            Text(t("E-mail to {address} does not arrive, so I write on your page only.", address=address))
        )
    else:
        parts.append(Text(t("I know your address {address}, and write on your page only.", address=address)))
    buttons = (
        [Button(t("Write to me by e-mail again"), format_command(SetEmail(ON)))]
        if address and not used
        else []
    )
    buttons += (
        [Button(t("No e-mail, and forget the address"), format_command(SetEmail(OFF)))] if address else []
    )
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    parts.append(address_box(t))
    return Card(t("Your e-mail"), tuple(parts))


def address_box(t: Translator) -> TextBox:
    return TextBox(t("Your e-mail address"), "email", t("Write to me there"), most=254)


def asked(t: Translator) -> Card:
    """Tell that a link is on its way. The address is not repeated, for pages keep the card."""
    words = t(
        "I have sent an e-mail to this address. Open the link in it in this browser: until then I write to "
        "you where I did before."
    )
    return Card(t("Please look into your mailbox"), (Text(words),))


def on(t: Translator) -> Card:
    words = t("From now on I write to you by e-mail. Your page goes on showing what waits.")
    return Card(t("Done"), (Text(words), Buttons((Button(t("No e-mail"), format_command(SetEmail(OFF))),))))


def off(t: Translator) -> Card:
    words = t(
        "I write you no more e-mail, and have deleted your address. Everything is on your page: look in from "
        "time to time. To have e-mail again say: email <address>"
    )
    return Card(t("Done"), (Text(words),))


def is_this_yours(t: Translator, path: str) -> Card:
    """Ask at an address that somebody gave as their own. It names nobody, for it may be a stranger's."""
    words = t(
        "Somebody who uses Accord asked to be written to at this address. If that was you, open the link in "
        "the browser in which you asked. If not, do nothing: then nothing more is sent here."
    )
    return Card(t("Is this your e-mail address?"), (Text(words), Link(t("Yes, write to me here"), path)))


def let_in(t: Translator) -> Card:
    words = t("You asked for a new link to your page. If it was not you, you can delete this e-mail.")
    return Card(t("Your new link"), (Text(words),))
