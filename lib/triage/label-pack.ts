/** What one agent taught, to hand to another: vectors and weights, the labels' names, and not a word of any ticket. */
import * as v from 'valibot'

const WIDTH_MAX = 4096
const vector = v.pipe(v.string(), v.base64(), v.maxLength(Math.ceil((WIDTH_MAX * 4) / 3) * 4))
const label = v.pipe(v.string(), v.regex(/^[\w:-]{1,80}$/))

export const labelPackSchema = v.strictObject({
  format: v.literal('overdesk-labels'),
  version: v.literal(1),
  /** Encoder whose vectors these are. */
  encoder: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  labels: v.pipe(
    v.array(v.strictObject({ id: label, name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)), vector })),
    v.maxLength(500),
  ),
  examples: v.pipe(
    v.array(
      v.strictObject({
        head: v.picklist(['intent', 'emotion', 'urgency']),
        label,
        vector,
        weight: v.pipe(v.number(), v.minValue(0.01), v.maxValue(10)),
      }),
    ),
    v.maxLength(5_000),
  ),
})

/** Vectors are float32, little-endian, base64. */
export type LabelPack = v.InferOutput<typeof labelPackSchema>
export type PackedLabel = LabelPack['labels'][number]
export type PackedExample = LabelPack['examples'][number]

/** Of two records of one label the one that sorts first: whichever pack came first, the same stays. */
export const firstOf = <T extends { name: string; vector: string }>(a: T, b: T): T =>
  a.name + a.vector <= b.name + b.vector ? a : b

export function packVector(vector: Float32Array): string {
  const bytes = new Uint8Array(vector.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [at, value] of vector.entries()) view.setFloat32(at * 4, value, true)
  return btoa(String.fromCharCode(...bytes))
}

/** null unless it is a vector of this width with finite values. */
export function unpackVector(base64: string, dimensions: number): Float32Array | null {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  if (bytes.length !== dimensions * 4) return null
  const view = new DataView(bytes.buffer)
  const vector = Float32Array.from({ length: dimensions }, (_, at) => view.getFloat32(at * 4, true))
  return vector.every(Number.isFinite) ? vector : null
}
