// For a covered page that came by a button, with the choices on it: Back and a reload lead to its address. Otherwise
// the browser would ask whether to send the form again.
history.replaceState(null, "", document.querySelector("[data-covered]").dataset.covered);
