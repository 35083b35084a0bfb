/* In a draft: whoever selects words (with a mouse, with Shift and the arrows, or by a long press)
   is offered to comment on them, with a link that stands near and is next in the order of Tab.
   Whoever has begun a comment on this device adds the remark to it. */
(() => {
  const words = document.currentScript.dataset;
  const MAX = 1200;
  const link = document.createElement("a");
  link.className = "usa-button comment-on-passage";
  link.textContent = words.label;
  let timer;

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") link.remove();
  });

  function show() {
    if (document.activeElement === link) return;
    const selection = document.getSelection();
    const found = selection.rangeCount && !selection.isCollapsed && passage(selection.getRangeAt(0));
    if (!found) {
      link.remove();
      return;
    }
    const query = new URLSearchParams(found.query);
    link.href = `${begun() || words.form}?${query}`;
    // After the block with the words: a reader of the page comes to it right after them.
    found.block.after(link);
    const box = selection.getRangeAt(0).getBoundingClientRect();
    // Measured from where it lies at 0, whichever element it is placed in.
    link.style.left = link.style.top = "0";
    const zero = link.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - zero.width - 8));
    link.style.left = `${left - zero.left}px`;
    link.style.top = `${box.bottom + 8 - zero.top}px`;
  }

  function passage(range) {
    const start = element(range.startContainer);
    const section = start && start.closest("section");
    const place = section && section.querySelector("[data-comment-on]");
    if (!place || !start.closest(".prose")) return null;
    const copy = range.cloneContents();
    copy.querySelectorAll(".paragraph-number, .visually-hidden").forEach((part) => part.remove());
    const quote = copy.textContent.replace(/\s+/g, " ").trim().slice(0, MAX);
    if (!quote) return null;
    const paragraph = start.closest("[id^='s-']");
    const query = { section: place.dataset.commentOn, quote };
    if (paragraph && section.contains(paragraph)) query.paragraph = paragraph.id;
    const block = start.closest("p, li, blockquote, table, figure, h3, h4, .numbered, .footnote");
    const whole = block && block.closest("ul, ol, table, figure, .numbered");
    return { query, block: whole || block || place };
  }

  function element(node) {
    return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  }

  /* The form that was begun on this device and is kept by the server (comment_form.js). */
  function begun() {
    try {
      const kept = JSON.parse(localStorage.getItem(`comment:${words.docket}`));
      return kept && kept.onServer && kept.url.replace(/(about-you|review)\/$/, "");
    } catch {
      return null;
    }
  }
})();
