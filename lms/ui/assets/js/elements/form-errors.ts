/** <form-errors> takes the focus when its page opens: what keeps a form from being taken is seen and heard first. */
export class FormErrors extends HTMLElement {
  connectedCallback(): void {
    this.focus()
  }
}
