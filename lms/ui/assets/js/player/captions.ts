/** The video's captions: which language shows. The browser fetches a file once it is to be shown. */
export class Captions {
  #video: HTMLVideoElement

  constructor(video: HTMLVideoElement) {
    this.#video = video
  }

  get tracks(): TextTrack[] {
    return [...this.#video.textTracks].filter((track) => track.kind === "captions")
  }

  /** Show the language, or what comes nearest to it (`es` for `es-MX`), or none. */
  show(language: string | null): void {
    const chosen = language && (this.#find(language) ?? this.#find(language.split("-")[0] ?? ""))
    for (const track of this.tracks) track.mode = track === chosen ? "showing" : "disabled"
  }

  get shown(): string | null {
    return this.tracks.find((track) => track.mode === "showing")?.language ?? null
  }

  /** What the captions key turns on: what was shown last, the page's language, or the first there is. */
  wanted(last: string | null): string | null {
    const found = this.#find(last ?? "") ?? this.#find(document.documentElement.lang) ?? this.tracks[0]
    return found?.language ?? null
  }

  #find(language: string): TextTrack | undefined {
    return this.tracks.find((track) => track.language === language) ?? this.tracks.find((track) => track.language.split("-")[0] === language)
  }
}
