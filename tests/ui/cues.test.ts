import assert from "node:assert/strict"
import { test } from "node:test"
import * as list from "../../lms/ui/assets/js/lib/cues.ts"
import { History } from "../../lms/ui/assets/js/lib/history.ts"
import type { Cue } from "../../lms/ui/assets/js/lib/vtt.ts"

const cue = (start: number, end: number, text: string): Cue => ({ start, end, text, name: "", settings: "" })
const TALK = [cue(1_000, 3_000, "Take your time"), cue(3_500, 6_000, "We begin with what is said")]
const words = (cues: Cue[]) => cues.map(({ text }) => text)

test("a new one begins where the picture stands and ends before the next", () => {
  const { cues, at } = list.insert(TALK, 3_200)
  assert.equal(at, 1)
  assert.deepEqual([cues[1]!.start, cues[1]!.end], [3_200, 3_500])
  assert.equal(list.insert(TALK, 0).at, 0)
  assert.equal(list.insert(TALK, 9_000).cues.at(-1)!.end, 12_000)
})

test("one is split at the caret, or else at the word nearest to the moment", () => {
  assert.deepEqual(words(list.split(TALK, 1, 4_000, 13).cues.slice(1)), ["We begin with", "what is said"])
  const { cues, at } = list.split(TALK, 1, 5_600, null)
  assert.deepEqual([words(cues.slice(1)), at, cues[1]!.end, cues[2]!.start], [["We begin with what is", "said"], 2, 5_600, 5_600])
  assert.equal(list.split(TALK, 1, 99_000, null).cues[1]!.end, 4_750)
})

test("split and joined again it says the same", () => {
  const { cues, at } = list.split(TALK, 0, 2_000, null)
  assert.deepEqual(list.joinNext(cues, at - 1, " ").cues, TALK)
  assert.equal(list.joinNext(TALK, 1, " ").cues, TALK)
})

test("shifting leaves nothing before the beginning", () => {
  assert.deepEqual(list.shift(TALK, -1_500).map(({ start, end }) => [start, end]), [[0, 1_500], [2_000, 4_500]])
})

test("words are found and replaced whatever their case, and literally", () => {
  const { cues, count } = list.replaceAll([cue(0, 1, "Time? Time."), cue(1, 2, "none")], "time?", "$& (time)")
  assert.deepEqual([words(cues), count], [["$& (time) Time.", "none"], 1])
  assert.equal(list.findNext(TALK, "TAKE", 1), 0)
  assert.equal(list.findNext(TALK, "nowhere", 0), -1)
})

test("chapters last until the next, the last until the end", () => {
  assert.deepEqual(list.following(TALK, 9_000).map(({ end }) => end), [3_500, 9_000])
})

test("what is wrong with one is said", () => {
  assert.equal(list.faultOf([cue(2, 1, "")], 0, 10), "It ends no later than it begins.")
  assert.equal(list.faultOf([cue(0, 5, ""), cue(4, 6, "")], 1, 10), "It begins before the one above ends.")
  assert.equal(list.faultOf([cue(10, 11, "")], 0, 10), "It begins after the video ends.")
  assert.equal(list.faultOf(TALK, 1, 9_000), "")
})

test("the one that a hand is on is found again after sorting", () => {
  const { cues, at } = list.ordered(list.change(TALK, 0, { start: 4_000 }), 0)
  assert.deepEqual([words(cues), at], [["We begin with what is said", "Take your time"], 1])
})

test("what is typed in one go is undone in one go", () => {
  const steps = new History("")
  for (const text of ["a", "ab", "abc"]) steps.add(text, "typing")
  steps.pause()
  steps.add("abcd", "typing")
  assert.deepEqual([steps.undo(), steps.now], [true, "abc"])
  assert.deepEqual([steps.undo(), steps.now, steps.canUndo], [true, "", false])
  assert.deepEqual([steps.redo(), steps.now], [true, "abc"])
  steps.add("x")
  assert.equal(steps.redo(), false)
})
