// Stores the tiles of the walk on the device, so that the page opens without a connection, and sends notes that wait.
import { isSafe, setWho } from "./lib/walk_store.js";
import { storeTiles } from "./walking/device.js";
import { begin, personHere } from "./walking/sender.js";

const tiles = document.getElementById("tiles");
const storeOnDevice = async () => {
  const person = personHere();
  await setWho(person);
  if (tiles && isSafe) {
    await storeTiles(person, location.pathname, JSON.parse(tiles.textContent));
    await navigator.serviceWorker?.register("/walk-worker.js", { scope: location.pathname });
  }
};
storeOnDevice().catch((error) => console.info("This page will not open without a connection.", error));
begin();
