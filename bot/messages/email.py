"""Cards about e-mail, and e-mails about e-mail. Pure."""

from bot.core.cards import Button, Buttons, Card, Link, Part, Text, TextBox
from bot.core.email import MutedReason
from bot.core.i18n import Translator
from bot.language.commands import SetEmail
from bot.language.parser import format_command

ON, OFF = "on", "off"


def muted_text(t: Translator, reason: MutedReason) -> str:
    """Return a remark to show beside a name."""
    return t("does not want email") if reason is MutedReason.OFF else t("email does not arrive")


def cure(t: Translator, add: str) -> str:
    """Return what a lead can do if e-mail does not arrive; `add` is the sentence that gives a link."""
    return t(
        "People we cannot email can still use their own page. Ask them to open it and type "
        "there: email name@example.com. If they cannot open it, type “{add}” to get a link to "
        "give them.",
        add=add,
    )


def state(t: Translator, address: str, silence: MutedReason | None, used: bool) -> Card:
    """Show if a person gets e-mail, and how to change that. `address` is empty if they have given none."""
    parts: list[Part] = []
    if not address:
        parts.append(Text(t("We write to you on your page only.")))
    elif used:
        parts.append(
            Text(
                t("We email you at {address}. Your page also shows what is waiting for you.", address=address)
            )
        )
    elif silence is MutedReason.RETURNED:
        parts.append(
            Text(
                t(
                    "Email to {address} does not arrive, so we write to you on your page only.",
                    address=address,
                )
            )
        )
    else:
        parts.append(
            Text(t("We have your address {address}, but we write to you on your page only.", address=address))
        )
    buttons = [Button(t("Email me again"), format_command(SetEmail(ON)))] if address and not used else []
    buttons += (
        [Button(t("Stop emails and delete my address"), format_command(SetEmail(OFF)))] if address else []
    )
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    parts.append(address_box(t))
    return Card(t("Your email"), tuple(parts))


def address_box(t: Translator) -> TextBox:
    return TextBox(t("Your email address"), "email", t("Use this address"), most=254)


def asked(t: Translator) -> Card:
    """Tell that a link is on its way. The address is not repeated, for pages keep the card."""
    words = t(
        "We’ve sent an email to this address. Open the link in it in this browser. Until you do, "
        "we’ll write to you where we did before."
    )
    return Card(t("Check your email"), (Text(words),))


def on(t: Translator) -> Card:
    words = t("We’ll email you from now on. Your page still shows what is waiting for you.")
    return Card(t("Done"), (Text(words), Buttons((Button(t("Stop emails"), format_command(SetEmail(OFF))),))))


def off(t: Translator) -> Card:
    words = t(
        "We’ve stopped emailing you and deleted your address. Everything is on your page, so "
        "look at it from time to time. To get emails again, type: email name@example.com"
    )
    return Card(t("Done"), (Text(words),))


def is_this_yours(t: Translator, path: str) -> Card:
    """Ask at an address that somebody gave as their own. It names nobody, for it may be a stranger's."""
    words = t(
        "Someone who uses Accord asked us to email them at this address. If it was you, open the "
        "link in the browser where you asked. If it was not you, do nothing and we will send "
        "nothing more."
    )
    return Card(t("Is this your email address?"), (Text(words), Link(t("Yes, email me here"), path)))


def let_in(t: Translator) -> Card:
    words = t("You asked for a new link to your page. If it was not you, you can delete this email.")
    return Card(t("Your new link"), (Text(words),))
