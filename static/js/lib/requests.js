// Requests to our own server.

const timeLimit = (limit) => (limit && "timeout" in AbortSignal ? AbortSignal.timeout(limit) : undefined);

/** A request that follows no redirect, and gives up after `limit` milliseconds. */
export const ask = (address, { limit, ...options } = {}) =>
  fetch(address, { credentials: "same-origin", redirect: "manual", signal: timeLimit(limit), ...options });

/** A POST that goes through even when the page is left. */
export const post = (address, body, options) => ask(address, { method: "POST", body, keepalive: true, ...options });

/** A request for news, which the server does not count as a person's activity. */
export const poll = (address, headers) => ask(address, { headers: { "X-Polling": "true", ...headers } });

/** Whether the answer leads to the sign-in page: nobody is signed in any more. */
export const isRedirect = (answer) => answer.type === "opaqueredirect";
