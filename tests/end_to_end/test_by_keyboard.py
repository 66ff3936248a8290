"""A round from the first answer to its close by somebody who has only a keyboard: Tab, Enter and letters."""

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.demo import demo
from tests.support.chromium import CHROMIUM, MISSING, running_chromium_sync

MOST_STOPS = 150
FOCUSED = """() => {
    const element = document.activeElement
    return element === document.body ? "" : (element.labels?.[0]?.innerText || element.innerText).trim()
}"""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if passed[-1] == name:
            return
    pytest.fail(f"{name} is not reached by Tab, which passes {passed}")


def press(page: Page, name: str) -> None:
    """Press a button or a link, which leads to another page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def begins_at(page: Page, heading: str) -> None:
    """Check that the reader of a page begins at this heading, which has the focus once the page is drawn."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_focused()


def test_a_round_is_answered_changed_and_closed_by_keys_alone() -> None:
    with demo(rounds=2) as made_up, running_chromium_sync() as chromium:
        member = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
        member.goto(made_up.member)
        press(member, "Open my page")
        for answer in ("Mostly", "Partly", "Can't say", "A little", "Fully"):
            press(member, answer)
        begins_at(member, "Anything to add?")
        tab_to(member, "Your comment")
        member.keyboard.type("The shared office helps.")
        press(member, "Send")
        begins_at(member, "Thank you")
        press(member, "Partners do what they say they will do.")
        begins_at(member, "Partners do what they say they will do.")
        press(member, "Not at all")
        begins_at(member, "Thank you")

        coordinator = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
        coordinator.goto(made_up.coordinator)
        press(coordinator, "Open my page")
        words = coordinator.locator("label[for=words]").inner_text()
        tab_to(coordinator, words)
        coordinator.keyboard.type("status")
        with coordinator.expect_navigation():
            coordinator.keyboard.press("Enter")
        press(coordinator, "Close this round")
        expect(coordinator.get_by_role("heading", name="Close this round now?")).to_be_visible()
        press(coordinator, "Close this round")
        expect(coordinator.get_by_role("heading", name="The round is closed")).to_be_visible()
