/** Of an upload, in one request: bytes that a lost connection may cost. */
export const PIECE_BYTES = 8 * 1024 * 1024
