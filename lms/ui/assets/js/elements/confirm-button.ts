import { DismissableDetails } from "./dismissable-details.ts"

/** <confirm-button> moves the focus into its question, at the harmless answer. */
export class ConfirmButton extends DismissableDetails {
  override connectedCallback(): void {
    super.connectedCallback()
    this.details?.addEventListener("toggle", () => {
      if (this.details?.open) this.querySelector<HTMLElement>("[data-dismiss]")?.focus()
    })
  }
}
