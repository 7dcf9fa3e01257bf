const THREAD = /^\/threads\/\d+$/
const SETTLES = /\/settling$/

/**
 * <queue-way data-next> goes on through the queue without loading a page: what comes next is fetched while one works, and
 * takes the place of this one when an answer has been sent, or a link to it is followed.
 *
 * Sent by a script are forms that are sent with the button `onward`, and those that take a thread out of the queue.
 * Without it, and where anything goes wrong, the browser does all this by itself.
 */
export class QueueWay extends HTMLElement {
  #life = new AbortController()
  #ahead: Promise<string | null> = Promise.resolve(null)
  #shown = ""
  #isBusy = false

  connectedCallback() {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#shown = location.pathname + location.search
    document.addEventListener("submit", (event) => this.#submit(event), { signal })
    document.addEventListener("click", (event) => this.#click(event), { signal })
    window.addEventListener("popstate", () => location.pathname + location.search === this.#shown || location.reload(), { signal })
    if (this.#next) this.#ahead = page(this.#next, { headers: { "X-Purpose": "prefetch" }, signal })
  }

  disconnectedCallback() {
    this.#life.abort()
  }

  get #next() {
    return this.dataset.next ?? ""
  }

  #click(event: MouseEvent) {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("main a[href]") : null
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (!THREAD.test(link.pathname) || !link.search.includes("at=") || link.pathname === location.pathname || link.target) return
    event.preventDefault()
    void this.#follow(link.pathname + link.search)
  }

  async #follow(address: string) {
    const html = address === this.#next ? await this.#ahead : await page(address)
    if (!html || !show(html, address)) location.assign(address)
  }

  #submit(event: SubmitEvent) {
    const { target: form, submitter } = event
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || this.#isBusy) return
    const isOnward = submitter instanceof HTMLButtonElement && submitter.name === "onward"
    if (!form.closest("main") || !(isOnward || SETTLES.test(new URL(form.action).pathname))) return
    event.preventDefault()
    this.#isBusy = true
    void this.#send(form, submitter)
  }

  async #send(form: HTMLFormElement, submitter: HTMLElement | null) {
    const ahead = await this.#ahead
    const body = new URLSearchParams([...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]))
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: ahead ? { "X-Fetched-Ahead": this.#next } : {} })
      const html = await answer.text()
      const url = new URL(answer.url)
      const isKept = answer.ok && !answer.redirected && ahead
      if (isKept ? show(ahead, this.#next, html) : show(html, answer.redirected ? url.pathname + url.search : null)) return
    } catch {
      // no network: the browser says so
    }
    form.requestSubmit(submitter)
  }
}

async function page(address: string, init: RequestInit = {}): Promise<string | null> {
  try {
    const answer = await fetch(address, { ...init, redirect: "error" })
    return answer.ok ? await answer.text() : null
  } catch {
    return null
  }
}

/** Put a page in the place of this one; false for what is none. `changed`: parts of it that are newer. */
function show(html: string, address: string | null, changed = ""): boolean {
  const next = new DOMParser().parseFromString(html, "text/html")
  const newer = new DOMParser().parseFromString(changed, "text/html")
  const [main, header] = [next.querySelector("main"), newer.querySelector(".site-header") ?? next.querySelector(".site-header")]
  if (!main || !header) return false
  main.prepend(...newer.querySelectorAll(".flashes"))
  if (address) history.pushState(null, "", address)
  document.title = next.title
  document.querySelector(".site-header")?.replaceWith(header)
  bring(next)
  document.querySelector("main")?.replaceWith(main)
  window.scrollTo(0, 0)
  main.focus({ preventScroll: true })
  return true
}

/** Templates and scripts that the page needs and this one didn't. */
function bring(next: Document) {
  for (const template of next.querySelectorAll("body > template[id]"))
    if (!document.getElementById(template.id)) document.body.append(template)
  for (const script of next.querySelectorAll<HTMLScriptElement>("body > script[src]")) {
    if ([...document.scripts].some((one) => one.src === script.src)) continue
    const fresh = document.createElement("script")
    fresh.type = script.type
    fresh.src = script.src
    document.body.append(fresh)
  }
}
