import { PracticeRoom } from "./elements/practice-room.ts"

customElements.define("practice-room", PracticeRoom)
