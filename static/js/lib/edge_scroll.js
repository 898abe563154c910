// Scrolls the page while something is dragged near its upper or lower edge.
const EDGE = 70;
const STEP = 12;

/** `y` is the pointer's position in the window. */
export const scrollAtEdge = (y) => {
  const below = y > innerHeight - EDGE ? STEP : 0;
  scrollBy({ top: y < EDGE ? -STEP : below, behavior: "instant" });
};
