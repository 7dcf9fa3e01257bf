import { NoteForm } from "./elements/note-form.ts"
import { NoteRows } from "./elements/note-rows.ts"

customElements.define("note-rows", NoteRows)
customElements.define("note-form", NoteForm)
