"""Charts in a real browser: by pointer, touch and keys, light and dark, on paper, and without the script."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from bot.core.cards import Chart, Panel, Point
from storage.web_inbox import SqlWebInbox
from tests.adapters.test_charts import SHOWN
from tests.adapters.web.figures_app import figures
from tests.adapters.web.scripted_bot import ScriptedBot
from tests.support.chromium import CHROMIUM, MISSING

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)

COLOUR = "it => getComputedStyle(it).fill"
HINT = "Point at or tap a mark to read its numbers."
NEWEST = "Trust, 21 December 2026: 3.0, range 2.7 to 3.3, 12 of 16 gave a score. Lower than usual."
BEFORE = "Trust, 7 December 2026: 2.9, range 2.6 to 3.2, 12 of 16 gave a score. Lower than usual."
OLDEST = "Trust, 5 January 2026: 3.9, range 3.6 to 4.2, 12 of 16 gave a score. Usual ups and downs."


def with_ranges(panel: Panel) -> Panel:
    return replace(panel, points=tuple(with_range(point) for point in panel.points))


def with_range(point: Point) -> Point:
    assert point.value is not None
    low, high = round(point.value - 0.3, 1), round(point.value + 0.3, 1)
    return replace(point, low=low, high=high, scored=12, invited=16)


FALLING = replace(SHOWN["falling"], panels=tuple(map(with_ranges, SHOWN["falling"].panels)))
ANSWERS = replace(SHOWN["answers"], bars=tuple(replace(bar, invited=40) for bar in SHOWN["answers"].bars))
NOTED = replace(SHOWN["noted"], title="Trust has fallen, and what was noted")
LONG = replace(
    FALLING,
    title="Everything that a mark can say",
    panels=tuple(
        replace(panel, title="Shared purpose", points=tuple(replace(at, hollow=True) for at in panel.points))
        for panel in FALLING.panels
    ),
)
EVERY_KIND: Sequence[Chart] = (FALLING, LONG, NOTED, SHOWN["gap"], SHOWN["outcomes"], ANSWERS)
SMALL: Sequence[Chart] = (SHOWN["few"], SHOWN["gap"], SHOWN["outcomes"], ANSWERS)


def line(page: Page, place: int = 0) -> Locator:
    return page.locator(".mark-text").nth(place)


async def point_at(page: Page, panel: int, mark: int) -> tuple[float, float]:
    """Return where a mark of the chart that is seen stands."""
    series = page.locator("svg:visible").first.locator(".series").nth(panel)
    box = await series.locator("xpath=*").nth(mark).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_marks_are_read_with_the_keyboard(
    bot: ScriptedBot, inbox: SqlWebInbox, chromium: Browser
) -> None:
    async with figures(bot, inbox, [FALLING]) as address:
        page = await chromium.new_page()
        await page.goto(address)
        slider = page.get_by_role("slider", name=f"Marks in the chart: {FALLING.title}")
        await page.keyboard.press("Tab")
        await expect(slider).to_be_focused()
        assert "solid 3px" in await slider.evaluate("it => getComputedStyle(it).outline")
        seen = [await line(page).inner_text()]
        for key in ("ArrowLeft", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "End"):
            await page.keyboard.press(key)
            seen.append(await line(page).inner_text())
            assert await slider.get_attribute("aria-valuetext") == seen[-1]
            assert await page.locator("svg:visible .shown").count() == 1
        assert (seen[0], seen[1], seen[5]) == (NEWEST, BEFORE, OLDEST)
        assert [words.partition(":")[0] for words in (*seen[2:5], seen[6])] == [
            "Shared purpose, 7 December 2026",
            "Power balance, 7 December 2026",
            "Shared purpose, 7 December 2026",
            "Power balance, 21 December 2026",
        ]
        # The slider says it: a screen reader must not hear it twice.
        assert await line(page).get_attribute("aria-live") == "off"
        await page.keyboard.press("Escape")
        await expect(line(page)).to_have_text(HINT)
        await expect(slider).not_to_be_focused()
        await page.keyboard.press("Tab")
        await expect(page.locator("summary")).to_be_focused()


async def test_a_pointer_reads_the_nearest_mark_of_the_panel_it_is_in(
    bot: ScriptedBot, inbox: SqlWebInbox, chromium: Browser
) -> None:
    async with figures(bot, inbox, [FALLING]) as address:
        page = await chromium.new_page()
        await page.goto(address)
        x, y = await point_at(page, 0, 24)
        await page.mouse.move(x + 4, y + 30)
        await expect(line(page)).to_have_text(BEFORE)
        assert await line(page).get_attribute("aria-live") == "polite"
        x, y = await point_at(page, 1, 24)
        await page.mouse.move(x - 4, y)
        await expect(line(page)).to_contain_text("Shared purpose, 7 December 2026")
        await page.mouse.move(1, 1)
        await expect(line(page)).to_have_text(HINT)
        assert await page.locator(".shown").count() == 0


async def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Move a finger in ten steps."""
    session = await page.context.new_cdp_session(page)

    async def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    await touch("touchStart", start)
    for tenth in range(1, 11):
        x, y = (a + (b - a) * tenth / 10 for a, b in zip(start, end, strict=True))
        await touch("touchMove", (x, y))
    await touch("touchEnd")


