import { linkTo, listFrom } from "../lib/moments.ts"
import { drawMarks, type Mark } from "../player/marks.ts"
import { Prompts } from "../player/prompts.ts"
import type { CoursePlayer } from "./course-player.ts"
import type { MomentPanel } from "./moment-panel.ts"

/** <moment-desk> shows what its links lead to beside the player, one at a time, and draws what they hold into its line. */
export class MomentDesk extends HTMLElement {
  #life = new AbortController()
  #reached = ""

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.addEventListener("click", (event) => this.#click(event), { signal })
    this.addEventListener("moments-changed", (event) => this.#changed(event.target as MomentPanel), { signal })
    const player = this.#player
    player?.addEventListener("player-time", () => this.#link(player.ms), { signal })
    if (player) this.#link(player.ms)
    if (player) new Prompts(this, player).listen(signal)
    this.addEventListener("moment-shown", (event) => this.#reveal((event as CustomEvent<HTMLElement>).detail), { signal })
    for (const link of this.#links) this.insertBefore(this.#panelOf(link), this.querySelector("[data-link]"))
    this.#open(this.#links.find((link) => location.hash.startsWith(`#${link.dataset.panel?.slice(0, -1)}-`)) ?? this.#links[0])
  }

  disconnectedCallback(): void {
    this.#life.abort()
    for (const panel of this.#panels) panel.remove()
  }

  get #player(): CoursePlayer | null { return this.closest<CoursePlayer>("course-player") }
  get #links(): HTMLAnchorElement[] { return [...this.querySelectorAll<HTMLAnchorElement>("a[data-panel]")] }
  get #panels(): MomentPanel[] { return [...this.querySelectorAll<MomentPanel>("moment-panel")] }

  #panelOf(link: HTMLAnchorElement): HTMLElement {
    const panel = document.createElement("moment-panel")
    Object.assign(panel.dataset, { href: link.href, name: link.dataset.panel })
    panel.setAttribute("role", "region")
    panel.setAttribute("aria-label", link.textContent ?? "")
    return panel
  }

  #click(event: MouseEvent): void {
    const target = event.target as Element
    const link = target.closest<HTMLAnchorElement>("a[data-panel]")
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    if (link || target.closest("[data-seek-ms]")) event.preventDefault() // the player goes there
    if (link) this.#open(link)
  }

  #open(link: HTMLAnchorElement | undefined): void {
    for (const other of this.#links) other.toggleAttribute("aria-current", false)
    link?.setAttribute("aria-current", "true")
    for (const panel of this.#panels) panel.hidden = panel.dataset.name !== link?.dataset.panel
  }

  #changed(panel: MomentPanel): void {
    this.#draw()
    const asked = location.hash.slice(1)
    if (panel.hidden || asked === this.#reached || !asked.startsWith(`${panel.dataset.name?.slice(0, -1)}-`)) return
    this.#reached = asked
    const found = panel.querySelector(`#${CSS.escape(asked)}`)
    if (found) found.scrollIntoView({ block: "nearest" })
    else if (panel.dataset.name === "questions") void panel.load(listFrom(panel.dataset.href ?? "", asked)) // a long list
  }

  #link(ms: number): void {
    const place = this.querySelector<HTMLElement>("[data-link]")
    const button = place?.querySelector<HTMLElement>("copy-button")
    if (!place || !button) return
    place.hidden = false
    button.dataset.text = linkTo(location.href, ms)
  }

  #reveal(shown: HTMLElement): void {
    const name = shown.closest<MomentPanel>("moment-panel")?.dataset.name
    this.#open(this.#links.find((link) => link.dataset.panel === name))
  }

  #draw(): void {
    const player = this.#player
    const marked = [...this.querySelectorAll<HTMLElement>("[data-mark-ms]")]
    const marks = marked.map((one): Mark => ({ ms: Number(one.dataset.markMs), kind: one.dataset.mark ?? "" }))
    if (player) drawMarks(player, marks)
  }
}

customElements.define("moment-desk", MomentDesk)
