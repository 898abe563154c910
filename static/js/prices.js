// Keys in the table of every pair's price: it is one stop of the Tab key, and arrows go from square to square.
const table = document.querySelector(".heat-table");
const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let stop = table.querySelector("button");

for (const square of table.querySelectorAll("button")) {
  square.tabIndex = square === stop ? 0 : -1;
}
table.addEventListener("focusin", ({ target }) => {
  stop.tabIndex = -1;
  stop = target;
  stop.tabIndex = 0;
});
table.addEventListener("keydown", (event) => {
  const way = WAYS[event.key];
  if (!way) {
    return;
  }
  event.preventDefault();
  const cell = event.target.closest("td");
  const row = table.rows[cell.parentElement.rowIndex + way[0]];
  row?.cells[cell.cellIndex + way[1]]?.querySelector("button")?.focus();
});
