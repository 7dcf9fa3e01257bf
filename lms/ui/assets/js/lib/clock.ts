/** Seconds as players say them, and as the server does: 1:05, 1:02:05. */
export function timecode(seconds: number): string {
  const [hours, minutes, rest] = parts(seconds)
  const two = (part: number): string => String(part).padStart(2, "0")
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** The same, for ears. */
export function spokenTime(seconds: number): string {
  const [hours, minutes, rest] = parts(seconds)
  const said = [counted(hours, "hour"), counted(minutes, "minute"), counted(rest, "second")].filter(Boolean)
  return said.join(" ") || "0 seconds"
}

function parts(seconds: number): [hours: number, minutes: number, rest: number] {
  const whole = Math.max(0, Math.floor(seconds))
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
}

function counted(count: number, unit: string): string {
  return count ? `${count} ${unit}${count === 1 ? "" : "s"}` : ""
}

/** How long something will still take, roughly, in words. */
export function roughly(seconds: number): string {
  if (!Number.isFinite(seconds)) return ""
  if (seconds < 60) return "less than a minute left"
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `about ${counted(minutes, "minute")} left` : `about ${counted(Math.round(minutes / 60), "hour")} left`
}

/** A size as file managers say it. */
export function size(bytes: number): string {
  if (bytes === 1) return "1 byte"
  const units = ["bytes", "KB", "MB", "GB", "TB"]
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0)
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${units[step]}`
}
