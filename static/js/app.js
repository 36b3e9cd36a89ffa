import "./requests.js";
import "./combobox.js";
