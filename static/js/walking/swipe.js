// Recognizes a swipe to the partners before or after: a finger that moves sideways rather than down, outside of fields.
const FAR = 70;
let start = null;

const touched = ({ touches, target }) => {
  const [touch] = touches;
  const isSwipe = touches.length === 1 && !target.closest("textarea, input[type=date]");
  start = isSwipe ? { x: touch.clientX, y: touch.clientY } : null;
};

/** `go` gets "after" or "before". */
export const onSwipe = (go) => {
  const letGo = ({ changedTouches: [touch] }) => {
    if (start) {
      const [x, y] = [touch.clientX - start.x, touch.clientY - start.y];
      if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) {
        go(x < 0 === (document.dir !== "rtl") ? "after" : "before");
      }
    }
    start = null;
  };
  document.addEventListener("touchstart", touched, { passive: true });
  document.addEventListener("touchend", letGo, { passive: true });
};
