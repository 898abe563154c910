// Leaving the review desk while somebody lies at the table's edge: a question within the page, for the links above it.
"use strict";
addEventListener("click", (event) => {
  const question = document.getElementById("leave");
  const link = event.target.closest(".top a[href]:not([aria-current])");
  if (!question || !link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  question.returnValue = "";
  question.onclose = () => question.returnValue === "go" && location.assign(link.href);
  question.showModal();
});
