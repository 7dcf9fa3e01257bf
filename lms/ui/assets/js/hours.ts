import { HoursGrid } from "./hours/hours-grid.ts"

customElements.define("hours-grid", HoursGrid)
