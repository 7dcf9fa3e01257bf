import "./elements/moment-desk.ts"
import "./elements/moment-form.ts"
import "./elements/moment-panel.ts"
