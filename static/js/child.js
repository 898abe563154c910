// Every child's page works without this. With it, a page that is brought back as it was left shows nothing before it is
// asked for again; and a tap that leads on while the network is away stays on the page, which says so, where the browser
// would put a page of its own.
"use strict";
document.documentElement.classList.add("has-script");
window.addEventListener("pagehide", () => {
  document.documentElement.hidden = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});
{
  let reached = false; // a browser says that it is offline also where this server is on the same machine
  const stay = (event, again) => {
    const away = document.querySelector("[data-away]");
    if (navigator.onLine || reached) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store" }).then(
      () => {
        reached = true;
        again();
      },
      () => {
        away.hidden = false;
        away.textContent = away.dataset.away;
        away.scrollIntoView({ block: "nearest" });
      },
    );
  };
  window.addEventListener("online", () => {
    document.querySelector("[data-away]").hidden = true;
  });
  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      if (!form.matches("[data-saves]")) {
        stay(event, () => form.requestSubmit(submitter)); // a page that keeps each tap says so itself
      }
    },
    true,
  );
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[href]");
      if (link) {
        stay(event, () => link.click());
      }
    },
    true,
  );
}
