// A covered page that came by a button, with what was chosen on it: Back, and a reload, lead to its address, and not to
// a browser's question whether to press the button again.
"use strict";
history.replaceState(null, "", document.querySelector("[data-covered]").dataset.covered);
