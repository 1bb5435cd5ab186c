/**
 * qr.js: a reader of QR codes for browsers that have none of their own.
 * Fetched only by those; its WebAssembly comes from our own server.
 */
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'

/**
 * @param {string} wasm its address
 * @returns {Promise<{detect: (source: CanvasImageSource) => Promise<{rawValue: string}[]>}>}
 */
export async function readerFrom (wasm) {
  await prepareZXingModule({
    overrides: { locateFile: (/** @type {string} */ path) => path.endsWith('.wasm') ? wasm : path },
    fireImmediately: true
  })
  return new BarcodeDetector({ formats: ['qr_code'] })
}
