import { timecode } from "../lib/clock.ts"
import { needed } from "../lib/needed.ts"
import { type Mark, drawMarks, seenIn } from "../player/marks.ts"
import type { CoursePlayer } from "./course-player.ts"
import type { TakeRecorder } from "./take-recorder.ts"

const UNPINNED = "Pin what you have recorded, or discard it, before you send this."
const AWAY = "Not pinned: the connection is lost. Your words stay here; press Enter again when it is back."

/**
 * <review-desk> pins remarks to the moment at which typing began. R begins one, V one that is spoken, B and E set a part;
 * typing and speaking pause what plays, Enter pins and plays on. The focus goes nowhere by itself.
 *
 * Inside: a [data-new-remark] form with `text`, and where there is a recording `start`, `end` and `recording`; the list
 * [data-pins]; a [data-remark-line] for what happens. Forms with [data-remark] change the list without leaving the page.
 * In a <take-recorder> buttons with [data-at] say what is spoken about: the "moment", or the "whole".
 */
export class ReviewDesk extends HTMLElement {
  #life = new AbortController()
  #wasPlaying = false
  #lastPlayed: CoursePlayer | null = null
  #isSending = false

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.addEventListener("submit", (event) => void this.#submit(event), { signal })
    this.addEventListener("click", (event) => this.#click(event.target as Element), { signal })
    document.addEventListener("submit", (event) => this.#waitForVoice(event), { signal, capture: true })
    this.#text.addEventListener("input", () => this.#typed(), { signal })
    this.#text.addEventListener("keydown", (event) => this.#enter(event), { signal })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
    document.addEventListener("play", (event) => this.#playing(event), { signal, capture: true })
    for (const keys of this.querySelectorAll<HTMLElement>("[data-keys]")) keys.hidden = !matchMedia("(any-pointer: fine)").matches
    this.#draw()
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  get #form(): HTMLFormElement { return this.#one("[data-new-remark]") }
  get #text(): HTMLTextAreaElement { return this.#one("[data-new-remark] [name=text]") }
  get #players(): CoursePlayer[] { return [...document.querySelectorAll<CoursePlayer>('course-player[data-of^="recording-"]')] }

  /** The one that was played last, or the page's first. */
  get #player(): CoursePlayer | null { return this.#lastPlayed ?? this.#players[0] ?? null }

  #one<Found extends HTMLElement = HTMLElement>(selector: string): Found { return needed<Found>(this, selector) }

  #field(name: string): HTMLInputElement | null { return this.#form.querySelector(`[name=${name}]`) }

  #playing(event: Event): void {
    const player = (event.target as Element).closest<CoursePlayer>("course-player")
    if (player && this.#players.includes(player)) this.#lastPlayed = player
  }

  #typed(): void {
    if (this.#text.value) this.#pinHere()
    this.#pause()
  }

  /** To the moment that plays, unless it is about something already. */
  #pinHere(): void {
    if (this.#player && !this.#field("start")?.value && !this.#field("quote")?.value) this.#pin("start", this.#player)
  }

  #pause(): void {
    if (!this.#player?.isPlaying) return
    this.#wasPlaying = true
    this.#player.pause()
  }

  #goOn(): void {
    if (this.#wasPlaying) this.#player?.play()
    this.#wasPlaying = false
  }

  get #recorder(): TakeRecorder | null { return this.querySelector("take-recorder") }

  /** The recorder hears the same click, and begins or lets go. */
  #click(target: Element): void {
    const button = target.closest<HTMLElement>("take-recorder [data-do]")
    const about = button?.dataset.at
    if (about === "moment") this.#pinHere()
    if (about === "whole") this.#clearPlace()
    if (about) this.#pause()
    if (button?.dataset.do !== "discard") return
    if (!this.#text.value) this.#clearPlace()
    this.#goOn()
  }

  #speak(): void {
    if (this.#recorder?.state === "idle") this.#recorder.querySelector<HTMLElement>("[data-at]")?.click()
  }

  /** What is recorded and not pinned would stay behind. */
  #waitForVoice(event: SubmitEvent): void {
    const isAtIt = ["recording", "paused", "review", "keeping"].includes(this.#recorder?.state ?? "")
    if (!isAtIt || this.contains(event.target as Node)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#say(UNPINNED)
    this.#one<HTMLElement>("[data-remark-line]").focus()
  }

  #pin(name: "start" | "end", player: CoursePlayer): void {
    const field = this.#field(name)
    if (field) field.value = timecode(player.ms / 1000)
    const recording = this.#field("recording")
    if (recording) recording.value = player.dataset.of?.replace("recording-", "") ?? ""
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as Element
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (target.closest("dialog[open]") || target.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea, select")) return
    const deeds: Record<string, () => void> = {
      r: () => this.#text.focus(),
      v: () => this.#speak(),
      b: () => this.#begin(),
      e: () => this.#end(),
    }
    const deed = deeds[event.key.toLowerCase()]
    if (!deed) return
    event.preventDefault()
    deed()
  }

  #begin(): void {
    if (!this.#player) return
    this.#pin("start", this.#player)
    this.#say(`The part begins at ${this.#field("start")?.value}. Play on, then press E.`)
  }

  /** The end of a part, and on to what is to be said about it. */
  #end(): void {
    if (!this.#player) return
    this.#pin("end", this.#player)
    this.#text.focus()
  }

  /** Enter pins, Escape gives the keys back to the player. */
  #enter(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#text.blur()
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.repeat) return
    event.preventDefault()
    if (this.#text.value.trim()) this.#form.requestSubmit()
  }

  async #submit(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement
    if (!form.matches("[data-remark], [data-new-remark]")) return
    event.preventDefault()
    if (this.#isSending) return
    this.#isSending = true
    const fault = await this.#send(form)
    this.#isSending = false
    this.#say(fault)
    if (fault || form !== this.#form) return
    this.#clear()
    this.#goOn()
  }

  async #send(form: HTMLFormElement): Promise<string> {
    try {
      const body = new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]))
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fragment" }, redirect: "manual" })
      if (answer.type === "opaqueredirect") return "You are signed out. Sign in again in another tab, then press Enter."
      const said = (await answer.json().catch(() => ({}))) as { html?: string; key?: string; message?: string }
      if (!answer.ok || said.html === undefined) return said.message ?? AWAY
      this.#one("[data-pins]").innerHTML = said.html
      const key = this.#field("key")
      if (key && form === this.#form) key.value = said.key ?? ""
      this.#draw()
      return ""
    } catch {
      return AWAY
    }
  }

  #clearPlace(): void {
    for (const name of ["start", "end", "quote", "position", "field"]) {
      const field = this.#field(name)
      if (field) field.value = ""
    }
  }

  #clear(): void {
    this.#text.value = ""
    this.#clearPlace()
    const later = this.#field("is_later")
    if (later) later.checked = false
    this.#text.dispatchEvent(new CustomEvent("moment-kept", { bubbles: true }))
  }

  /** Into each player's line. A picture only: the list is what people use. */
  #draw(): void {
    const links = [...this.querySelectorAll<HTMLElement>("part-link")]
    for (const player of this.#players) {
      const mine = links.filter((link) => link.dataset.of === player.dataset.of)
      const pinned = mine.map((link): Mark => ({ ms: Number(link.dataset.startMs), kind: "remark" }))
      drawMarks(player, [...seenIn(player), ...pinned])
    }
  }

  #say(sentence: string): void {
    this.#one("[data-remark-line]").textContent = sentence
  }
}

customElements.define("review-desk", ReviewDesk)
