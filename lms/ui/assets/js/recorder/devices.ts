import { needed } from "../lib/needed.ts"
import { type RecordingKind, saidFault } from "../lib/recording.ts"
import type { Studio } from "./studio.ts"

/** Open the devices that are chosen in [data-camera] and [data-microphone], and offer those there are. Gives what hindered it, or nothing. */
export async function openDevices(root: HTMLElement, studio: Studio, kind: RecordingKind): Promise<string> {
  const [camera, microphone] = [needed<HTMLSelectElement>(root, "[data-camera]"), needed<HTMLSelectElement>(root, "[data-microphone]")]
  try {
    await studio.open(kind, camera.value, microphone.value)
  } catch (fault) {
    return saidFault(fault instanceof DOMException ? fault.name : "")
  }
  const { cameras, microphones } = await studio.devices()
  offer(camera, cameras, studio.inUse)
  offer(microphone, microphones, studio.inUse)
  return ""
}

/** How loud the microphone hears somebody, into [data-level]. */
export function showLevel(root: HTMLElement, level: number): void {
  const meter = needed(root, "[data-level]")
  meter.setAttribute("aria-valuenow", String(level))
  meter.style.setProperty("--level", `${level}%`)
}

function offer(field: HTMLSelectElement, devices: readonly MediaDeviceInfo[], inUse: readonly string[]): void {
  field.replaceChildren(...devices.map(({ deviceId, label }, index) => new Option(label || `Device ${index + 1}`, deviceId)))
  field.value = devices.find(({ deviceId }) => inUse.includes(deviceId))?.deviceId ?? field.value
}
