import "./elements/course-player.ts"
