/** What a key asks of the player, as on the big video sites; null where the key is meant for something else. */
export type Wish =
  | "toggle" | "back" | "on" | "back-5" | "on-5" | "picture-back" | "picture-on" | "start" | "end" | `part-${string}`
  | "mute" | "louder" | "softer" | "slower" | "faster" | "captions" | "pip" | "fullscreen" | "keys"

const WISHES: Record<string, Wish> = {
  k: "toggle", " ": "toggle", j: "back", l: "on", ArrowLeft: "back-5", ArrowRight: "on-5", ",": "picture-back", ".": "picture-on",
  Home: "start", End: "end", m: "mute", ArrowUp: "louder", ArrowDown: "softer", "<": "slower", ">": "faster",
  c: "captions", i: "pip", f: "fullscreen", "?": "keys",
}
const PAGE_KEYS = new Set(["ArrowUp", "ArrowDown", "Home", "End"])

/** `isInside`: the focus is inside the player; keys that scroll the page mean the player only then. */
export function wishOf(event: KeyboardEvent, isInside: boolean): Wish | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null
  const target = event.target instanceof HTMLElement ? event.target : null
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (target?.closest("dialog[open]")) return null
  if (target?.matches("select, textarea, input:not([type=range]), [contenteditable]")) return null
  if (target?.matches("video[controls]")) return null
  if (target?.matches("button, a, summary") && key === " ") return null
  if (target?.matches("input[type=range]") && (key.startsWith("Arrow") || key === "Home" || key === "End")) return null
  if (!isInside && PAGE_KEYS.has(key)) return null
  if (/^[0-9]$/.test(key)) return `part-${key}`
  return WISHES[key] ?? null
}
