import { Upload, defaultOptions } from "tus-js-client"
import { PIECE_BYTES } from "../lib/pieces.ts"

const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000]
const KEPT_MS = 7 * 24 * 3_600_000 // the server throws away what hasn't moved for longer

/** Where files are sent, and what goes along with each piece. */
export interface Way { href: string; headers: Record<string, string> }

/** What the sending of a file tells. `status` is the server's, 0 where none answered; `said` its own words, or empty. */
export interface SendingListener {
  onProgress(sent: number, whole: number): void
  onFault(status: number, said: string): void
  onWhole(key: string): void
}

/** Sends one file in pieces (tus), and goes on with what this browser has sent of it before. */
export class Sending {
  #upload: Upload

  constructor(file: File, { href, headers }: Way, listener: SendingListener) {
    this.#upload = new Upload(file, {
      endpoint: href,
      headers,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, whole) => listener.onProgress(sent, whole),
      onError: (fault) => listener.onFault(...answerOf(fault)),
      onSuccess: () => listener.onWhole(this.#upload.url?.split("/").at(-1) ?? ""),
    })
  }

  async begin(): Promise<void> {
    const [before] = await this.#upload.findPreviousUploads()
    if (before) this.#upload.resumeFromPreviousUpload(before)
    this.goOn()
  }

  goOn(): void {
    this.#upload.start()
  }

  /** What has been sent is kept. */
  async pause(): Promise<void> {
    await this.#upload.abort()
  }

  /** Have the server forget it, too; if it can't be told now, it forgets by itself. */
  async cancel(): Promise<void> {
    await this.#upload.abort(true).catch(() => undefined)
  }
}

/** A file that this browser has begun to send, in a page that was closed. */
export interface Interrupted { name: string; size: number; forget(): Promise<void> }

/** All of them, the latest last. */
export async function interrupted({ headers }: Way): Promise<Interrupted[]> {
  const storage = defaultOptions.urlStorage
  const begun = await storage.findAllUploads()
  const kept = begun.filter(({ creationTime }) => Date.now() - Date.parse(creationTime) < KEPT_MS)
  return kept.map(({ metadata, size, uploadUrl, urlStorageKey }) => ({
    name: metadata.filename ?? "",
    size: size ?? 0,
    forget: async () => {
      await storage.removeUpload(urlStorageKey)
      if (uploadUrl) await Upload.terminate(uploadUrl, { headers, retryDelays: [] }).catch(() => undefined)
    },
  }))
}

function answerOf(fault: Error): [number, string] {
  const answer = "originalResponse" in fault ? (fault.originalResponse as { getStatus(): number; getBody(): string } | null) : null
  const said = answer?.getBody() ?? ""
  return [answer?.getStatus() ?? 0, said.startsWith("<") ? "" : said]
}
