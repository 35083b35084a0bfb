/* The meeting editor's box for a Zoom invitation: the server reads it, this fills in the fields.
   A number that is in the form already is not added again; nothing is saved. */
(() => {
  function start(box) {
    const text = box.querySelector("textarea");
    box.querySelector("button").addEventListener("click", async () => {
      const answer = box.querySelector("[data-invitation-answer]");
      const body = new FormData();
      body.append("text", text.value);
      body.append("csrfmiddlewaretoken", box.closest("form").elements.csrfmiddlewaretoken.value);
      try {
        const response = await fetch(box.dataset.url, { method: "POST", body });
        if (response.status === 413) {
          answer.textContent = box.dataset.tooLong;
          return;
        }
        if (!response.ok) throw new Error(response.status);
        show(answer, fill(await response.json()));
      } catch {
        answer.textContent = box.dataset.failed;
      }
    });
  }

  function fill(found) {
    Object.entries(found.fields).forEach(([name, value]) => set(`id_${name}`, value));
    const digits = (number) => number.replace(/[^0-9]/g, "");
    const present = new Set(
      [...document.querySelectorAll("[name^='dial_in_numbers-'][name$='-number']")].map((input) =>
        digits(input.value),
      ),
    );
    found.dial_in_numbers
      .filter((entry) => !present.has(digits(entry.number)))
      .forEach((entry) => {
        document.getElementById("id_dial_in_numbers-ADD").click();
        const last = document.getElementById("id_dial_in_numbers-TOTAL_FORMS").value - 1;
        set(`id_dial_in_numbers-${last}-number`, entry.number);
        set(`id_dial_in_numbers-${last}-region`, entry.region);
      });
    return found;
  }

  function set(id, value) {
    const input = document.getElementById(id);
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(answer, found) {
    answer.replaceChildren(
      ...list(answer.dataset.understood, found.understood),
      ...list(answer.dataset.missing, found.missing),
    );
  }

  function list(title, lines) {
    if (!lines.length) return [];
    const heading = document.createElement("p");
    heading.textContent = title;
    const items = document.createElement("ul");
    lines.forEach((line) => {
      items.appendChild(document.createElement("li")).textContent = line;
    });
    return [heading, items];
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-invitation]").forEach(start);
  });
})();
