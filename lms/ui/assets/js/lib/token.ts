/** /media/<token>/<name>: the token names its stream after the first ~. */
const ADDRESS = /^(\/media\/)([^/]+)(\/.*)$/

/** The address of a file with the token of a fresher address of the same stream; of another stream, as it is. */
export function withToken(address: string, fresh: string): string {
  const base = "http://here"
  const [now, next] = [address, fresh].map((text) => ADDRESS.exec(new URL(text, base).pathname))
  if (!now || !next || streamOf(now[2]!) !== streamOf(next[2]!)) return address
  return `${now[1]}${next[2]}${now[3]}`
}

function streamOf(token: string): string | undefined {
  return token.split("~")[1]
}
