import "./elements/part-link.ts"
import "./elements/review-desk.ts"
