"""The sentences about share links. Pure."""

from bot.core.i18n import N_
from bot.language import commands as c
from bot.language.sentences.sentence import LEAD, MEMBER, Sentence

SHARING = (
    # A name in quotation marks may hold any word; forms and buttons write it so.
    Sentence(
        'share the hub with "<name...>" [until <date...>] [showing <parts...>]',
        c.ShareHub,
        LEAD,
        N_("Share results with a board or a funder"),
        (N_('share the hub with "the May board" until 3 June'),),
        form="share",
    ),
    Sentence(
        "share the hub with <name...> [until <date...>] [showing <parts...>]",
        c.ShareHubUnquoted,
        LEAD,
        aliases=N_(
            "share hub with {name} [until {date}] [showing {parts}]"
            "|share results with {name} [until {date}] [showing {parts}]"
        ),
    ),
    Sentence(
        "share links",
        c.ListShares,
        MEMBER,
        N_("See who your results are shared with"),
        ("share links",),
        aliases=N_("share link|shared links|sharing|shares"),
        pressable=True,
    ),
    Sentence(
        "stop sharing <n>",
        c.StopSharing,
        LEAD,
        N_("Stop a share link"),
        ("stop sharing 2",),
        aliases=N_("stop share link {n}"),
        confirmed=True,
    ),
)
