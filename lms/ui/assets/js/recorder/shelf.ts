import { nameOf } from "../lib/recording.ts"
import type { Piece } from "./recorded.ts"

/** A recording that isn’t all on the server yet, as this browser remembers it. */
export interface Left {
  key: string
  /** The page that it was recorded on. */
  draft: string
  /** Which statement of a drill it answers. */
  statement?: string
  name: string
  begunAt: number
  /** Where it is uploaded to, once the server has said so. */
  url: string | null
}

/** What begins now, in this format. */
export function begun(draft: string, format: string, statement?: string): Left {
  const now = new Date()
  return { key: crypto.randomUUID(), draft, statement, name: nameOf(format, now), begunAt: now.getTime(), url: null }
}

/** When it began, as people write it. */
export function saidBegun({ begunAt }: Left): string {
  return new Date(begunAt).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })
}

const LEFT = "left"
const PIECES = "pieces"

/** The name of one person’s shelf; signing out deletes it. */
export function shelfOf(owner: string): string {
  return `takes-${owner}`
}

/** Keeps recordings in the browser, piece by piece, until the server has them: a crash loses only the piece that is being made. */
export class Shelf {
  #base: IDBDatabase

  private constructor(base: IDBDatabase) {
    this.#base = base
  }

  static async open(owner: string): Promise<Shelf> {
    const opening = indexedDB.open(shelfOf(owner), 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(LEFT, { keyPath: "key" })
      opening.result.createObjectStore(PIECES, { keyPath: ["key", "offset"] })
    }
    const base = await done(opening)
    base.onversionchange = () => base.close() // signing out elsewhere isn’t held up
    return new Shelf(base)
  }

  async keep(left: Left): Promise<void> {
    await done(this.#store(LEFT).put(left))
  }

  async add(key: string, { offset, blob }: Piece): Promise<void> {
    await done(this.#store(PIECES).put({ key, offset, blob }))
  }

  /** The server has everything before `offset`. */
  async sent(key: string, offset: number): Promise<void> {
    for (const piece of await this.pieces(key))
      if (piece.offset + piece.blob.size <= offset) await done(this.#store(PIECES).delete([key, piece.offset]))
  }

  async drop(key: string): Promise<void> {
    await done(this.#store(PIECES).delete(IDBKeyRange.bound([key], [key, []])))
    await done(this.#store(LEFT).delete(key))
  }

  /** What was recorded on this page and isn’t kept yet, oldest first. */
  async left(draft: string): Promise<Left[]> {
    const all = await done(this.#store(LEFT).getAll() as IDBRequest<Left[]>)
    return all.filter((one) => one.draft === draft).sort((one, other) => one.begunAt - other.begunAt)
  }

  async pieces(key: string): Promise<Piece[]> {
    return done(this.#store(PIECES).getAll(IDBKeyRange.bound([key], [key, []])) as IDBRequest<Piece[]>)
  }

  #store(name: string): IDBObjectStore {
    return this.#base.transaction(name, "readwrite").objectStore(name)
  }
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new DOMException("", "UnknownError"))
    if (request.transaction) request.transaction.onabort = () => reject(request.transaction?.error ?? new DOMException("", "AbortError"))
  })
}
