/** <zone-guess> fills its empty input with the zone that the browser lives in. Without it people choose from the list. */
export class ZoneGuess extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector("input")
    if (input && !input.value) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone?.replaceAll("_", " ") ?? ""
  }
}
