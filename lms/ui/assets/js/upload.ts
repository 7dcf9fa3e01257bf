import "./elements/file-upload.ts"
