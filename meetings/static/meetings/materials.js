/* Adding materials to a meeting: files are uploaded as soon as they are dropped or chosen, each
   with its own progress, and each that the server takes gets a row in the form. Without this the
   form uploads them when its button is pressed. */
(() => {
  function start(form) {
    const zone = form.querySelector("[data-drop-zone]");
    const input = zone.querySelector("input[type=file]");
    form.querySelectorAll("[data-without-script]").forEach((element) => element.remove());
    form.querySelectorAll("[data-with-script]").forEach((element) => {
      element.hidden = false;
    });

    let queue = Promise.resolve();
    const take = (files) => {
      [...files].forEach((file) => {
        const line = addLine(form, file);
        queue = queue.then(() => upload(form, file, line));
      });
    };
    input.addEventListener("change", () => {
      take(input.files);
      input.value = "";
    });
    ["dragenter", "dragover"].forEach((name) =>
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("hovered");
      }),
    );
    ["dragleave", "drop"].forEach((name) =>
      zone.addEventListener(name, () => zone.classList.remove("hovered")),
    );
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files);
    });
    // A file that is dropped beside the zone must not replace the page.
    ["dragover", "drop"].forEach((name) =>
      document.addEventListener(name, (event) => event.preventDefault()),
    );
    form.addEventListener("change", (event) => {
      if (event.target.name?.endsWith("-kind")) showLink(event.target.closest("[data-row]"));
    });
    form.querySelectorAll("[data-row]").forEach(showLink);
  }

  function addLine(form, file) {
    const list = form.querySelector("[data-progress]");
    const item = list.appendChild(document.createElement("li"));
    item.appendChild(document.createElement("span")).textContent = file.name;
    const bar = item.appendChild(document.createElement("progress"));
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${list.dataset.uploading}: ${file.name}`);
    const state = item.appendChild(document.createElement("span"));
    return { bar, state, words: list.dataset };
  }

  function upload(form, file, line) {
    return new Promise((resolve) => {
      const body = new FormData(form);
      body.set("files", file);
      const request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("action") || window.location.href);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) line.bar.value = event.loaded / event.total;
      });
      request.addEventListener("loadend", () => {
        finish(form, request, line);
        resolve();
      });
      request.send(body);
    });
  }

  function finish(form, request, line) {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // Not from the site: a server in between refused it, or the connection broke.
    }
    line.bar.remove();
    line.state.textContent = answer.row ? line.words.done : answer.problem || line.words.failed;
    if (!answer.row) {
      line.state.className = "error-message";
      return;
    }
    const rows = form.querySelector("[data-rows]");
    rows.insertAdjacentHTML("beforeend", answer.row);
    form.elements["materials-TOTAL_FORMS"].value = answer.total;
    form.querySelector("[data-publish]").hidden = false;
    showLink(rows.lastElementChild);
  }

  /* The link belongs to recordings. */
  function showLink(row) {
    const link = row.querySelector("[data-link]");
    link.hidden = row.querySelector("[name$='-kind']").value !== "recording";
  }

  document.querySelectorAll("[data-add-materials]").forEach(start);
})();
