// Every page of a child works without JavaScript. With it, a page that the browser brings back shows nothing until it
// is loaded again. While the network is away, a tap that leads on leaves the page as it is and says so; otherwise the
// browser would show an error page.
document.documentElement.classList.add("has-script");
addEventListener("pagehide", () => {
  document.documentElement.hidden = true;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});

// A browser says that it is offline even where this server runs on the same machine.
let isReachable = false;
const isServerThere = () =>
  fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store" }).then(
    () => true,
    () => false,
  );
const sayAway = () => {
  const away = document.querySelector("[data-away]");
  away.hidden = false;
  away.textContent = away.dataset.away;
  away.scrollIntoView({ block: "nearest" });
};
// Stops a tap that leads on while the network is away, and does it `again` if the server answers after all.
const stopIfAway = async (event, again) => {
  if (navigator.onLine || isReachable) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  isReachable = await isServerThere();
  if (isReachable) {
    again();
  } else {
    sayAway();
  }
};

addEventListener("online", () => {
  document.querySelector("[data-away]").hidden = true;
});
const submitted = (event) => {
  const { target: form, submitter } = event;
  // A page that saves each tap says so itself.
  if (!form.matches("[data-saves]")) {
    stopIfAway(event, () => form.requestSubmit(submitter));
  }
};
const clicked = (event) => {
  const link = event.target.closest("a[href]");
  if (link) {
    stopIfAway(event, () => link.click());
  }
};
document.addEventListener("submit", submitted, true);
document.addEventListener("click", clicked, true);
