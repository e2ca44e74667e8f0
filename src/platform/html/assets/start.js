// Starts nhsuk-frontend's components on every page. Pages work without it.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

initAll();
