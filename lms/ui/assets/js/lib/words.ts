/** Words as a person counts them: "well-being" and "don't" are one each, a lone dash is none. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*/gu)?.length ?? 0
}

/** "312 words", or how they stand to a limit: "312 of 300 words". */
export function saidWords(count: number, limit?: number): string {
  if (limit) return `${count} of ${limit} words`
  return count === 1 ? "1 word" : `${count} words`
}
