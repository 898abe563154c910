// The review desk beyond forms. Everything here can be done without it, too.
import "./desk/taps.js"; // before dragging: Esc during a drag is the drag's
import "./desk/swaps.js";
import "./desk/drag.js";
import "./desk/leave.js";
