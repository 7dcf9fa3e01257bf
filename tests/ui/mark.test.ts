import assert from "node:assert/strict"
import { test } from "node:test"
import { STAYS_MS, placeAt } from "../../lms/ui/assets/js/lib/mark.ts"

test("the mark stays for twenty seconds, then lies far from where it was, inside the picture", () => {
  for (let step = 0; step < 10_000; step++) {
    const [here, still, next] = [step * STAYS_MS, (step + 1) * STAYS_MS - 1, (step + 1) * STAYS_MS].map(placeAt)
    assert.deepEqual(here, still)
    assert.ok(Math.hypot(here!.x - next!.x, here!.y - next!.y) > 20)
    assert.ok([here!.x, here!.y].every((place) => place >= 0 && place <= 100))
  }
})

test("over an hour it comes near every part of the picture", () => {
  const ninths = new Set(Array.from({ length: 180 }, (_, step) => placeAt(step * STAYS_MS)).map(({ x, y }) => `${Math.min(2, Math.floor(x / 34))} ${Math.min(2, Math.floor(y / 34))}`))
  assert.equal(ninths.size, 9)
})
