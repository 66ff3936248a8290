"""All sentences that Accord understands, in one table. Help, buttons and each platform's lists come from it.
Pure.

`sentence.py` explains a row. A sentence is read as the first row that it fits.
"""

from bot.core.i18n import N_
from bot.language.sentences.followups import ACTIONS, OUTCOMES
from bot.language.sentences.people import ACCOUNT, PARTNERSHIP
from bot.language.sentences.rounds import ANSWERING, ASKING, RESULTS, TYPED_ANSWER
from bot.language.sentences.sentence import Rank, Sentence
from bot.language.sentences.sharing import SHARING

__all__ = ["SENTENCES", "TOPICS", "Rank", "Sentence"]

TOPICS: dict[str, tuple[Sentence, ...]] = {
    N_("Answering"): ANSWERING,
    N_("Results"): RESULTS,
    N_("Asking"): ASKING,
    N_("Actions and notes"): ACTIONS,
    N_("Shared outcomes"): OUTCOMES,
    N_("The partnership"): (*PARTNERSHIP, *SHARING),
    N_("You"): ACCOUNT,
}

SENTENCES = (*(sentence for topic in TOPICS.values() for sentence in topic), TYPED_ANSWER)
