#!/usr/bin/env python3
"""viewer.py FOLDER: how the pages FOLDER/{maps,odd/maps,persian}/index.html behave in a headless
Chromium. viewer.py FOLDER AXE: what axe-core, in the file axe.min.js, says of them and of FOLDER/
{paper,russian}. The series of the small project, in maps, has four maps in the view "whole" and two in
"south"."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from browser import Browser  # noqa: E402

WHOLE = ["2020-03-01", "2020-03-12", "2021-05-31", "2022-01-01"]
SHOWN = """[...document.querySelectorAll('.view .map')].filter((map) => map.checkVisibility())
           .map((map) => map.parentElement.dataset.view + '/' + map.dataset.date)"""


class Wrong(Exception):
    pass


def demand(is_so, what):
    if not is_so:
        raise Wrong(what)


class Page:
    """A page of the series in a browser."""

    def __init__(self, browser, folder):
        self.browser, self.folder = browser, folder

    def load(self, series="maps", hash=""):
        self.browser.open("about:blank")
        self.browser.open(f"file://{self.folder}/{series}/index.html{hash}")
        demand(self.browser.wait("document.readyState === 'complete'"), "the page does not load")

    def shows(self, *maps):
        """Waits until just these maps are shown, with their pictures."""
        wanted = "[" + ",".join(f"'{one}'" for one in maps) + "]"
        is_so = self.browser.wait(f"JSON.stringify({SHOWN}) === JSON.stringify({wanted}) && "
                                  "[...document.querySelectorAll('.map img')].every((img) => "
                                  "!img.checkVisibility() || img.naturalWidth > 0)")
        demand(is_so, f"{self.browser.run('return ' + SHOWN)} is shown instead of {maps}")

    def value(self, expression):
        return self.browser.run(f"return {expression}")

    def equals(self, expression, wanted):
        found = self.value(expression)
        demand(found == wanted, f"{expression} is {found!r} and not {wanted!r}")

    def focus(self, selector):
        self.browser.run("document.querySelector(arguments[0]).focus()", selector)


# ---- what a reader does


def check_start(page):
    page.load()
    page.shows("whole/2020-03-01")
    page.equals("document.querySelector('#date').max", "3")
    page.equals("document.querySelectorAll('.ticks span').length", 4)
    page.equals("document.querySelector('#date').getAttribute('aria-valuetext')", "1 March 2020")
    page.equals("location.hash", "")
    page.equals("document.querySelector('.map.is-current img').alt.startsWith('Map of whole on 1 March 2020.')", True)


def check_buttons(page):
    page.load()
    page.browser.click("#previous")
    page.shows("whole/2020-03-01")
    page.equals("document.querySelector('#previous').getAttribute('aria-disabled')", "true")
    for date in WHOLE[1:]:
        page.browser.click("#next")
        page.shows(f"whole/{date}")
        page.equals("location.hash", f"#{date}")
    page.equals("document.querySelector('#next').getAttribute('aria-disabled')", "true")
    page.equals("document.querySelector('#previous').getAttribute('aria-disabled')", "false")
    page.equals("document.querySelector('#date').value", "3")


def check_keys(page):
    page.load()
    for key, date in (("ArrowRight", WHOLE[1]), ("ArrowRight", WHOLE[2]), ("ArrowLeft", WHOLE[1]),
                      ("End", WHOLE[3]), ("ArrowRight", WHOLE[3]), ("Home", WHOLE[0]), ("ArrowLeft", WHOLE[0])):
        page.browser.press(key)
        page.shows(f"whole/{date}")
    demand("Arrow keys" in page.value("document.querySelector('#keys').innerText"), "the keys are not told")


def check_slider(page):
    """The slider has keys of its own: one step, not two; a click goes where it is."""
    page.load()
    page.focus("#date")
    for key, date in (("ArrowRight", WHOLE[1]), ("ArrowRight", WHOLE[2]), ("ArrowLeft", WHOLE[1]), ("End", WHOLE[3])):
        page.browser.press(key)
        page.shows(f"whole/{date}")
    page.load()
    page.browser.run("const slider = document.querySelector('#date'); slider.value = 2;"
                     "slider.dispatchEvent(new Event('input', { bubbles: true }))")
    page.shows(f"whole/{WHOLE[2]}")
    # The tick of each map stands under the middle of the thumb.
    page.load()
    box = page.value("(({ left, width, top, height }) => [left, width, top + height / 2])"
                     "(document.querySelector('#date').getBoundingClientRect())")
    for i, date in enumerate(WHOLE):
        x = page.value(f"document.querySelectorAll('.ticks span')[{i}].getBoundingClientRect().left")
        for kind in ("mousePressed", "mouseReleased"):
            page.browser.tell("Input.dispatchMouseEvent", type=kind, x=x, y=box[2], button="left", clickCount=1)
        page.shows(f"whole/{date}")


def check_addresses(page):
    for hash, wanted in (("#2021-05-31", "whole/2021-05-31"), ("#south/2022-01-01", "south/2022-01-01"),
                         ("#whole/2020-03-12", "whole/2020-03-12"), ("#south", "south/2021-05-31"),
                         # The map that holds on a day without a change; the first before all.
                         ("#2020-12-24", "whole/2020-03-12"), ("#1990-01-01", "whole/2020-03-01"),
                         # What means nothing is the start of the page.
                         ("#east/2022-01-01", "whole/2020-03-01"), ("#%", "whole/2020-03-01")):
        page.load(hash=hash)
        page.shows(wanted)
        page.equals("scrollY", 0)
        page.equals("location.hash", hash)
    # Moving leaves no trail.
    page.load()
    before = page.browser.page_before()
    page.browser.click("#next")
    page.shows("whole/2020-03-12")
    demand(page.browser.page_before() == before, "moving adds to the history")
    page.browser.run("location.hash = '#south/2022-01-01'")
    page.shows("south/2022-01-01")
    page.equals("document.querySelector('#views :checked').value", "south")
    page.browser.run("history.back()")
    page.shows("whole/2020-03-12")


def check_views(page):
    page.load(hash="#2022-01-01")
    page.shows("whole/2022-01-01")
    page.browser.click("#views label:nth-of-type(2)")
    page.shows("south/2022-01-01")
    page.equals("location.hash", "#south/2022-01-01")
    page.equals("document.querySelector('#date').max", "1")
    page.browser.click("#views label:nth-of-type(1)")
    page.shows("whole/2022-01-01")
    # Keys belong to what has the focus.
    page.focus("#views :checked")
    page.browser.press("ArrowRight")
    page.shows("south/2022-01-01")
    page.focus("#speed")
    page.browser.press("Home")
    page.shows("south/2022-01-01")


def play_slowly(page):
    """From now on each map has an hour: the first stays for as long as a busy machine takes to look.
    What is to be done later is in the page's `waiting`."""
    page.browser.run("""document.querySelector('#speed').append(new Option('', 3600000, true, true));
        window.waiting = new Set();
        const [set, clear] = [setTimeout, clearTimeout];
        window.setTimeout = (run, after) => {
            const id = set(() => { waiting.delete(id); run(); }, after);
            waiting.add(id);
            return id;
        };
        window.clearTimeout = (id) => { waiting.delete(id); clear(id); }""")


