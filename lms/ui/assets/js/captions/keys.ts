/** What a key asks of the caption editor, while one types, too. Letters by their place, so that Option on a Mac works. */
const WITH_ALT: Record<string, string> = {
  KeyK: "toggle", KeyJ: "back", KeyL: "on", BracketLeft: "start", BracketRight: "end", Enter: "split", KeyN: "insert",
  KeyM: "join", Delete: "remove", Backspace: "remove", ArrowUp: "before", ArrowDown: "after", KeyG: "go",
}

export function deedOf(event: KeyboardEvent): string | null {
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const key = event.key.toLowerCase()
    if (key === "z") return event.shiftKey ? "redo" : "undo"
    return key === "y" ? "redo" : null
  }
  return event.altKey && !event.ctrlKey && !event.metaKey ? (WITH_ALT[event.code] ?? null) : null
}
