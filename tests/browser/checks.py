"""What is asked of every page as it stands in the browser. Each check returns its complaints.

A check may change the size of the window or the media; the next one sets what it needs.
"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK = 375, 1280
# WCAG 2.2 SC 1.4.4 and 1.4.10: what 1280 pixels become at 200 % and at 400 % zoom.
ZOOMED = {"200 %": 640, "400 %": 320}
# WCAG 2.2 AA and the rules axe holds to be good practice.
_AXE = {"resultTypes": ["violations"]}
# With forced colours nothing but colours changes.
_AXE_COLORS = _AXE | {"runOnly": ["color-contrast", "link-in-text-block"]}
_axe = Axe()


def at_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


def breaks_rules(page: Page) -> list:
    """Axe at both widths, and its rules on colour with forced colours."""
    found = []
    for width in (DESK, PHONE):
        at_width(page, width)
        found += _violations(page, _AXE, f"{width} px")
    page.emulate_media(forced_colors="active")
    found += _violations(page, _AXE_COLORS, "forced colours")
    page.emulate_media(forced_colors="none")
    return found


def _violations(page: Page, options: dict, state: str) -> list:
    return [
        (state, violation["id"], violation["help"], [n["html"][:200] for n in violation["nodes"]])
        for violation in _axe.run(page, options=options).response["violations"]
    ]


def scrolls_sideways(page: Page) -> list:
    """At 200 % and 400 % zoom, and there with the text spacing of WCAG 2.2 SC 1.4.12."""
    found = []
    for zoom, width in ZOOMED.items():
        at_width(page, width)
        found += [(zoom, what) for what in page.evaluate(_TOO_WIDE)]
    page.evaluate(_SPACE_TEXT)
    for zoom, width in ({"100 %": DESK} | ZOOMED).items():
        at_width(page, width)
        found += [(f"{zoom}, text spaced", what) for what in page.evaluate(_TOO_WIDE)]
        found += [(f"{zoom}, text spaced", what) for what in page.evaluate(_CUT_OFF)]
    page.evaluate("document.adoptedStyleSheets = []")
    return found


# A style sheet made by a script is no inline style to the security policy.
_SPACE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""

_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  return wide > 0 ? [`${wide} px too wide`] : [];
}"""

# Text that a box hides, or that runs out of its button. What only screen readers see is hidden.
_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element => {
  const style = getComputedStyle(element);
  if (element.clientWidth < 2 || style.clipPath !== "none" || style.position === "absolute")
    return false;
  const tooWide = element.scrollWidth > element.clientWidth + 1;
  const tooHigh = element.scrollHeight > element.clientHeight + 1;
  if (element.matches("input, select, textarea")) return false;
  if (element.matches("button, .usa-button, .usa-tag")) return tooWide || tooHigh;
  return (/hidden|clip/.test(style.overflowX) && tooWide) ||
    (/hidden|clip/.test(style.overflowY) && tooHigh);
}).map(element => element.outerHTML.slice(0, 150))"""


def moves(page: Page) -> list:
    """What moves although the reader asked for less motion (WCAG 2.2 SC 2.3.3)."""
    page.emulate_media(reduced_motion="reduce")
    found = page.evaluate(_MOVES)
    page.emulate_media(reduced_motion="no-preference")
    return found


_MOVES = """() => [...document.querySelectorAll("*")].filter(element =>
  ["", "::before", "::after"].some(part => {
    const style = getComputedStyle(element, part || null);
    const seconds = style.transitionDuration.split(",").map(parseFloat);
    return style.animationName !== "none" || Math.max(...seconds) > 0.001 ||
      style.scrollBehavior === "smooth";
  })).map(element => element.outerHTML.slice(0, 150))"""


def has_small_targets(page: Page) -> list:
    """Below 24 by 24 pixels (WCAG 2.2 SC 2.5.8): not within a sentence, nor with room around."""
    at_width(page, PHONE)
    return page.evaluate(_SMALL)


_SMALL = """() => {
  const LEAST = 24;
  const targets = [...document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden])")]
    .filter(element => element.checkVisibility({visibilityProperty: true}) &&
      element.getBoundingClientRect().right > 0)
    .filter(element => !element.matches(".usa-skipnav"))
    .map(element => {
      const box = element.labels?.length && element.matches("[type=checkbox], [type=radio]")
        ? element.labels[0].getBoundingClientRect() : element.getBoundingClientRect();
      return {element, box, x: box.left + box.width / 2, y: box.top + box.height / 2};
    });
  const inSentence = element => getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim() !== element.textContent.trim();
  const distance = (target, box) => Math.hypot(
    Math.max(box.left - target.x, 0, target.x - box.right),
    Math.max(box.top - target.y, 0, target.y - box.bottom));
  const small = target => target.box.width < LEAST - 0.01 || target.box.height < LEAST - 0.01;
  const crowded = target => targets.some(other => other !== target &&
    !other.element.contains(target.element) && !target.element.contains(other.element) &&
    (distance(target, other.box) < LEAST / 2 ||
      (small(other) && Math.hypot(target.x - other.x, target.y - other.y) < LEAST)));
  return targets.filter(target =>
      small(target) && !inSentence(target.element) && crowded(target))
    .map(({element, box}) =>
      `${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 150)}`);
}"""


def loses_focus(page: Page) -> list:
    """Walk the page with Tab: each stop is shown, in sight, uncovered; none is left out.

    With less motion, so that each stop is in its place at once.
    """
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(_REMEMBER)
    found = []
    for _press in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        found += stop
    return found + page.evaluate("[...unreached].map(element => element.outerHTML.slice(0, 150))")


# How each stop looks without the focus, to compare; the focus starts at the top.
_REMEMBER = """() => {
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
  window.look = element => { const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow].join() };
  const stops = [...document.querySelectorAll("a[href], button, summary, select, textarea, "
    + "input:not([type=hidden]), [tabindex='0'], iframe")].filter(element =>
      element.tabIndex >= 0 && !element.disabled && element.checkVisibility());
  window.before = new Map(stops.map(element => [element, look(element)]));
  window.unreached = new Set(stops);
}"""

_STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  if (!unreached.delete(element) && before.has(element)) return null;  // round again
  const name = element.outerHTML.slice(0, 150), box = element.getBoundingClientRect();
  const style = getComputedStyle(element), found = [];
  if (look(element) === before.get(element) ||
      (style.outlineStyle === "none" && style.boxShadow === "none"))
    found.push("Focus not shown: " + name);
  const x = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 0), innerHeight - 1);
  if (box.width < 2 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 ||
      box.left >= innerWidth) found.push("Focus out of sight: " + name);
  else {
    const top = document.elementFromPoint(x, y);
    if (!element.contains(top) && !top?.contains(element) &&
        ![...(element.labels || [])].some(label => label.contains(top)))
      found.push("Focus covered: " + name + " by " + top?.outerHTML.slice(0, 100));
  }
  return found;
}"""

WATCH_SHIFTS = """window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput)
    shifts.push(`${entry.value.toFixed(4)}: ` +
      entry.sources.map(source => source.node?.outerHTML?.slice(0, 100)).join(" | "));
}).observe({type: "layout-shift", buffered: true});"""


def shifts(page: Page) -> list:
    """What moved while the page was loading. WATCH_SHIFTS has to run before the page does."""
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    return page.evaluate("shifts")


def has_pictures_without_size(page: Page) -> list:
    """An <img> whose place is not known before it has come."""
    return page.evaluate(
        "[...document.images].filter(image => !image.hasAttribute('width') || "
        "!image.hasAttribute('height')).map(image => image.outerHTML.slice(0, 150))"
    )
