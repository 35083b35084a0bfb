/* The page comes back where the reader was: a long letter is worked through from top to end.
   Where a form was refused, the page stays at what it says about that. */

(() => {
  const form = document.querySelector("[data-bracket-form], [data-redact-form]");
  if (!form) return;
  const PLACE = "plaza.review.scroll";
  const scroller = form.closest("main") || document.scrollingElement;
  document.addEventListener("submit", () => {
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scroller.scrollTop]));
  });
  const [path, top] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
  sessionStorage.removeItem(PLACE);
  if (path === location.pathname && !document.querySelector(".help-critical")) {
    scroller.scrollTop = top;
  }
})();
