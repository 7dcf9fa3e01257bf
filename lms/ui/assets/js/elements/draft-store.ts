import type { Copy } from "../lib/draft.ts"

/**
 * The browser's copy of one draft, of one person. Storage may be full or forbidden: then there is none.
 *
 * Words that are disputed lie apart, where what another tab saves doesn't sweep them away.
 */
export class DraftStore {
  readonly #key: string
  readonly #disputed: string

  constructor(href: string, owner: string) {
    this.#key = `draft:${owner}:${href}`
    this.#disputed = `draft:${owner}:disputed:${href}`
  }

  read(): Copy | null {
    return read(this.#disputed) ?? read(this.#key)
  }

  write(copy: Copy): void {
    write(this.#key, copy)
  }

  writeDisputed(copy: Copy): void {
    write(this.#disputed, copy)
  }

  drop(): void {
    remove(this.#key)
  }

  dropDisputed(): void {
    remove(this.#disputed)
  }
}

function read(key: string): Copy | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Copy | null
  } catch {
    return null
  }
}

function write(key: string, copy: Copy): void {
  try {
    localStorage.setItem(key, JSON.stringify(copy))
  } catch {
    // The words are still in the form, and on their way to the server.
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