def check_play(page):
    page.load()
    page.browser.run("document.querySelector('#speed').value = 375")
    page.browser.run("""window.seen = new Set(); window.offered = [];
        new MutationObserver(() => seen.add(document.querySelector('.map.is-current').dataset.date))
            .observe(document.querySelector('#stage'), { subtree: true, attributes: true });
        new MutationObserver(() => offered.push(document.querySelector('#play').innerText.trim()))
            .observe(document.querySelector('#play'), { attributes: true })""")
    page.browser.click("#play")
    page.shows(f"whole/{WHOLE[3]}")
    demand(page.browser.wait("document.querySelector('#play').innerText.trim() === 'Play'"), "it plays on at the end")
    page.equals("offered.join()", "Pause,Play")
    page.equals("[...seen].join()", ",".join(WHOLE))
    # From the end it starts anew; the space bar stops it and it stays.
    page.browser.run("document.activeElement.blur()")
    play_slowly(page)
    page.browser.press("Space")
    page.shows(f"whole/{WHOLE[0]}")
    page.equals("document.querySelector('#play').innerText.trim()", "Pause")
    page.browser.press("Space")
    page.equals("document.querySelector('#play').innerText.trim()", "Play")
    page.equals("scrollY", 0)
    demand(page.browser.wait("waiting.size === 0"), "it plays on when it is stopped")
    page.shows(f"whole/{WHOLE[0]}")


def check_words(page):
    """What is said aloud is the date and the caption that is shown, and not while it plays."""
    page.load(hash="#2020-03-12")
    page.browser.press("ArrowRight")
    page.shows("whole/2021-05-31")
    caption = page.value("document.querySelector('.map.is-current .caption').textContent")
    demand("The southeast" in caption, caption)
    page.equals("document.querySelector('#said').textContent", f"31 May 2021. {caption}")
    page.equals("document.querySelector('#said').getAttribute('aria-live')", "polite")
    demand("Two's gazette (2021-06)" in page.value("document.querySelector('.map.is-current .sources').innerText"),
           "the source is not shown")
    page.browser.press("Home")
    play_slowly(page)
    page.browser.click("#play")
    page.equals("document.querySelector('#said').getAttribute('aria-live')", "off")


