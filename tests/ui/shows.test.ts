import assert from "node:assert/strict"
import { test } from "node:test"
import { placesFor } from "../../lms/ui/assets/js/lib/shows.ts"

const first = { href: "/demonstrations/1/upload", code: "V1.1", title: "A first contact" }
const second = { href: "/demonstrations/2/upload", code: "V1.10", title: "Adiós, with care" }
const places = [first, second]

test("a code in the name tells what a file shows, however it is written", () => {
  assert.deepEqual(placesFor(["v1-1 final.mp4"], places), [first])
  assert.deepEqual(placesFor(["Take 2 (V1.10).mov"], places), [second])
})

test("so does the title", () => {
  assert.deepEqual(placesFor(["a_first_contact.mkv", "ADIOS with care.mp4"], places), [first, second])
})

test("a name that says nothing, or what another file shows, leaves the choice open", () => {
  assert.deepEqual(placesFor(["IMG_0001.mov", "V1.1.mp4", "V1.1 (2).mp4"], places), [null, first, null])
})
