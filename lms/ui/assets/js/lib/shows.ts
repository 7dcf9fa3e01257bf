/** A demonstration that a file may show: where its video is sent, its code, and its title. */
export interface Place { href: string; code: string; title: string }

/** What each file seems to show, by code or title in its name; null where nothing tells, or another file took it. */
export function placesFor(names: readonly string[], places: readonly Place[]): (Place | null)[] {
  const taken = new Set<Place>()
  return names.map((name) => {
    const words = ` ${plain(name)} `
    const says = (text: string) => plain(text) !== "" && words.includes(` ${plain(text)} `)
    const found = places.find((place) => !taken.has(place) && (says(place.code) || says(place.title)))
    if (found) taken.add(found)
    return found ?? null
  })
}

/** Without case, accents and whatever stands between words. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()
}
