// Asks before a link above the desk leaves it while a child has no place.
import { ask } from "../lib/dialog.js";

addEventListener("click", async (event) => {
  const question = document.getElementById("leave");
  const link = event.target.closest(".top a[href]:not([aria-current])");
  if (question && link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if ((await ask(question)) === "go") {
      location.assign(link.href);
    }
  }
});
