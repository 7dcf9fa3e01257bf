/** What somebody records: with a picture, or sound alone. */
export type RecordingKind = "video" | "sound"

const FORMATS: Record<RecordingKind, string[]> = {
  video: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
  sound: ["audio/webm;codecs=opus", "audio/webm", "audio/mp4"],
}
const DENIED = "This site may not use your camera or microphone yet. Allow it in the browser, beside the address, then try again."
const FAULTS: Record<string, string> = {
  NotAllowedError: DENIED,
  SecurityError: DENIED,
  NotFoundError: "No camera or microphone was found. Plug one in, or record sound only.",
  OverconstrainedError: "This camera or microphone isn’t there any more. Choose another one.",
  NotReadableError: "The camera or microphone is in use by another program. Close that, then try again.",
  AbortError: "The camera or microphone didn’t start. Try again.",
}

/** The first format that the browser can write; none where it can’t record at all. */
export function formatOf(kind: RecordingKind, isSupported: (format: string) => boolean): string | undefined {
  return FORMATS[kind].find(isSupported)
}

/** Why there is no picture or sound, by the name of the browser’s error. */
export function saidFault(name: string): string {
  return FAULTS[name] ?? "The camera or microphone can’t be used. Reload the page and try again."
}

/** A file’s name that says when it was recorded, and what it is. */
export function nameOf(format: string, at: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0")
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `Recording ${day} ${two(at.getHours())}.${two(at.getMinutes())}.${format.includes("mp4") ? "mp4" : "webm"}`
}

/** How loud samples between -1 and 1 are, from 0 to 100, as ears tell it: 60 dB below full scale is nothing. */
export function loudness(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibels = 10 * Math.log10(sum / samples.length || 1e-12)
  return Math.round(Math.min(100, Math.max(0, (decibels + 60) * (100 / 60))))
}
