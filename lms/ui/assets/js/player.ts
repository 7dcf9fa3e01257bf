import "./elements/course-player.ts"
import "./elements/transcript-pane.ts"
import { ViewerMark } from "./elements/viewer-mark.ts"
import "./elements/watched-badge.ts"

customElements.define("viewer-mark", ViewerMark)
