/** How somebody likes to watch. The server keeps it, so that it holds on each of their devices. */
export interface Liked {
  speed_percent: number
  /** Lines of the picture; null lets the player choose. */
  lines: number | null
  /** Language of the captions; null shows none. */
  captions: string | null
  caption_size: string
  caption_look: string
}

const USUAL: Liked = { speed_percent: 100, lines: null, captions: null, caption_size: "medium", caption_look: "shade" }
const SAVED_AFTER_MS = 600
const CHANGED = "liking-changed"

/** What is liked, in the settings' fields and on the server; players of the same page agree. */
export class Liking {
  #liked: Liked
  #href: string
  #csrf: string
  #timer = 0
  #onChange: (liked: Liked) => void

  constructor(player: HTMLElement, onChange: (liked: Liked) => void) {
    this.#liked = player.dataset.liking ? (JSON.parse(player.dataset.liking) as Liked) : USUAL
    this.#href = player.dataset.likingHref ?? ""
    this.#csrf = player.dataset.csrf ?? ""
    this.#onChange = onChange
  }

  listen(signal: AbortSignal): void {
    document.addEventListener(CHANGED, (event) => this.#take((event as CustomEvent<Liked>).detail), { signal })
    addEventListener("pagehide", () => this.#timer && void this.#save(), { signal })
  }

  get liked(): Liked {
    return this.#liked
  }

  /** Here at once, in the other players too, and on the server in a moment. */
  change(part: Partial<Liked>): void {
    const liked = { ...this.#liked, ...part }
    clearTimeout(this.#timer)
    if (this.#href) this.#timer = setTimeout(() => void this.#save(), SAVED_AFTER_MS)
    document.dispatchEvent(new CustomEvent(CHANGED, { detail: liked }))
  }

  #take(liked: Liked): void {
    this.#liked = liked
    this.#onChange(liked)
  }

  /** Not kept (away, signed out) is no harm: it holds on this page, and the next choice is sent anew. */
  async #save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = 0
    const body = new URLSearchParams(Object.entries(this.#liked).map(([name, value]) => [name, String(value ?? "")]))
    const headers = { "X-CSRFToken": this.#csrf, "X-Requested-With": "fragment" }
    await fetch(this.#href, { method: "POST", body, headers, keepalive: true, redirect: "error" }).catch(() => undefined)
  }
}
