// The review desk with JavaScript. Everything here can be done with forms alone, too.
import "./desk/taps.js"; // before dragging, which takes Esc during a drag
import "./desk/swaps.js";
import "./desk/drag.js";
import "./desk/leave.js";
