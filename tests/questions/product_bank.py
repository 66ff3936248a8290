"""The bank that Accord ships, for tests to ask and to break."""

from pathlib import Path

from bot.questions.loader import load_bank

PROMPTS = Path(__file__).parents[2] / "prompts"
FILES = {path.name: path.read_text(encoding="utf-8") for path in PROMPTS.glob("*.toml")}
BANK = load_bank(FILES)
