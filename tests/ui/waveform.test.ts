import assert from "node:assert/strict"
import { test } from "node:test"
import { bars, outline, peaksIn } from "../../lms/ui/assets/js/lib/waveform.ts"

test("of neighbours the highest is drawn, and no more bars than there is room for", () => {
  assert.deepEqual(bars([1, 9, 0, 0, 4, 3, 7], 3), [9, 4, 7])
  assert.deepEqual(bars([1, 2], 100), [1, 2])
  assert.deepEqual(bars([], 10), [])
  for (const most of [1, 7, 90]) assert.ok(bars(Array.from({ length: 4000 }, () => 5), most).length <= most)
})

test("silence is a thin line, and nothing is higher than the drawing", () => {
  assert.equal(outline([0, 140]), "M0 48.5h2v3h-2zM3 0h2v100h-2z")
})

test("what no packager wrote has no heights", () => {
  assert.deepEqual(peaksIn({ interval_ms: 100, peaks: [0, 93] }), [0, 93])
  for (const said of [null, {}, { peaks: "93" }, { peaks: ["<svg>"] }]) assert.deepEqual(peaksIn(said), [])
})
