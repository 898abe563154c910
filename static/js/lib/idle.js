// The idle timer: how long nobody has touched the page.
const SIGNS = ["pointerdown", "keydown", "touchstart", "wheel", "input"];

/**
 * Calls `tick` each second with the milliseconds that are left of `limit`, down to 0. A moving pointer counts as a
 * touch if `countsMoves`. Nothing counts while `ignores()`.
 */
export const watchIdle = ({ limit, tick, touched = () => {}, ignores = () => false, countsMoves = false }) => {
  let last = Date.now();
  let clock = 0;
  // Uses the clock, so that a device that slept is idle when it wakes.
  const look = () => {
    clearTimeout(clock);
    last = Math.min(last, Date.now()); // the clock may be set back
    const left = Math.max(0, last + limit - Date.now());
    clock = setTimeout(look, Math.min(left || 1000, 1000));
    tick(left);
  };
  const touch = () => {
    last = Date.now();
    touched();
  };
  for (const sign of countsMoves ? [...SIGNS, "pointermove"] : SIGNS) {
    addEventListener(sign, () => ignores() || touch(), { passive: true });
  }
  clock = setTimeout(look, 1000);
  return { look, touch, lastTouch: () => last, stop: () => clearTimeout(clock) };
};
