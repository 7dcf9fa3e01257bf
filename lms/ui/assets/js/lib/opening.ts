const MINUTE = 60_000
const LONGEST_SLEEP = 60 * MINUTE

/** The server's time, by a browser's clock that may be wrong: both read at the same moment. */
export function clockSkew(serverNow: number, browserNow: number): number {
  return serverNow - browserNow
}

/** How long until the door opens, in words; empty once it has, or while it is more than a day away. */
export function saidUntil(msLeft: number): string {
  const minutes = Math.ceil(msLeft / MINUTE)
  if (minutes <= 0 || minutes > 24 * 60) return ""
  if (minutes < 60) return minutes === 1 ? "Opens in 1 minute." : `Opens in ${minutes} minutes.`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return `Opens in ${hours} h${rest ? ` ${rest} min` : ""}.`
}

/** When to look again: each full minute, at the opening itself, and never further off than a timer can be trusted. */
export function nextLook(msLeft: number): number {
  if (msLeft > 24 * 60 * MINUTE) return LONGEST_SLEEP
  return Math.max(250, msLeft % MINUTE || MINUTE)
}