def check_compare(page):
    page.load(hash="#2021-05-31")
    page.shows("whole/2021-05-31")
    page.browser.click("#compare")
    other = "document.querySelector('#other .map')"
    demand(page.browser.wait(f"{other} && {other}.checkVisibility()"), "no second map")
    page.equals(f"{other}.dataset.date", "2020-03-12")
    page.equals("location.hash", "#2021-05-31,2020-03-12")
    page.browser.click("#next")
    page.shows("whole/2022-01-01")
    page.equals(f"{other}.dataset.date", "2020-03-12")
    page.browser.run("const choice = document.querySelector('#other-date'); choice.value = 0;"
                     "choice.dispatchEvent(new Event('change'))")
    page.equals(f"{other}.dataset.date", "2020-03-01")
    page.equals("location.hash", "#2022-01-01,2020-03-01")
    left, right = page.value("['#other img', '.view .map.is-current img'].map((picture) =>"
                             "document.querySelector(picture).getBoundingClientRect().toJSON())")
    demand(left["right"] <= right["left"] and abs(left["width"] - right["width"]) < 1 and left["width"] > 300,
           "the maps are not side by side")
    page.browser.click("#compare")
    page.equals(other, None)
    page.equals("location.hash", "#2022-01-01")
    page.load(hash="#whole/2022-01-01,2020-03-12")
    page.shows("whole/2022-01-01")
    page.equals(f"{other}.dataset.date", "2020-03-12")


def check_figures(page):
    """The numbers beside the curves are those of the table on the day; the line stands there."""
    page.load(hash="#2020-03-12")
    page.shows("whole/2020-03-12")
    page.equals("[...document.querySelectorAll('.key li')].map((one) => one.textContent)",
                ["Side One1,891", "Side Two1,902", "Contested or not known0"])
    first = page.value("document.querySelector('.cursor').getBoundingClientRect().left")
    page.browser.click("#next")
    page.shows("whole/2021-05-31")
    page.equals("document.querySelector('.key b').textContent", "3,793")
    demand(page.value("document.querySelector('.cursor').getBoundingClientRect().left") > first + 100,
           "the line has not moved")
    # A click on the curves goes to the map of that time.
    box = page.value("(document.querySelector('.plot').scrollIntoView({ block: 'center' }),"
                     "document.querySelector('.plot').getBoundingClientRect().toJSON())")
    for kind in ("mousePressed", "mouseReleased"):
        page.browser.tell("Input.dispatchMouseEvent", type=kind, x=box["left"] + 0.3 * box["width"],
                          y=box["top"] + 20, button="left", clickCount=1)
    page.shows("whole/2020-03-12")


def check_swipes(page):
    page.load()
    page.shows("whole/2020-03-01")
    page.browser.swipe((600, 400), (300, 410))
    page.shows("whole/2020-03-12")
    page.browser.swipe((300, 400), (600, 410))
    page.shows("whole/2020-03-01")
    page.browser.swipe((300, 300), (330, 600))
    page.shows("whole/2020-03-01")


# ---- where it is read


def check_widths(page):
    """Nothing sticks out to the side, down to 320 pixels (WCAG 2.2, success criterion 1.4.10: 1280
    pixels at 400 %), and the map is whole in the window of a desktop."""
    for width in (320, 375, 640, 768, 1280, 1920):
        page.browser.size(width, 800)
        page.load(hash="#2021-05-31,2020-03-01" if width % 3 else "#2021-05-31")
        page.shows("whole/2021-05-31")
        page.equals("document.documentElement.scrollWidth", width)
    page.browser.size(1280, 800)
    page.load()
    page.shows("whole/2020-03-01")
    box = page.value("document.querySelector('.map.is-current img').getBoundingClientRect().toJSON()")
    demand(box["bottom"] <= 800 and box["width"] > 800, f"the map has no room: {box}")


def check_print(page):
    page.load(hash="#2021-05-31")
    page.shows("whole/2021-05-31")
    page.browser.media("print", "dark")
    page.shows("whole/2021-05-31")
    for part, is_shown in ((".map.is-current .caption", True), (".map.is-current .sources", True),
                           ("h1", True), ("#controls", False), (".map.is-current .files", False), ("#chart", False)):
        page.equals(f"document.querySelector('{part}').checkVisibility()", is_shown)
    page.equals("getComputedStyle(document.body).backgroundColor", "rgb(255, 255, 255)")


def check_mirrored(page):
    page.load("persian")
    demand(page.browser.wait("document.querySelectorAll('.ticks span').length >= 2"), "too few maps to tell")
    page.equals("document.querySelector('#previous').getBoundingClientRect().left > "
                "document.querySelector('#next').getBoundingClientRect().left", True)
    page.browser.press("ArrowLeft")
    demand(page.browser.wait("document.querySelector('#date').value === '1'"), "the left key goes not ahead")
    page.focus("#date")
    page.browser.press("ArrowRight")
    demand(page.browser.wait("document.querySelector('#date').value === '0'"), "the right key goes not back")
    x = page.value("[0, 1].map((i) => document.querySelectorAll('.ticks span')[i].getBoundingClientRect().left)")
    demand(x[0] > x[1], "the ticks are not mirrored")


