// A covered page that came by a button, with what was chosen on it: Back, and a reload, lead to its address rather than to
// the browser's question whether to send the form again.
history.replaceState(null, "", document.querySelector("[data-covered]").dataset.covered);
