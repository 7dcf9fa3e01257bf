/** Offers what can be chosen, with what is in use as the choice. */
export function offer(field: HTMLSelectElement, devices: readonly MediaDeviceInfo[], inUse: readonly string[]): void {
  field.replaceChildren(...devices.map(({ deviceId, label }, index) => new Option(label || `Device ${index + 1}`, deviceId)))
  field.value = devices.find(({ deviceId }) => inUse.includes(deviceId))?.deviceId ?? field.value
}
