import assert from "node:assert/strict"
import { test } from "node:test"
import { roughly, size, spokenTime, timecode } from "../../lms/ui/assets/js/lib/clock.ts"

test("moments are said as on other players", () => {
  assert.deepEqual([0, 59.9, 60, 754, -3].map(timecode), ["0:00", "0:59", "1:00", "12:34", "0:00"])
  assert.deepEqual([3599, 3600, 3725].map(timecode), ["59:59", "1:00:00", "1:02:05"])
  assert.deepEqual([0, 1, 60, 125].map(spokenTime), ["0 seconds", "1 second", "1 minute", "2 minutes 5 seconds"])
  assert.deepEqual([3600, 7325].map(spokenTime), ["1 hour", "2 hours 2 minutes 5 seconds"])
})

test("time left is said roughly", () => {
  assert.equal(roughly(3), "less than a minute left")
  assert.equal(roughly(61), "about 1 minute left")
  assert.equal(roughly(7300), "about 2 hours left")
  assert.equal(roughly(Infinity), "")
})

test("sizes are said as file managers do", () => {
  assert.deepEqual([0, 1, 900, 1536, 3 * 1024 ** 3].map(size), ["0 bytes", "1 byte", "900 bytes", "1.5 KB", "3.0 GB"])
})
