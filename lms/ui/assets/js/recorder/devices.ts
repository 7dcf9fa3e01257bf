import { type RecordingKind, saidFault } from "../lib/recording.ts"
import type { Studio } from "./studio.ts"

/** Open the devices that are chosen in [data-camera] and [data-microphone], and offer those there are. Gives what hindered it, or nothing. */
export async function openDevices(root: HTMLElement, studio: Studio, kind: RecordingKind): Promise<string> {
  const [camera, microphone] = [one<HTMLSelectElement>(root, "[data-camera]"), one<HTMLSelectElement>(root, "[data-microphone]")]
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
  const meter = one(root, "[data-level]")
  meter.setAttribute("aria-valuenow", String(level))
  meter.style.setProperty("--level", `${level}%`)
}

function offer(field: HTMLSelectElement, devices: readonly MediaDeviceInfo[], inUse: readonly string[]): void {
  field.replaceChildren(...devices.map(({ deviceId, label }, index) => new Option(label || `Device ${index + 1}`, deviceId)))
  field.value = devices.find(({ deviceId }) => inUse.includes(deviceId))?.deviceId ?? field.value
}

function one<Found extends HTMLElement = HTMLElement>(root: HTMLElement, selector: string): Found {
  const found = root.querySelector<Found>(selector)
  if (!found) throw new Error(`<${root.localName}> has no ${selector}`)
  return found
}
