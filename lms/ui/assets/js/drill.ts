import "./elements/skill-drill.ts"
