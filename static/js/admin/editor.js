// Everything that the meeting's editor does beyond a plain form. Each file does one thing.
import "./add_row.js";
import "./autosave.js";
import "./clock.js";
import "./order.js";
import "./roll.js";
import "./save.js";
import "./shortcuts.js";
import "./where.js";
