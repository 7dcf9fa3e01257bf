import "./elements/line-up.ts"
import "./elements/part-link.ts"
