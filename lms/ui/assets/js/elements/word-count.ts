import { countWords, saidWords } from "../lib/words.ts"

/** <word-count data-for data-limit> counts the words of a field as they are typed. */
export class WordCount extends HTMLElement {
  #life = new AbortController()

  connectedCallback(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#field?.addEventListener("input", () => this.#count(), { signal })
    this.#field?.form?.addEventListener("draft-restored", () => this.#count(), { signal })
    this.#count()
  }

  disconnectedCallback(): void {
    this.#life.abort()
  }

  get #field(): HTMLTextAreaElement | null {
    return document.getElementById(this.dataset.for ?? "") as HTMLTextAreaElement | null
  }

  #count(): void {
    const limit = Number(this.dataset.limit) || undefined
    const count = countWords(this.#field?.value ?? "")
    this.textContent = saidWords(count, limit)
    this.dataset.state = limit && count > limit ? "over" : "within"
  }
}
