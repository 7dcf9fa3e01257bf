/** What a page knows of a chosen file. */
export interface Chosen { name: string; size: number }

/** How many files of which size are taken; `already` are there. */
export interface Limits { mostBytes: number; most: number; already: number }

/** Why the files can't be sent, in the server's words; empty where they can. */
export function fileFault(files: readonly Chosen[], { mostBytes, most, already }: Limits): string {
  const empty = files.find((file) => file.size === 0)
  if (empty) return `“${empty.name}” is empty. Please look whether it opens on your device, then choose it again.`
  const large = files.find((file) => file.size > mostBytes)
  if (large) return `“${large.name}” is larger than ${Math.floor(mostBytes / 1024 ** 2)} MB. Please choose a smaller one.`
  const over = files[Math.max(0, most - already)]
  if (over) return `“${over.name}” would be one too many: ${most} files can be attached. Please remove one first.`
  return ""
}
