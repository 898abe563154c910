// The token of a card or of an invitation stands after the #, which no server sees. It is posted from here, and the
// address with it is replaced, so that the browser's history does not lead the next person in.
"use strict";
const token = location.hash.slice(1);
if (token) {
  const form = document.getElementById("token");
  form.elements.token.value = token;
  history.replaceState(null, "", location.pathname);
  fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" })
    .then((answer) => location.replace(answer.url))
    .catch(() => location.reload());
}
