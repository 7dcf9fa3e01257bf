import type { CoursePlayer } from "../elements/course-player.ts"
import type { Cue } from "../lib/vtt.ts"

/** The picture beside the editor: where it stands, and the draft upon it as viewers would read it. */
export class Picture {
  #player: CoursePlayer | null
  #draft: TextTrack | null = null

  constructor(language: string, isShown: boolean) {
    this.#player = document.querySelector<CoursePlayer>("course-player")
    const video = this.#player?.querySelector("video")
    // Of a kind that the player doesn't offer among the published captions.
    if (video && isShown) this.#draft = video.addTextTrack("subtitles", "Draft", language)
    if (this.#draft) this.#draft.mode = "showing"
  }

  get ms(): number { return this.#player?.ms ?? 0 }

  seek(ms: number): void { void this.#player?.seek(Math.max(0, ms)) }
  toggle(): void { this.#player?.toggle() }

  onTime(heard: (ms: number) => void, signal: AbortSignal): void {
    this.#player?.addEventListener("player-time", (event) => heard((event as CustomEvent<{ ms: number }>).detail.ms), { signal })
  }

  show(cues: Cue[]): void {
    if (!this.#draft) return
    for (const cue of [...(this.#draft.cues ?? [])]) this.#draft.removeCue(cue)
    for (const { start, end, text } of cues) if (end > start) this.#draft.addCue(new VTTCue(start / 1000, end / 1000, text))
  }
}
