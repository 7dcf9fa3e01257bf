import "./elements/mark-range.ts"
import "./elements/take-recorder.ts"
