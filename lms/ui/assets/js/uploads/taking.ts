/** What became of a file that is whole: an empty fault is none; `page` shows it. */
export interface Taken { fault: string; page: string }

const BEYOND = "The server couldn’t take this file. Reload the page and try again."

/** Hand a file that is whole over to the page that takes it, as its form would. */
export async function take(action: string, name: string, key: string, csrf: string): Promise<Taken> {
  const body = new URLSearchParams({ csrf_token: csrf, [`${name}_id`]: key })
  try {
    const answer = await fetch(action, { method: "POST", body, headers: { "X-Requested-With": "fragment" } })
    return { fault: answer.ok ? "" : (faultIn(await answer.text()) ?? BEYOND), page: answer.url }
  } catch {
    return { fault: "The connection is lost. All of the file is there: choose it again once you are back.", page: action }
  }
}

/** What a page says that refuses a form. */
function faultIn(page: string): string | null {
  const found = new DOMParser().parseFromString(page, "text/html").querySelector("form-errors li")
  return found?.textContent?.replace(/^[^:]*: /, "").trim() || null
}
