import "./elements/part-link.ts"
import "./elements/phrase-bank.ts"
import "./elements/review-desk.ts"
