/** A small picture of the storyboard: when it holds, and where on which sheet it lies. */
export interface Tile {
  from: number
  sheet: string
  x: number
  y: number
  width: number
  height: number
}

const CUE = /(\d+):(\d\d):(\d\d\.\d{3}) --> [^\n]*\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g

/** The tiles of a storyboard's WebVTT, in order. */
export function tiles(vtt: string): Tile[] {
  return [...vtt.matchAll(CUE)].map(([, hours, minutes, seconds, sheet, x, y, width, height]) => ({
    from: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
    sheet: sheet ?? "",
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }))
}

/** The tile for a second. */
export function tileAt(all: readonly Tile[], second: number): Tile | undefined {
  return all.findLast((tile) => tile.from <= second) ?? all[0]
}
