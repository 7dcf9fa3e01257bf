import type { Fields } from "../lib/draft.ts"

const KEEPALIVE_BYTES = 60_000 // browsers refuse more in a request that outlives its page

/** What the server says to a draft: `text`, or `fields` where there are several, is what it holds instead, saved elsewhere. */
export interface Reply { seen?: string | number; saved_at_text?: string; message?: string; text?: string; fields?: Fields }

/** Sends a draft; gives the status, 0 for no answer at all, and what was said. */
export async function sendDraft(href: string, fields: Fields, token: string, seen: string): Promise<[number, Reply]> {
  const body = new URLSearchParams(fields)
  body.set("csrf_token", token)
  body.set("seen", seen)
  try {
    const keepalive = body.toString().length < KEEPALIVE_BYTES
    const headers = { Accept: "application/json", "X-Requested-With": "fragment" }
    const answer = await fetch(href, { method: "POST", body, headers, keepalive, redirect: "manual" })
    const status = answer.type === "opaqueredirect" ? 401 : answer.status
    return [status, ((await answer.json().catch(() => null)) ?? {}) as Reply]
  } catch {
    return [0, {}]
  }
}

/** Whether the server answers, whatever it says. */
export async function answers(): Promise<boolean> {
  try {
    await fetch("/healthz", { cache: "no-store" })
    return true
  } catch {
    return false
  }
}
