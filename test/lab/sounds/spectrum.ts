/** The power at each frequency of a stretch of samples. */
export interface Spectrum {
  /** Hertz from one entry of `power` to the next. */
  step: number
  /** Mean square of the samples that this frequency contributes. */
  power: Float64Array
}

/** Computes the spectrum of samples under a window, zeros behind them up to a power of two. */
export function spectrumOf(samples: Float32Array, rate: number, window: 'none' | 'hann' = 'none'): Spectrum {
  const size = sizeFor(samples.length)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  for (const [i, sample] of samples.entries()) {
    re[i] = window === 'none' ? sample : sample * 0.5 * (1 - Math.cos((2 * Math.PI * i) / samples.length))
  }
  transform(re, im)
  const power = new Float64Array(size / 2)
  // Parseval: both halves of the spectrum together are the sum of the squares times the size.
  for (let k = 0; k < power.length; k++) power[k] = (2 * (at(re, k) ** 2 + at(im, k) ** 2)) / (size * samples.length)
  return { step: rate / size, power }
}

/**
 * Weighs a frequency, hertz, by curve A of IEC 61672-1:2013, annex E: a factor of amplitude, 1 at 1 kHz.
 */
export function weightA(frequency: number): number {
  const f = frequency ** 2
  const response =
    (12_194.22 ** 2 * f ** 2) /
    ((f + 20.6 ** 2) * Math.sqrt((f + 107.7 ** 2) * (f + 737.9 ** 2)) * (f + 12_194.22 ** 2))
  return response * 10 ** (2 / 20)
}

/** Weighs samples by curve A, as a sound level meter does before it sums them up. */
export function weighedA(samples: Float32Array, rate: number): Float64Array {
  const size = sizeFor(samples.length)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  re.set(samples)
  transform(re, im)
  for (let k = 0; k < size; k++) {
    const factor = weightA((Math.min(k, size - k) * rate) / size) / size
    re[k] = at(re, k) * factor
    im[k] = at(im, k) * factor
  }
  // With real and imaginary parts exchanged the transform is its own inverse.
  transform(im, re)
  return re.subarray(0, samples.length)
}

/** Sums the power between two frequencies, hertz. */
export function powerBetween({ step, power }: Spectrum, from: number, to: number): number {
  return power.subarray(Math.ceil(from / step), Math.ceil(to / step)).reduce((sum, some) => sum + some, 0)
}

/** Finds the next power of two. */
function sizeFor(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, length)))
}

/** Reads an entry that is there. */
function at(values: Float64Array, index: number): number {
  return values[index] ?? 0
}

/** The radix-2 Fourier transform in place (Cooley and Tukey, Math. Comp. 19, 1965); the length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const size = re.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[re[i], re[j]] = [at(re, j), at(re, i)]
      ;[im[i], im[j]] = [at(im, j), at(im, i)]
    }
  }
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      for (let a = k; a < size; a += 2 * half) {
        const b = a + half
        const x = at(re, b) * cos - at(im, b) * sin
        const y = at(re, b) * sin + at(im, b) * cos
        re[b] = at(re, a) - x
        im[b] = at(im, a) - y
        re[a] = at(re, a) + x
        im[a] = at(im, a) + y
      }
    }
  }
}
