/** One piece of a recording, and where it begins. */
export interface Piece {
  offset: number
  blob: Blob
}

/** What has been recorded so far, as tus-js-client reads a file: whoever asks beyond its end waits for more. */
export class Recorded {
  readonly size = null as unknown as number // nobody knows until it ends; the library takes that as null
  #pieces: Piece[]
  #end: number
  #isWhole = false
  #wake = (): void => undefined

  constructor(pieces: readonly Piece[] = [], isWhole = false) {
    this.#pieces = [...pieces].sort((one, other) => one.offset - other.offset)
    const last = this.#pieces.at(-1)
    this.#end = last ? last.offset + last.blob.size : 0
    this.#isWhole = isWhole
  }

  get bytes(): number { return this.#end }
  get isWhole(): boolean { return this.#isWhole }

  /** All of it as one file. */
  get whole(): Blob { return new Blob(this.#pieces.map(({ blob }) => blob), { type: this.#pieces[0]?.blob.type ?? "" }) }

  add(blob: Blob): Piece {
    const piece = { offset: this.#end, blob }
    this.#pieces.push(piece)
    this.#end += blob.size
    this.#wake()
    return piece
  }

  /** Nothing more comes. */
  end(): void {
    this.#isWhole = true
    this.#wake()
  }

  async slice(start: number, end: number): Promise<{ value: Blob; done: boolean }> {
    while (start >= this.#end && !this.#isWhole) await new Promise<void>((wake) => (this.#wake = wake))
    const upTo = Math.min(end, this.#end)
    const parts = this.#pieces
      .filter(({ offset, blob }) => offset < upTo && offset + blob.size > start)
      .map(({ offset, blob }) => blob.slice(Math.max(0, start - offset), upTo - offset))
    return { value: new Blob(parts), done: this.#isWhole && upTo >= this.#end }
  }

  close(): void {
    this.#wake()
  }
}
