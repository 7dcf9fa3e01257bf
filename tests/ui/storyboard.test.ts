import assert from "node:assert/strict"
import { test } from "node:test"
import { tileAt, tiles } from "../../lms/ui/assets/js/lib/storyboard.ts"

const VTT = `WEBVTT

00:00:00.000 --> 00:00:02.000
storyboard-001.jpg#xywh=0,0,160,90

01:00:02.500 --> 01:00:04.000
storyboard-002.jpg#xywh=160,90,160,90
`

test("tiles are found by their second", () => {
  const all = tiles(VTT)
  assert.equal(all.length, 2)
  assert.deepEqual(all[1], { from: 3602.5, sheet: "storyboard-002.jpg", x: 160, y: 90, width: 160, height: 90 })
  assert.equal(tileAt(all, 1)?.sheet, "storyboard-001.jpg")
  assert.equal(tileAt(all, 9999)?.sheet, "storyboard-002.jpg")
  assert.equal(tileAt([], 1), undefined)
})

test("what is no storyboard has no tiles", () => {
  assert.deepEqual(tiles("<!doctype html>"), [])
})
