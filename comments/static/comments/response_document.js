/* The page of a response to comments: the progress bar moves by itself, and the page is shown anew
   when the document is made. Without this, a link shows how far it is. */

(() => {
  "use strict";

  for (const place of document.querySelectorAll("[data-document-progress]")) {
    const bar = place.querySelector("progress");
    const words = place.querySelector("[data-words]");
    const said = place.querySelector("[data-said]");
    place.querySelector("a").parentElement.hidden = true;

    const timer = setInterval(async () => {
      if (document.hidden) return;
      let news;
      try {
        const answer = await fetch(place.dataset.documentProgress, {
          headers: { Accept: "application/json" },
        });
        news = await answer.json();
      } catch {
        /* Signed out, or no network: the link shows how far it is. */
        clearInterval(timer);
        place.querySelector("a").parentElement.hidden = false;
        return;
      }
      if (!news.is_being_made) {
        clearInterval(timer);
        // Not while somebody writes an erratum: it would be lost.
        const isWriting = [...document.querySelectorAll("textarea")].some((area) => area.value);
        if (isWriting) place.querySelector("a").parentElement.hidden = false;
        else window.location.reload();
        return;
      }
      if (news.total) bar.max = news.total;
      bar.value = news.done;
      words.textContent = news.words;
      // Said at each tenth alone: a screen reader is not to speak without end.
      const tenth = news.total ? Math.floor((news.done * 10) / news.total) : -1;
      if (said.dataset.tenth !== String(tenth)) {
        said.dataset.tenth = String(tenth);
        said.textContent = news.words;
      }
    }, 2000);
  }
})();
