import { Failure } from '../protocol/errors'
import type { Judgement, Score } from './types'

export const headNames = ['intent', 'emotion', 'urgency', 'thanks', 'spam'] as const
export type ClassifierName = (typeof headNames)[number]

/** The linear classifiers over one encoder's vectors. */
export interface Heads {
  /** Id and SHA-256 (hex) of the encoder file whose vectors the weights were trained on; no other will do. */
  readonly encoder: string
  readonly encoderSha256: string
  readonly dimensions: number
  labels(name: ClassifierName): readonly string[]
  /** Calibrated probabilities (sum 1), best first. Throws Failure `bad-request` for a vector of the wrong width or with NaN. */
  scores(name: ClassifierName, vector: Float32Array): Score[]
  /** The best label, or null where its probability lies below the head's threshold. Throws as `scores`. */
  judge(name: ClassifierName, vector: Float32Array): Judgement
}

interface Head {
  labels: string[]
  weights: Float32Array
  bias: number[]
  temperature: number
  abstainBelow: number
}

/** Checks the parsed content of `heads.json` and unpacks it. Throws Failure `model-damaged`. */
export function parseHeads(json: unknown): Heads {
  const file = record(json, 'file')
  if (file.version !== 1) throw damaged('version')
  const dimensions = file.dimensions
  if (typeof dimensions !== 'number' || !Number.isInteger(dimensions) || dimensions < 1 || dimensions > 4096)
    throw damaged('dimensions')
  const encoder = text(file.encoder, 'encoder')
  const encoderSha256 = text(file.encoderSha256, 'encoderSha256')
  if (!/^[0-9a-f]{64}$/.test(encoderSha256)) throw damaged('encoderSha256')
  const stored = record(file.heads, 'heads')
  const heads = new Map<ClassifierName, Head>()
  for (const name of headNames) heads.set(name, parseHead(name, stored[name], dimensions))

  const get = (name: ClassifierName): Head => {
    const head = heads.get(name)
    if (!head) throw new Failure('bad-request', `no classifier ${name}`)
    return head
  }
  const scores = (name: ClassifierName, vector: Float32Array): Score[] => {
    const head = get(name)
    return softmax(logits(head, vector, dimensions), head.temperature)
      .map((p, row) => ({ label: head.labels[row] ?? '', p }))
      .sort((a, b) => b.p - a.p)
  }
  return {
    encoder,
    encoderSha256,
    dimensions,
    labels: (name) => get(name).labels,
    scores,
    judge(name, vector) {
      const ranked = scores(name, vector)
      const best = ranked[0] ?? { label: '', p: 0 }
      return { label: best.p >= get(name).abstainBelow ? best.label : null, p: best.p, ranked }
    },
  }
}

function parseHead(name: string, json: unknown, dimensions: number): Head {
  const head = record(json, name)
  const labels = list(head.labels, `${name}.labels`).map((label) => text(label, `${name}.labels`))
  if (labels.length < 2 || new Set(labels).size !== labels.length) throw damaged(`${name}.labels`)
  const bias = numbers(head.bias, labels.length, `${name}.bias`)
  const scale = numbers(head.scale, labels.length, `${name}.scale`)
  const bytes = decode(text(head.weights, `${name}.weights`), `${name}.weights`)
  if (bytes.length !== labels.length * dimensions) throw damaged(`${name}.weights`)
  const [temperature = 0] = numbers([head.temperature], 1, `${name}.temperature`)
  const [abstainBelow = 0] = numbers([head.abstainBelow], 1, `${name}.abstainBelow`)
  if (temperature <= 0) throw damaged(`${name}.temperature`)
  if (abstainBelow < 0 || abstainBelow >= 1) throw damaged(`${name}.abstainBelow`)
  const weights = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) {
    const signed = ((bytes[i] ?? 0) << 24) >> 24
    weights[i] = signed * (scale[Math.floor(i / dimensions)] ?? 0)
  }
  return { labels, weights, bias, temperature, abstainBelow }
}

function logits(head: Head, vector: Float32Array, dimensions: number): number[] {
  if (vector.length !== dimensions) throw new Failure('bad-request', `vector has ${vector.length} values, not ${dimensions}`)
  return head.bias.map((bias, row) => {
    let sum = bias
    for (let i = 0; i < dimensions; i++) sum += (head.weights[row * dimensions + i] ?? 0) * (vector[i] ?? 0)
    if (!Number.isFinite(sum)) throw new Failure('bad-request', 'vector has a value that is not finite')
    return sum
  })
}

function softmax(values: number[], temperature: number): number[] {
  const highest = Math.max(...values)
  const powers = values.map((value) => Math.exp((value - highest) / temperature))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

function damaged(where: string): Failure {
  return new Failure('model-damaged', `heads.json: ${where}`)
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(where)
  return value as Record<string, unknown>
}

function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw damaged(where)
  return value
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw damaged(where)
  return value
}

function numbers(value: unknown, count: number, where: string): number[] {
  const values = list(value, where)
  if (values.length !== count) throw damaged(where)
  return values.map((item) => {
    if (typeof item !== 'number' || !Number.isFinite(item)) throw damaged(where)
    return item
  })
}

function decode(base64: string, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  } catch {
    throw damaged(where)
  }
}
