"""The revision of everything in a file but the results: a file changes with it, although results do not.
Pure."""

import json
from functools import lru_cache
from hashlib import sha256

from bot.questions.bank import QuestionBank
from bot.reports.dataset.columns import row_schema
from bot.reports.dataset.layouts import RESULTS
from bot.settings import DataTerms

LENGTH = 12


@lru_cache(8)
def files_revision(bank: QuestionBank, terms: DataTerms, public_url: str) -> str:
    """Return letters and digits that are the same for as long as the texts of questions, the columns, the
    terms and the address of the service are."""
    texts = {
        ref: [question.text.in_language("en"), question.construct]
        for ref, question in bank.by_reference.items()
    }
    known = [texts, row_schema(RESULTS), terms.publisher, terms.licence, public_url]
    return sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:LENGTH]
