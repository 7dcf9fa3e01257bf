import "./elements/course-player.ts"
import "./elements/transcript-pane.ts"
import "./elements/watched-badge.ts"
