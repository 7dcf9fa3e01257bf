import { PairingBoard } from "./board/pairing-board.ts"

customElements.define("pairing-board", PairingBoard)
