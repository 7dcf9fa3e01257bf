import "./elements/caption-editor.ts"
