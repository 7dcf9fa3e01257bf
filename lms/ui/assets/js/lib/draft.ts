/** What a draft is, and which of two copies holds. Knows neither the page nor the network. */

export type Fields = [name: string, value: string][]

/** The browser's copy: written as one types, dropped once the server has confirmed the very same words. */
export interface Copy {
  fields: Fields
  seen: string
  /** Fingerprint of what was last sent from here; the server may have it though its answer was lost. */
  sent: string | null
}

export type State = "saved" | "saving" | "offline" | "conflict" | "signed-out" | "refused"
export type Homecoming = "nothing" | "restore" | "conflict"

const NOT_WORDS = new Set(["csrf_token", "seen"])

/** Only what a person typed: neither token nor bookkeeping, nor files. */
export function typedFields(entries: Iterable<[string, FormDataEntryValue]>): Fields {
  const fields: Fields = []
  for (const [name, value] of entries) {
    if (typeof value === "string" && !NOT_WORDS.has(name)) fields.push([name, value.replace(/\r\n?/g, "\n")])
  }
  return fields
}

/** The words alone, to be read; chosen levels are none. */
export function textOf(fields: Fields): string {
  return fields.filter(([name]) => !name.startsWith("level-")).map(([, value]) => value).join("\n\n")
}

/** Equal for equal words; for comparing, not for secrets (FNV-1a over UTF-16). */
export function fingerprint(fields: Fields): string {
  let hash = 0x811c9dc5
  const text = JSON.stringify(fields)
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return `${text.length}:${(hash >>> 0).toString(36)}`
}

/** What to do on opening a page that holds `page` at `seen`, when an unconfirmed copy was found in the browser. */
export function homecoming(copy: Copy | null, page: Fields, seen: string): Homecoming {
  if (!copy) return "nothing"
  const there = fingerprint(page)
  if (fingerprint(copy.fields) === there) return "nothing"
  if (copy.seen === seen || copy.sent === there) return "restore"
  return "conflict"
}

/** What an answer of the server means for the draft. 0 stands for no answer at all. */
export function stateAfter(status: number): State {
  if (status >= 200 && status < 300) return "saved"
  if (status === 409) return "conflict"
  if (status === 401 || status === 403) return "signed-out"
  if (status === 400 || status === 413 || status === 422) return "refused"
  return "offline"
}

/** The state in words, for eyes and screen readers alike. */
export function saidState(state: State, detail = ""): string {
  switch (state) {
    case "saved": return detail ? `Saved ${detail}` : "Saved"
    case "saving": return "Saving…"
    case "offline": return "No connection. Your words are kept in this browser and sent when it is back."
    case "conflict": return "Not saved: there are two versions of this text. Choose above what to keep."
    case "signed-out": return "You are signed out. Your words are kept in this browser; sign in in another tab, then type on here."
    case "refused": return detail || "Not saved: the server did not take this text. It is kept in this browser."
  }
}

/** The same after a button has been pressed in vain: what became of that. */
export function saidWaiting(state: State, button: string): string {
  if (state === "saved") return `The connection is back and your words are saved: press “${button}” now.`
  if (state === "offline" || state === "saving") return `No connection. Your words are kept here; press “${button}” again when it is back.`
  return saidState(state)
}
