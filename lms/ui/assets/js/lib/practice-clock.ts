/** Where a shared clock stands some time after the server said so. Knows neither the page nor the network. */

export type Phase = [name: string, ms: number]

/** What the server said: the phase that runs, what is left of it, and what follows in this turn by itself. */
export interface Said { phase: string; left: number; rest: Phase[]; isRunning: boolean }

export interface Shown { phase: string; left: number; passed: number }

/** The phase and what is left of it `after` milliseconds; `passed` counts phases gone by. The last one runs over. */
export function shownAfter(said: Said, after: number): Shown {
  let [phase, left, passed] = [said.phase, said.left - (said.isRunning ? Math.max(0, after) : 0), 0]
  for (const [name, ms] of said.isRunning ? said.rest : []) {
    if (left > 0) break
    ;[phase, left, passed] = [name, left + ms, passed + 1]
  }
  return { phase, left, passed }
}

/** Whole seconds as the clock shows them: counting down to 0:00, then up again as what it is over by. */
export function saidLeft(left: number): { time: string; isOver: boolean } {
  const isOver = left <= -1000
  const seconds = isOver ? Math.floor(-left / 1000) : Math.max(0, Math.ceil(left / 1000))
  return { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`, isOver }
}
