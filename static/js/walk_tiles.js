// Lays the tiles down on the device, so that this page opens without a connection, and sends what waits.
"use strict";
const laid = document.getElementById("tiles");
const lay = async () => {
  const person = walkSend.person();
  await walkStore.setWho(person);
  if (laid && walkStore.isSafe) {
    await walkStore.keepTiles(person, location.pathname, JSON.parse(laid.textContent));
    await navigator.serviceWorker?.register("/walk-worker.js", { scope: location.pathname });
  }
};
lay().catch((error) => console.info("This page will not open without a connection.", error));
walkSend.begin();
