/* Pages of files on the review page are turned in place; on the page of a file boxes are drawn.
   Without this script each page has its own address, and words are found by the form. */

(() => {
  // Turning pages.

  async function load(holder, url) {
    const address = new URL(url, document.baseURI);
    address.searchParams.set("only", "page");
    holder.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { credentials: "same-origin" });
      if (!response.ok || response.redirected) throw new Error(response.status);
      // Our own page, rendered by the server.
      holder.innerHTML = await response.text();
    } catch {
      window.location.assign(url);
    } finally {
      holder.removeAttribute("aria-busy");
    }
  }

  async function turn(holder, url, focused) {
    await load(holder, url);
    const again = focused && holder.querySelector(`[data-turn="${focused}"]`);
    (again || holder.querySelector(".file-page__frame"))?.focus({ preventScroll: true });
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      load(target, target.dataset.filePages);
    }
  });

  for (const holder of document.querySelectorAll("[data-file-pages]")) {
    seen.observe(holder);
    holder.addEventListener("click", (event) => {
      const link = event.target.closest("[data-turn]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      turn(holder, link.href, link.dataset.turn);
    });
    holder.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = new URLSearchParams(new FormData(event.target));
      turn(holder, `${event.target.action}?${query}`);
    });
    holder.addEventListener("keydown", (event) => {
      if (!event.target.matches(".file-page__frame")) return;
      const way = { PageDown: "next", PageUp: "previous" }[event.key];
      const link = way && holder.querySelector(`[data-turn="${way}"]`);
      if (!link) return;
      event.preventDefault();
      turn(holder, link.href);
    });
  }

  // Drawing boxes.

  const form = document.querySelector("[data-areas-form]");
  const svg = document.querySelector("[data-boxes]");
  const list = document.getElementById("page-words");
  if (!form || !svg || !list) return;

  const words = JSON.parse(list.textContent);
  const field = form.elements.namedItem("drawn");
  const status = form.querySelector("[data-draw-status]");
  const clear = form.querySelector("[data-draw-clear]");
  const { width, height } = svg.viewBox.baseVal;
  const SMALLEST = 3;
  const AROUND = 0.8;
  let boxes = JSON.parse(field.value || "[]");
  let start = null;
  let shadow = null;

  form.querySelector("[data-draw-how]").hidden = false;
  svg.classList.add("file-page__boxes--drawing");

  function rectangle([left, bottom, right, top], name) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    made.setAttribute("class", name);
    made.setAttribute("x", left);
    made.setAttribute("y", height - top);
    made.setAttribute("width", right - left);
    made.setAttribute("height", top - bottom);
    return made;
  }

  function show() {
    svg.querySelectorAll(".file-page__new").forEach((made) => made.remove());
    for (const box of boxes) svg.append(rectangle(box, "file-page__new"));
    field.value = boxes.length ? JSON.stringify(boxes) : "";
    clear.hidden = !boxes.length;
    const { none, one, many } = status.dataset;
    status.textContent = [none, one][boxes.length] ?? many.replace("{}", boxes.length);
  }

  // The place of the pointer in points from the lower left corner of the page.
  function place(event) {
    const frame = svg.getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * width;
    const y = height - ((event.clientY - frame.top) / frame.height) * height;
    return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  }

  const between = ([x, y], [otherX, otherY]) =>
    [Math.min(x, otherX), Math.min(y, otherY), Math.max(x, otherX), Math.max(y, otherY)].map(
      (edge) => Math.round(edge * 100) / 100,
    );
  const holds = ([left, bottom, right, top], [x, y]) =>
    left <= x && x <= right && bottom <= y && y <= top;

  function click(point) {
    const known = boxes.findIndex((box) => holds(box, point));
    if (known >= 0) {
      boxes.splice(known, 1);
      return;
    }
    const word = words.find(([, box]) => holds(box, point));
    if (!word) return;
    const [left, bottom, right, top] = word[1];
    boxes.push(between([left - AROUND, bottom - AROUND], [right + AROUND, top + AROUND]));
  }

  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    start = place(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!start) return;
    shadow?.remove();
    shadow = rectangle(between(start, place(event)), "file-page__new");
    svg.append(shadow);
  });
  svg.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = between(start, place(event));
    const isBox = box[2] - box[0] > SMALLEST && box[3] - box[1] > SMALLEST;
    if (isBox) boxes.push(box);
    else click(start);
    start = null;
    shadow?.remove();
    show();
  });
  svg.addEventListener("pointercancel", () => {
    start = null;
    shadow?.remove();
  });
  clear.addEventListener("click", () => {
    boxes = [];
    show();
    form.querySelector("select").focus();
  });
  show();
})();
