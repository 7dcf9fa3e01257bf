import { Recorded } from "./recorded.ts"
import { type Left, Shelf } from "./shelf.ts"

/** One person’s shelf, as a page uses it. A browser that can’t keep anything (no room, private window) goes on without. */
export class Memory {
  #shelf: Shelf | null = null
  #owner: string
  #onNoRoom: () => void

  constructor(owner: string, onNoRoom: () => void) {
    this.#owner = owner
    this.#onNoRoom = onNoRoom
  }

  async open(): Promise<void> {
    this.#shelf = await Shelf.open(this.#owner).catch(() => null)
  }

  async on<Found>(deed: (shelf: Shelf) => Promise<Found>): Promise<Found | undefined> {
    try {
      if (this.#shelf) return await deed(this.#shelf)
    } catch {
      this.#shelf = null
    }
    this.#onNoRoom()
    return undefined
  }

  /** What an earlier page has left of this draft, unless another tab is still at it. What has arrived is forgotten. */
  async left(draft: string, arrivedKeys: ReadonlySet<string>): Promise<Left | undefined> {
    const found = (await this.on((shelf) => shelf.left(draft))) ?? []
    const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name))
    const arrived = ({ url }: Left): boolean => arrivedKeys.has(url?.split("/").at(-1) ?? "")
    for (const { key } of found.filter(arrived)) await this.on((shelf) => shelf.drop(key))
    return found.find((one) => !arrived(one) && !held.has(lockOf(one)))
  }

  /** What is still here of it. */
  async recorded(left: Left): Promise<Recorded> {
    return new Recorded((await this.on((shelf) => shelf.pieces(left.key))) ?? [], true)
  }
}

/** The lock that a tab holds while it is at a recording. */
export function lockOf({ key }: Left): string {
  return `take-${key}`
}
