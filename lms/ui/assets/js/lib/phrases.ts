/** A phrase as the server lists it: with placeholders, and the competencies that it is about. */
export type Phrase = { id: number; text: string; tags: string[]; is_shared: boolean }
export type Trigger = { at: number; query: string }
export type Values = Partial<Record<string, string>>

const SHOWN_MOST = 8
const PLACE = /\{(name|class|work|moment)\}/g

/** The slash that begins a word before the caret, and what has been typed since; null where none does. */
export function triggered(text: string, caret: number): Trigger | null {
  const found = /(?:^|\s)\/(?!\s)([^/\n]{0,60})$/.exec(text.slice(0, caret))
  const query = found?.[1]
  return query === undefined ? null : { at: caret - query.length - 1, query }
}

/** The phrases in which some word, or a tag, begins with each word that is sought; in the order given. */
export function matching(phrases: readonly Phrase[], query: string): Phrase[] {
  const sought = words(query)
  const fits = (phrase: Phrase): boolean => {
    const there = words([phrase.text, ...phrase.tags].join(" "))
    return sought.every((word) => there.some((other) => other.startsWith(word)))
  }
  return phrases.filter(fits).slice(0, SHOWN_MOST)
}

/** The phrase with its placeholders filled in; those of which nothing is known stay. */
export function filled(text: string, values: Values): string {
  return text.replace(PLACE, (place, name: string) => values[name] || place)
}

/** Where the first placeholder stands that is still to be filled in: its beginning and end, or null. */
export function unfilled(text: string): [number, number] | null {
  const at = text.search(PLACE)
  return at < 0 ? null : [at, text.indexOf("}", at) + 1]
}

/** A text in which somebody's first name, wherever it stands as a word, has become a placeholder. */
export function withoutName(text: string, name: string): string {
  if (!name) return text
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, "giu"), "{name}")
}

function words(text: string): string[] {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}
