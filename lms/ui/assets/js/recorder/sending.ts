import { Upload } from "tus-js-client"
import { retryDelay } from "../lib/backoff.ts"
import { PIECE_BYTES } from "../lib/pieces.ts"
import type { Recorded } from "./recorded.ts"

const RETRY_MS = [0, 1000, 3000]
const SIGNED_OUT = "You are signed out. Sign in again in another tab: sending goes on, and nothing is lost."
const REFUSED = "The server couldn’t take this recording. It is still in this browser: reload the page and try again."

/** Where a recording goes, and who hears of it. */
export interface Way {
  href: string
  csrf: string
  name: string
  /** Of an upload that has begun. */
  url: string | null
  onUrl(url: string): void
  onSent(bytes: number): void
  onWhole(key: string): void
  /** `isFinal`: trying again by itself won’t help. */
  onTrouble(sentence: string, isFinal: boolean): void
}

/** Sends a recording while it is still being made (tus, with a length that is told at the end). */
export class Sending {
  #upload: Upload
  #way: Way
  #failures = 0
  #timer = 0
  #isOver = false

  constructor(recorded: Recorded, way: Way) {
    this.#way = way
    this.#upload = new Upload(recorded as unknown as Blob, {
      endpoint: way.href,
      uploadUrl: way.url,
      chunkSize: PIECE_BYTES,
      uploadLengthDeferred: true,
      storeFingerprintForResuming: false, // the shelf remembers
      fingerprint: async () => "",
      fileReader: { openFile: async () => recorded },
      retryDelays: RETRY_MS,
      metadata: { filename: way.name },
      headers: { "X-CSRFToken": way.csrf, "X-Requested-With": "fragment" },
      onUploadUrlAvailable: () => this.#upload.url && way.onUrl(this.#upload.url),
      onChunkComplete: (_size, accepted) => this.#sent(accepted),
      onError: (fault) => this.#failed(fault),
      onSuccess: () => way.onWhole(this.#upload.url?.split("/").at(-1) ?? ""),
    })
  }

  start(): void {
    clearTimeout(this.#timer)
    if (!this.#isOver) this.#upload.start()
  }

  /** Try now what was put off. */
  hurry(): void {
    if (this.#timer) this.start()
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    void this.#upload.abort()
  }

  /** Nobody wants it: let the server forget it as well. */
  async discard(): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#upload.abort()
    const url = this.#upload.url ?? this.#way.url
    if (url) await Upload.terminate(url, this.#upload.options).catch(() => undefined) // it goes there by itself after some days
  }

  #sent(bytes: number): void {
    this.#failures = 0
    this.#timer = 0
    this.#way.onSent(bytes)
  }

  #failed(fault: Error): void {
    if (this.#isOver) return
    const answer = "originalResponse" in fault ? (fault.originalResponse as { getStatus(): number; getBody(): string } | null) : null
    const status = answer?.getStatus() ?? 0
    const isFinal = status >= 400 && status < 500 && status !== 401 && status !== 429
    const body = answer?.getBody() ?? ""
    const said = status === 401 ? SIGNED_OUT : body && !body.startsWith("<") ? body : isFinal ? REFUSED : ""
    this.#way.onTrouble(said, isFinal)
    if (!isFinal) this.#timer = setTimeout(() => this.start(), retryDelay(++this.#failures))
  }
}
