import assert from "node:assert/strict"
import { test } from "node:test"
import { formatOf, loudness, nameOf, saidFault } from "../../lms/ui/assets/js/lib/recording.ts"
import { Recorded } from "../../lms/ui/assets/js/recorder/recorded.ts"

test("the first format that the browser can write is taken", () => {
  assert.equal(formatOf("video", (format) => format.includes("webm")), "video/webm;codecs=vp8,opus")
  assert.equal(formatOf("sound", (format) => format.includes("mp4")), "audio/mp4")
  assert.equal(formatOf("video", () => false), undefined)
})

test("why there is no picture is said in a sentence that tells what to do", () => {
  for (const name of ["NotAllowedError", "NotFoundError", "NotReadableError", "OverconstrainedError", "whatever else"])
    assert.match(saidFault(name), /^[A-Z].*\.$/)
})

test("a file says when it was recorded, and what it is", () => {
  assert.equal(nameOf("video/webm;codecs=vp8,opus", new Date(2026, 0, 5, 9, 7)), "Recording 2026-01-05 09.07.webm")
  assert.equal(nameOf("audio/mp4", new Date(2026, 10, 25, 19, 30)), "Recording 2026-11-25 19.30.mp4")
})

test("silence is nothing, full scale is everything, and speech lies between", () => {
  assert.equal(loudness(new Float32Array(100)), 0)
  assert.equal(loudness(new Float32Array(100).fill(1)), 100)
  const speech = loudness(Float32Array.from({ length: 100 }, (_, at) => 0.05 * Math.sin(at)))
  assert.ok(speech > 30 && speech < 70)
})

const told = async (recorded: Recorded, start: number, end: number): Promise<[string, boolean]> => {
  const { value, done } = await recorded.slice(start, end)
  return [await value.text(), done]
}

test("a recording is read across its pieces, from wherever the server stands", async () => {
  const recorded = new Recorded()
  for (const part of ["abc", "def", "ghi"]) recorded.add(new Blob([part]))
  assert.deepEqual(await told(recorded, 2, 7), ["cdefg", false])
  recorded.end()
  assert.deepEqual(await told(recorded, 4, 100), ["efghi", true])
  assert.deepEqual(await told(recorded, 9, 100), ["", true])
})

test("whoever asks beyond what is recorded waits for the next piece, or for the end", async () => {
  const recorded = new Recorded()
  const first = told(recorded, 0, 10)
  recorded.add(new Blob(["abc"]))
  assert.deepEqual(await first, ["abc", false])
  const last = told(recorded, 3, 10)
  recorded.end()
  assert.deepEqual(await last, ["", true])
})

test("what a crash has left goes on where it was, without what is on the server", async () => {
  const recorded = new Recorded([{ offset: 6, blob: new Blob(["ghi"]) }, { offset: 3, blob: new Blob(["def"]) }], true)
  assert.equal(recorded.bytes, 9)
  assert.deepEqual(await told(recorded, 4, 100), ["efghi", true])
})
