import { type RecordingKind, formatOf, loudness } from "../lib/recording.ts"

const PIECE_MS = 2000 // at most so much is lost by a crash
const FALL = 0.5 // per frame: a level falls slowly, so that eyes can read it
const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } }
const BITS = { videoBitsPerSecond: 1_500_000, audioBitsPerSecond: 96_000 }

/** What the studio tells: a piece that was recorded, that nothing more comes, and how loud it is now. */
export interface StudioListener {
  onPiece(blob: Blob): void
  onEnd(wasCutOff: boolean): void
  onLevel(level: number): void
}

/** Camera and microphone: their picture and sound, and a recording of both. */
export class Studio {
  #listener: StudioListener
  #stream: MediaStream | null = null
  #recorder: MediaRecorder | null = null
  #ears: AudioContext | null = null
  #frame = 0
  #startedAt = 0
  #before = 0

  constructor(listener: StudioListener) {
    this.#listener = listener
  }

  get stream(): MediaStream | null { return this.#stream }

  /** How long the recording is, in seconds, without its pauses. */
  get seconds(): number {
    return (this.#before + (this.#startedAt ? performance.now() - this.#startedAt : 0)) / 1000
  }

  static formatOf(kind: RecordingKind): string | undefined {
    return "MediaRecorder" in window ? formatOf(kind, (format) => MediaRecorder.isTypeSupported(format)) : undefined
  }

  /** Ask for the devices, those chosen or the usual ones. Throws the browser’s DOMException. */
  async open(kind: RecordingKind, camera: string, microphone: string): Promise<void> {
    this.close()
    const chosen = (id: string): MediaTrackConstraints => (id ? { deviceId: { exact: id } } : {})
    const video = kind === "video" && { ...PICTURE, ...chosen(camera) }
    this.#stream = await navigator.mediaDevices.getUserMedia({ video, audio: chosen(microphone) })
    this.#listen(this.#stream)
  }

  /** What can be chosen; browsers name devices only once one of them is in use. */
  async devices(): Promise<{ cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[] }> {
    const all = await navigator.mediaDevices.enumerateDevices()
    return { cameras: all.filter(({ kind }) => kind === "videoinput"), microphones: all.filter(({ kind }) => kind === "audioinput") }
  }

  /** Which devices are in use. */
  get inUse(): string[] {
    return this.#stream?.getTracks().map((track) => track.getSettings().deviceId ?? "") ?? []
  }

  record(format: string): void {
    if (!this.#stream) return
    const recorder = new MediaRecorder(this.#stream, { mimeType: format, ...BITS })
    let wasCutOff = false
    for (const track of this.#stream.getTracks()) track.addEventListener("ended", () => {
      wasCutOff = recorder.state !== "inactive"
      this.stop()
    })
    recorder.addEventListener("dataavailable", ({ data }) => data.size && this.#listener.onPiece(data))
    recorder.addEventListener("stop", () => this.#listener.onEnd(wasCutOff))
    recorder.start(PIECE_MS)
    this.#recorder = recorder
    this.#before = 0
    this.#startedAt = performance.now()
  }

  pause(): void {
    this.#recorder?.pause()
    this.#recorder?.requestData() // so that a pause leaves nothing unsent
    this.#hold()
  }

  resume(): void {
    this.#recorder?.resume()
    this.#startedAt = performance.now()
  }

  stop(): void {
    if (this.#recorder?.state !== "inactive") this.#recorder?.stop()
    this.#hold()
  }

  /** Let go of the devices: their lights go out. */
  close(): void {
    cancelAnimationFrame(this.#frame)
    void this.#ears?.close()
    this.#ears = null
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = null
  }

  #hold(): void {
    if (this.#startedAt) this.#before += performance.now() - this.#startedAt
    this.#startedAt = 0
  }

  #listen(stream: MediaStream): void {
    this.#ears = new AudioContext()
    const analyser = this.#ears.createAnalyser()
    this.#ears.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let level = 0
    const look = (): void => {
      analyser.getFloatTimeDomainData(samples)
      level = Math.max(loudness(samples), level - FALL)
      this.#listener.onLevel(Math.round(level))
      this.#frame = requestAnimationFrame(look)
    }
    look()
  }
}
