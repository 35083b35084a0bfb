/* Searching among the master responses that can be ticked. Without it the list is whole. */

(() => {
  "use strict";

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const field of document.querySelectorAll("[data-masters]")) {
    const place = field.querySelector("[data-masters-search]");
    const input = place.querySelector("input");
    const found = place.querySelector("[data-masters-found]");
    const rows = [...field.querySelectorAll("label")].filter((label) => label.querySelector("input"));
    place.hidden = false;

    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        const text = plain(row.textContent);
        // What is ticked stays in sight: nobody saves what they do not see.
        const isShown = row.querySelector("input").checked || words.every((word) => text.includes(word));
        row.parentElement.hidden = !isShown;
        if (isShown) count += 1;
      }
      found.textContent = count ? "" : found.dataset.none;
    });
    // Enter in the search box must not send the form.
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
})();
