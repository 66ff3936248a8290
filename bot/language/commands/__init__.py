"""The commands that sentences can mean, each a frozen dataclass. Pure.

The fields have the names of the placeholders in `sentences/`. Every field is text as it was typed, and
empty if an optional part was left out.
"""

from bot.language.commands.account import *
from bot.language.commands.answering import *
from bot.language.commands.command import *
from bot.language.commands.followups import *
from bot.language.commands.membership import *
from bot.language.commands.outcomes import *
from bot.language.commands.partnership import *
from bot.language.commands.rounds import *
from bot.language.commands.schedule import *
from bot.language.commands.sharing import *
