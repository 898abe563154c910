// Posts the token of a card or an invitation. It stands after the #, which no server sees. The address with it is
// replaced, so that the browser's history does not lead the next person in.
import { post } from "./lib/requests.js";

const token = location.hash.slice(1);
if (token) {
  const form = document.getElementById("token");
  form.elements.token.value = token;
  history.replaceState(null, "", location.pathname);
  post(form.action, new FormData(form), { redirect: "follow", keepalive: false })
    .then((answer) => location.replace(answer.url))
    .catch(() => location.reload());
}
