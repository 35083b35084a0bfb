/* Select words of a letter, with a mouse or by keys, to bracket them or to split a point there.
   Without this script the forms take the words themselves. */

(() => {
  "use strict";

  const form = document.querySelector("[data-bracket-form]");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const bar = document.querySelector("[data-bracket-bar]");
  const start = document.querySelector("[data-bracket-start]");
  const split = document.querySelector("[data-bracket-split]");
  const next = document.querySelector("[data-bracket-next]");
  const status = document.querySelector("[data-bracket-status]");
  const heading = form.querySelector("[data-bracket-heading]");
  const cancel = form.querySelector("[data-bracket-cancel]");
  const typed = form.querySelector("[data-bracket-typed]");
  const SHOWN = "bracketing__form--selected";
  form.querySelector("[data-bracket-how]").hidden = false;

  // Offsets count characters as Python does: one for each code point.
  const length = (text) => Array.from(text).length;
  const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

  /* The place of what is selected, in the text as it was received, and the words seen there. */
  function selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const text = elementOf(range.commonAncestorContainer).closest("[data-bracket-part]");
    if (!text) return null;
    const found = { part: text.dataset.bracketPart, start: null, end: null, words: "", of: null };
    for (const piece of text.querySelectorAll("[data-start]")) {
      if (!range.intersectsNode(piece)) continue;
      const inside = document.createRange();
      inside.selectNodeContents(piece);
      const before = inside.cloneRange();
      if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
        inside.setStart(range.startContainer, range.startOffset);
      }
      if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
        inside.setEnd(range.endContainer, range.endOffset);
      }
      if (!inside.toString()) continue;
      let at = Number(piece.dataset.start);
      let words = piece.textContent;
      let end = Number(piece.dataset.end);
      // What stands in the place of other words is chosen as a whole.
      if (!piece.dataset.end) {
        before.setEnd(inside.startContainer, inside.startOffset);
        words = inside.toString();
        at += length(before.toString());
        end = at + length(words);
      }
      if (found.start === null) {
        found.start = at;
        found.of = piece.closest("[data-point]");
      }
      found.end = end;
      found.words += words;
    }
    return found.words.trim() ? found : null;
  }

  let chosen = null;

  function offer(found) {
    chosen = found;
    bar.hidden = !found || form.classList.contains(SHOWN);
    if (!found) return;
    status.textContent = status.dataset.selected;
    split.hidden = !found.of;
    if (found.of) {
      const button = split.querySelector("button");
      button.value = `split:${found.of.dataset.point}`;
      button.textContent = button.dataset.words.replace("%(label)s", found.of.dataset.label);
      for (const name of ["part", "start", "end", "words"]) {
        split.elements.namedItem(name).value = found[name];
      }
    }
  }

  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const busy = elementOf(document.activeElement).closest("[data-bracket-bar], [data-bracket-form]");
      if (!busy) offer(selected());
    }, 150);
  });
  // A click keeps what is selected.
  bar.addEventListener("mousedown", (event) => event.preventDefault());

  start.addEventListener("click", () => {
    const found = selected() || chosen;
    if (!found) {
      status.textContent = status.dataset.none;
      return;
    }
    // The form to black out the same words gives way.
    document.querySelector("[data-redact-cancel]:not([hidden])")?.click();
    for (const name of ["part", "start", "end", "words"]) field(name).value = found[name];
    open();
  });

  function open() {
    form.classList.add(SHOWN);
    cancel.hidden = false;
    typed.hidden = Boolean(field("start").value);
    bar.hidden = true;
    heading.focus();
  }

  function close() {
    form.classList.remove(SHOWN);
    cancel.hidden = true;
    forgetPlace();
    chosen = null;
    bar.hidden = true;
    status.textContent = "";
  }

  function forgetPlace() {
    typed.hidden = false;
    field("start").value = "";
    field("end").value = "";
  }

  // Other words than those selected are looked for as they are written.
  for (const name of ["words", "part"]) field(name).addEventListener("input", forgetPlace);
  cancel.addEventListener("click", () => {
    field("words").value = "";
    document.getSelection().removeAllRanges();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (form.classList.contains(SHOWN)) cancel.click();
    else if (!bar.hidden) offer(null);
  });

  /* What no point has, paragraph by paragraph: [node, from, to] of each. */
  function openParagraphs() {
    const found = [];
    for (const open of document.querySelectorAll("[data-bracket-part] [data-open]")) {
      const walker = document.createTreeWalker(open, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.closest("[data-start]")) continue;
        for (const match of node.data.matchAll(/\S(?:.*\S)?(?:\n[^\S\n]*\S.*)*/g)) {
          found.push([node, match.index, match.index + match[0].trimEnd().length]);
        }
      }
    }
    return found;
  }

  // By key or click: selects the next paragraph after what is selected, from the top again at last.
  next?.addEventListener("click", (event) => {
    const paragraphs = openParagraphs();
    if (!paragraphs.length) return;
    event.preventDefault();
    const selection = document.getSelection();
    const at = selection.rangeCount ? selection.getRangeAt(0) : null;
    const follows = ([node, from]) => at && at.comparePoint(node, from) > 0;
    const [node, from, to] = paragraphs.find(follows) || paragraphs[0];
    document.activeElement.blur();
    selection.setBaseAndExtent(node, from, node, to);
    node.parentElement.scrollIntoView({ block: "center" });
    offer(selected());
  });

  if ("bracketSent" in form.dataset) open();
})();
