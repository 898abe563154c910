// Requests to our own server.

const timeLimit = (limit) => (limit && "timeout" in AbortSignal ? AbortSignal.timeout(limit) : undefined);

/** Follows no redirect, and gives up after `limit` milliseconds. */
export const ask = (address, { limit, ...options } = {}) =>
  fetch(address, { credentials: "same-origin", redirect: "manual", signal: timeLimit(limit), ...options });

/** Goes through even when the page is left. */
export const post = (address, body, options) => ask(address, { method: "POST", body, keepalive: true, ...options });

/** Looks for news; to the server this is no sign that somebody is there. */
export const poll = (address, headers) => ask(address, { headers: { "X-Polling": "true", ...headers } });

/** To the sign-in page: nobody is signed in any more. */
export const isRedirect = (answer) => answer.type === "opaqueredirect";
