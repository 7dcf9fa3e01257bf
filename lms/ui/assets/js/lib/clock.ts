/** Seconds as players say them: 1:05. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}

/** The same, for ears. */
export function spokenClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  const parts = [minutes ? `${minutes} minute${minutes === 1 ? "" : "s"}` : "", rest || !minutes ? `${rest} second${rest === 1 ? "" : "s"}` : ""]
  return parts.filter(Boolean).join(" ")
}

/** How long something will still take, roughly, in words. */
export function roughly(seconds: number): string {
  if (!Number.isFinite(seconds)) return ""
  if (seconds < 60) return "less than a minute left"
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `about ${minutes} minute${minutes === 1 ? "" : "s"} left` : `about ${Math.round(minutes / 60)} hours left`
}

/** A size as file managers say it. */
export function size(bytes: number): string {
  if (bytes === 1) return "1 byte"
  const units = ["bytes", "KB", "MB", "GB", "TB"]
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0)
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${units[step]}`
}
