import type { Copy } from "../lib/draft.ts"

/** The browser's copy of one draft, of one person. Storage may be full or forbidden: then there is none. */
export class DraftStore {
  readonly #key: string

  constructor(href: string, owner: string) {
    this.#key = `draft:${owner}:${href}`
  }

  read(): Copy | null {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "null") as Copy | null
    } catch {
      return null
    }
  }

  write(copy: Copy): boolean {
    try {
      localStorage.setItem(this.#key, JSON.stringify(copy))
      return true
    } catch {
      return false
    }
  }

  drop(): void {
    try {
      localStorage.removeItem(this.#key)
    } catch {
      // Where storage is forbidden nothing was kept.
    }
  }
}
