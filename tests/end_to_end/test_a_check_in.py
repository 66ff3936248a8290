"""A whole check-in in a real browser: a member answers on a phone, a coordinator closes, all see the
summary."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.end_to_end.demo import Demo, demo
from tests.support.chromium import CHROMIUM, MISSING, running_chromium_sync

PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 900}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


@pytest.fixture(scope="module")
def made_up() -> Iterator[Demo]:
    with demo(rounds=2) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running_chromium_sync() as running:
        yield running


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url("**/me/*")


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()
    page.wait_for_load_state()


def looks_well(page: Page) -> None:
    """Check that axe finds nothing, and that nothing scrolls sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_check_in_takes_six_clicks_from_question_to_summary(chromium: Browser, made_up: Demo) -> None:
    member = chromium.new_context(
        viewport=PHONE, java_script_enabled=False
    ).new_page()  # answering needs none
    come_in(member, made_up.member)
    looked_at = chromium.new_context(viewport=PHONE, storage_state=member.context.storage_state()).new_page()
    looked_at.goto(member.url)
    looks_well(looked_at)
    for label in ("Mostly", "Partly", "Can't say", "A little", "Fully"):
        press(member, label)
    looked_at.goto(member.url)
    looks_well(looked_at)
    member.get_by_role("textbox").first.fill("The shared office helps.")
    press(member, "Send")
    expect(member.get_by_role("heading", name="Thank you")).to_be_visible()
    looked_at.goto(member.url)
    looks_well(looked_at)

    press(member, "Partners do what they say they will do.")
    press(member, "Not at all")
    expect(member.get_by_role("heading", name="Thank you")).to_be_visible()

    watcher = chromium.new_context(viewport=LAPTOP).new_page()
    come_in(watcher, made_up.watcher)
    watcher.get_by_role("link", name="Harbour Together", exact=True).first.click()
    before = watcher.locator("article").count()

    coordinator = chromium.new_context(viewport=LAPTOP).new_page()
    come_in(coordinator, made_up.coordinator)
    coordinator.get_by_label("Type a command or choose below").fill("status")
    press(coordinator, "Send")
    looks_well(coordinator)
    press(coordinator, "Close this round")
    expect(coordinator.get_by_role("heading", name="Close this round now?")).to_be_visible()
    looks_well(coordinator)
    coordinator.get_by_role("button", name="Close this round", exact=True).first.click()
    coordinator.wait_for_load_state()
    expect(coordinator.get_by_role("heading", name="The round is closed")).to_be_visible()

    expect(watcher.locator("article")).to_have_count(before + 1)  # it comes by itself
    summary = watcher.locator("article").first
    expect(summary.get_by_role("heading", name="Harbour Together: round 3")).to_be_visible()
    chart = summary.locator("img")
    expect(chart).to_have_js_property("complete", value=True)
    assert chart.evaluate("image => image.naturalWidth") == 1440
    assert (chart.get_attribute("alt") or "").count("oldest first") == 3
    looks_well(watcher)
    watcher.set_viewport_size(PHONE)
    looks_well(watcher)
