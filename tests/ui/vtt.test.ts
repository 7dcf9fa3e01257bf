import assert from "node:assert/strict"
import { test } from "node:test"
import { clockOf, msOf, readDoc, shortClock, writeDoc } from "../../lms/ui/assets/js/lib/vtt.ts"

const TEXT = "WEBVTT\n\nNOTE\nby hand\n\n1\n00:00:01.000 --> 00:00:02.500 line:0\n<v Ana>Take your time.\n\n00:01:03.000 --> 01:00:04.000\nTwo lines\nof words\n"

test("what was read is written as it stood", () => {
  const doc = readDoc(TEXT)
  assert.equal(doc?.head, "NOTE\nby hand")
  assert.deepEqual(doc?.cues[0], { start: 1_000, end: 2_500, text: "<v Ana>Take your time.", name: "1", settings: "line:0" })
  assert.equal(writeDoc(doc!), TEXT)
  assert.deepEqual(readDoc(TEXT.replaceAll("\n", "\r\n")), doc)
})

test("nothing is read where something would get lost", () => {
  for (const text of ["1\n00:00:01,000 --> 00:00:02,000\nx", "WEBVTT\n\n00:01.0 --> 00:02.000\nx", "WEBVTT\n\nwords alone", "WEBVTT\n00:01.000 --> 00:02.000\nx", "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:02.000 --> 00:03.000\ny"]) {
    assert.equal(readDoc(text), null, text)
  }
  assert.deepEqual(readDoc(""), { head: "", cues: [] })
})

test("an empty line and an arrow within words don't end a cue", () => {
  const doc = { head: "", cues: [{ start: 0, end: 1_000, text: "one\n\n \ntwo --> three\n", name: "", settings: "" }] }
  assert.equal(readDoc(writeDoc(doc))?.cues[0]?.text, "one\ntwo --&gt; three")
})

test("a time is read as people write it", () => {
  const said: [string, number | null][] = [["62.5", 62_500], ["1:02", 62_000], ["1:02,05", 62_050], ["1:01:02.500", 3_662_500], ["1:62", null], ["1:61:00", null], ["x", null], ["", null]]
  for (const [typed, ms] of said) assert.equal(msOf(typed), ms, typed)
  assert.equal(clockOf(3_662_500), "01:01:02.500")
  assert.deepEqual([0, 62_500, 3_662_500, 36_000_000].map(shortClock), ["0:00.000", "1:02.500", "1:01:02.500", "10:00:00.000"])
})
