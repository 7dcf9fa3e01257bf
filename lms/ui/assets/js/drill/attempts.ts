const FINAL = [400, 403, 404, 410, 413, 422]
export const UNKEPT = "That couldn’t be done. Look at your connection, then try again."

/** Sends what somebody did with an attempt. Gives the status, 0 without a connection; a sentence where it is of no use to try again. */
export async function post(href: string, csrf: string, body: URLSearchParams | FormData): Promise<number | string> {
  try {
    const headers = { "X-CSRFToken": csrf, "X-Requested-With": "fragment" }
    const answer = await fetch(href, { method: "POST", body, headers, redirect: "error" })
    if (!FINAL.includes(answer.status)) return answer.status
    return answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : UNKEPT
  } catch {
    return 0
  }
}

/** How many attempts a statement’s place on the page holds. */
export function countOf(place: HTMLElement): number {
  return place.querySelectorAll(".take").length
}

/** Fetches the attempts at a statement anew. What plays in the page goes on playing: only what changes is put in. */
export async function freshen(place: HTMLElement, href: string): Promise<void> {
  const answer = await fetch(href, { headers: { "X-Requested-With": "fragment" }, redirect: "error" })
  if (!answer.ok) throw new Error(String(answer.status))
  const fresh = document.createElement("template")
  fresh.innerHTML = await answer.text()
  const [list, next] = [place.querySelector("ol"), fresh.content.querySelector("ol")]
  if (!list || !next) return place.replaceChildren(fresh.content)
  const advice = place.querySelector("[data-advice]")
  if (advice) advice.innerHTML = fresh.content.querySelector("[data-advice]")?.innerHTML ?? ""
  for (const old of list.querySelectorAll(":scope > li")) if (!next.querySelector(`#${old.id}`)) old.remove()
  for (const item of [...next.children].reverse()) {
    const old = list.querySelector(`#${item.id}`)
    if (old) renew(old, item)
    else list.prepend(item)
  }
}

function renew(old: Element, item: Element): void {
  const parts = [...item.querySelectorAll("[data-fresh]")]
  for (const [index, part] of [...old.querySelectorAll("[data-fresh]")].entries()) {
    const next = parts[index]
    const focused = part.contains(document.activeElement) ? document.activeElement?.id : ""
    if (next && next.outerHTML !== part.outerHTML) part.replaceWith(next)
    if (focused) document.getElementById(focused)?.focus()
  }
}
