"""Makes the README's pictures anew, from the running product: python -m scripts.pictures"""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.end_to_end.demo import browser, demo

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
ROUNDS = 26


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo(ROUNDS) as made_up, browser() as chromium:
        phone = chromium.new_context(viewport={"width": 390, "height": 740}, device_scale_factor=2).new_page()
        come_in(phone, made_up.member)
        phone.get_by_role("button", name="Mostly", exact=True).first.click()
        phone.wait_for_url("**/check-in/*")
        phone.locator("main .card").first.screenshot(path=PICTURES / "question.png")

        laptop = chromium.new_context(viewport={"width": 820, "height": 1000}).new_page()
        come_in(laptop, made_up.coordinator)
        laptop.get_by_role("textbox").last.fill("close")
        laptop.get_by_role("button", name="Send", exact=True).last.click()
        laptop.wait_for_load_state()
        laptop.get_by_role("link", name="Harbour Together", exact=True).first.click()
        newest = laptop.locator("article").last
        expect(newest).to_contain_text(f"round {ROUNDS + 1}", timeout=30_000)
        expect(newest.locator("img")).to_have_js_property("complete", value=True, timeout=30_000)
        newest.screenshot(path=PICTURES / "summary.png")


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main button").first.click()
    page.wait_for_url("**/me/*")


if __name__ == "__main__":
    main()