async def test_a_finger_reads_a_mark_on_a_telephone_and_it_stays(
    bot: ScriptedBot, inbox: SqlWebInbox, chromium: Browser
) -> None:
    async with figures(bot, inbox, [FALLING]) as address:
        phone = await chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
        page = await phone.new_page()
        await page.goto(address)
        assert await page.locator("svg:visible").get_attribute("class") == "narrow-chart"
        x, y = await point_at(page, 0, 24)
        await page.touchscreen.tap(x, y)
        await expect(line(page)).to_have_text(BEFORE)
        oldest, _ = await point_at(page, 0, 0)
        await drag(page, (x, y), (oldest, y))
        await expect(line(page)).to_have_text(OLDEST)
        await drag(page, (x, y), (x, y - 100))
        assert await page.evaluate("window.scrollY") > 0


async def test_nothing_moves_while_marks_are_read(
    bot: ScriptedBot, inbox: SqlWebInbox, chromium: Browser
) -> None:
    height = "document.documentElement.scrollHeight"
    async with figures(bot, inbox, EVERY_KIND) as address:
        page = await chromium.new_page()
        await page.goto(address)
        for width in (320, 520, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            before = await page.evaluate(height)
            for slider in await page.get_by_role("slider").all():
                for key in ("Home", "ArrowRight", "End"):
                    await slider.press(key)
                    assert await page.evaluate(height) == before
                await slider.blur()


async def test_charts_have_no_violation_in_any_size_and_colour(
    bot: ScriptedBot, inbox: SqlWebInbox, chromium: Browser
) -> None:
    async with figures(bot, inbox, SMALL) as address:
        page = await chromium.new_page()
        troubles: list[str] = []
        page.on(
            "console", lambda message: troubles.append(message.text) if "Policy" in message.text else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        letters = []
        for width in (320, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                await page.goto(address)
                await page.get_by_role("slider").first.focus()
                await page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
                found = await Axe().run(page)
                assert found.violations_count == 0, f"{width} {scheme}: {found.generate_report()}"
                assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
                letters.append(await page.locator("svg:visible text[font-weight]").first.evaluate(COLOUR))
        assert letters == ["rgb(33, 43, 50)", "rgb(232, 237, 238)"] * 2
        assert troubles == []
        await page.emulate_media(forced_colors="active", color_scheme="light")
        paper = await page.locator(".plot").first.evaluate("it => getComputedStyle(it).backgroundColor")
        assert (paper, await page.locator("svg:visible text[font-weight]").first.evaluate(COLOUR)) == (
            "rgb(255, 255, 255)",
            "rgb(33, 43, 50)",
        )
        await page.emulate_media(media="print", color_scheme="dark")
        assert await page.locator("svg:visible text[font-weight]").first.evaluate(COLOUR) == "rgb(33, 43, 50)"
        assert await page.locator("input:visible, .mark-text:visible").count() == 0


async def test_without_the_script_marks_have_tooltips_and_the_numbers_a_table(
    bot: ScriptedBot, inbox: SqlWebInbox, chromium: Browser
) -> None:
    async with figures(bot, inbox, [FALLING]) as address:
        plain = await chromium.new_context(java_script_enabled=False)
        page = await plain.new_page()
        await page.goto(address)
        assert await page.locator("svg:visible .series title").nth(25).text_content() == NEWEST
        assert await page.get_by_role("slider").count() == 0
        await page.locator("summary").click()
        row = page.get_by_role("row", name="21 December 2026").first
        assert await row.get_by_role("cell").all_inner_texts() == [
            "3.0", "2.7 to 3.3", "12 of 16", "Lower than usual",
        ]  # fmt: skip
