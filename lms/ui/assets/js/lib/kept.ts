/** Whether what a browser keeps under this key are words that this person has typed and not sent. */
export function isUnsentBy(owner: string, key: string): boolean {
  return key.startsWith(`draft:${owner}:`) || key.startsWith(`message-${owner}-`)
}
