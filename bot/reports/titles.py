"""Titles of themes, in the reader's language. Pure."""

from bot.analysis.published import PublishedContent
from bot.core.i18n import Translator
from bot.questions.bank import QuestionBank


def theme_title(bank: QuestionBank, theme: str, t: Translator) -> str:
    found = bank.find_theme(theme)
    return found.title.in_language(t.code) if found else t("Your question")


def published_title(bank: QuestionBank, published: PublishedContent, theme: str, t: Translator) -> str:
    """Return the title of a theme as it was when the round closed. In a language that came later it is
    today's."""
    return published.titles.get(theme, {}).get(t.code) or theme_title(bank, theme, t)