def check_odd_names(page):
    page.load("odd/maps")
    page.shows("whole/2020-03-01")
    page.equals("document.title", '</title><script>odd()</script> "Four" & {{style}}')
    page.equals("document.querySelectorAll('#views label')[1].textContent", '<b>"South" & co')
    page.browser.click("#views label:nth-of-type(2)")
    page.shows("south/2021-05-31")


def check_without_script(page):
    """The list: every map in order with its words; addresses lead down it."""
    page.browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.load(hash="#south/2022-01-01")
        page.equals(SHOWN, [f"whole/{date}" for date in WHOLE] + ["south/2021-05-31", "south/2022-01-01"])
        page.equals("document.querySelector('#controls').checkVisibility()", False)
        demand(page.value("scrollY") > 1000, "the address does not lead down the list")
        for part in ("img[alt]", ".caption", ".sources", ".files a"):
            page.equals(f"[...document.querySelectorAll('.map')].every((map) => "
                        f"map.querySelector('{part}').checkVisibility())", True)
        page.equals("document.querySelector('.plot svg').checkVisibility()", True)
        demand(page.browser.wait("document.querySelector('[id=\"south/2022-01-01\"] img').naturalWidth > 0"),
               "no picture")
    finally:
        page.browser.tell("Emulation.setScriptExecutionDisabled", value=False)


# ---- who reads it


def violations(page, axe):
    page.browser.run(axe)
    found = page.browser.run("return axe.run(document, { resultTypes: ['violations'] })")
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def check_accessibility(page, axe):
    for series, hash, scheme, width in (
            ("maps", "#2021-05-31", "light", 1280), ("maps", "#2021-05-31", "dark", 1280),
            ("maps", "#2021-05-31,2020-03-01", "light", 1280), ("maps", "#2021-05-31,2020-03-01", "dark", 375),
            ("maps", "", "light", 375), ("persian", "", "light", 1280), ("russian", "", "dark", 1280),
            ("paper", "", "light", 1280)):
        page.browser.size(width, 800)
        page.browser.media(scheme=scheme)
        page.load(series, hash)
        demand(page.browser.wait("document.querySelector('.map.is-current')"), "no map is shown")
        page.browser.run("document.querySelector('details').open = true")
        found = violations(page, axe)
        demand(not found, f"axe, {series}{hash}, {scheme}, {width} px: " + "; ".join(found))


def check_accessibility_of_list(page, axe):
    page.load()
    page.browser.run("document.documentElement.className = '';"
                     "document.querySelector('#controls').hidden = document.querySelector('#keys').hidden = true")
    found = violations(page, axe)
    demand(not found, "axe, without script: " + "; ".join(found))


def check_focus(page):
    """Each thing that the Tab key reaches shows that it is reached."""
    page.load(hash="#2021-05-31")
    page.shows("whole/2021-05-31")
    reached = []
    for _ in range(40):
        page.browser.press("Tab")
        name, outline, area = page.value(
            "[document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20),"
            "getComputedStyle(document.activeElement.closest('#views label') || document.activeElement).outlineStyle,"
            "document.activeElement.tagName]")
        if area == "BODY":
            break
        reached.append(name)
        demand(outline != "none", f"{name} does not show that it has the focus")
    for wanted in ("speed", "compare", "print", "play", "previous", "date", "next", "SVG", "Figures as a table"):
        demand(wanted in reached, f"{wanted} is out of reach: {reached}")


def main():
    folder = os.path.abspath(sys.argv[1])
    checks = [check_start, check_buttons, check_keys, check_slider, check_addresses, check_views, check_play,
              check_words, check_compare, check_figures, check_swipes, check_widths, check_print, check_mirrored,
              check_odd_names, check_without_script, check_focus]
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            axe = file.read()
        checks = [lambda page: check_accessibility(page, axe), lambda page: check_accessibility_of_list(page, axe)]
    browser = Browser()
    failures = 0
    try:
        browser.open("about:blank")
        browser.requests()
        for check in checks:
            browser.size(1280, 800)
            browser.media()
            try:
                check(Page(browser, folder))
                said = browser.console()
                demand(not said, f"the console says {said}")
                asked = [one for one in browser.requests() if not one.startswith(("file://", "about:"))]
                demand(not asked, f"asks for {asked}")
            except (Wrong, RuntimeError) as error:
                failures += 1
                print(f"wrong: {check.__name__}: {error}")
                browser.console()
    finally:
        browser.close()
    print(f"{len(checks)} checks of the page, {failures} wrong")
    sys.exit(failures != 0)


if __name__ == "__main__":
    main()
