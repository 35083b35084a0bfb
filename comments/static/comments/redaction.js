/* Select words of a comment to black them out: what is selected goes into the form of the page.
   Without this script the form takes the words themselves. */

(() => {
  const form = document.querySelector("[data-redact-form]");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const status = form.querySelector("[data-redact-status]");
  const cancel = form.querySelector("[data-redact-cancel]");
  const typed = form.querySelector("[data-redact-typed]");
  form.querySelector("[data-redact-how]").hidden = false;

  // Offsets count characters as Python does: one for each code point.
  const length = (text) => Array.from(text).length;

  function selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const common = range.commonAncestorContainer;
    const element = common.nodeType === Node.ELEMENT_NODE ? common : common.parentElement;
    const text = element.closest("[data-redact-part]");
    if (!text) return null;
    const found = { part: text.dataset.redactPart, start: null, end: null, words: "" };
    for (const piece of text.querySelectorAll("[data-start]")) {
      if (!range.intersectsNode(piece)) continue;
      const inside = document.createRange();
      inside.selectNodeContents(piece);
      const before = document.createRange();
      before.selectNodeContents(piece);
      if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
        inside.setStart(range.startContainer, range.startOffset);
      }
      if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
        inside.setEnd(range.endContainer, range.endOffset);
      }
      before.setEnd(inside.startContainer, inside.startOffset);
      const words = inside.toString();
      if (!words) continue;
      const at = Number(piece.dataset.start) + length(before.toString());
      if (found.start === null) found.start = at;
      found.end = at + length(words);
      found.words += words;
    }
    return found.words.trim() ? found : null;
  }

  function show(found) {
    form.classList.add("redaction__form--selected");
    cancel.hidden = false;
    typed.hidden = true;
    field("part").value = found.part;
    field("words").value = found.words;
    field("start").value = found.start;
    field("end").value = found.end;
    status.textContent = status.dataset.words;
  }

  function forget() {
    form.classList.remove("redaction__form--selected");
    cancel.hidden = true;
    typed.hidden = false;
    field("start").value = "";
    field("end").value = "";
    status.textContent = "";
  }

  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const found = selected();
      if (found) show(found);
    }, 200);
  });

  // Other words than those selected are looked for as they are written.
  for (const name of ["words", "part"]) field(name).addEventListener("input", forget);
  cancel.addEventListener("click", () => {
    document.getSelection().removeAllRanges();
    field("words").value = "";
    forget();
  });
  document.addEventListener("keydown", (event) => {
    const selecting = form.classList.contains("redaction__form--selected");
    if (event.key === "Escape" && selecting) cancel.click();
    const busy = event.target.closest("a, button, input, select, textarea, summary, form");
    if (event.key === "Enter" && selecting && !busy && selected()) {
      event.preventDefault();
      field("reason").focus();
    }
  });

  if (field("start").value) forget();
})();
