import { Stream } from "./stream.ts"

/** What the server answers to whoever presses play on a recording whose every viewing is logged. */
export interface Viewing {
  src: string
  storyboard: string
  waveform?: string
}

/** Have the viewing logged, and be told where it plays. Null where the server says no; throws where the network is away. */
export async function beginViewing(href: string, csrf: string): Promise<Viewing | null> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf, "X-Requested-With": "fragment" }
  const body = JSON.stringify({ native: Stream.isNative })
  const answer = await fetch(href, { method: "POST", body, headers, redirect: "error" })
  if (answer.status >= 500) throw new Error(`${answer.status}`)
  return answer.ok ? ((await answer.json()) as Viewing) : null
}
