import "./elements/mark-range.ts"
import "./elements/spoken-answer.ts"
import "./elements/take-recorder.ts"
