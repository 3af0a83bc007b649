/** The linear classifiers over one encoder's vectors, as `heads.json` (version 2) holds them. */
import { Failure } from '../protocol/errors'
import { decodeBytes, languageTable, list, numbers, record, text } from './heads-fields'
import type { Judgement, Score } from './types'

export const headNames = ['intent', 'emotion', 'urgency', 'thanks', 'spam', 'risk'] as const
export type ClassifierName = (typeof headNames)[number]
/** A file without these is whole: what they say can be said without them. */
const OPTIONAL: ReadonlySet<ClassifierName> = new Set(['risk'])

export interface Heads {
  /** Id and SHA-256 (hex) of the encoder file whose vectors the weights were trained on; no other will do. */
  readonly encoder: string
  readonly encoderSha256: string
  readonly dimensions: number
  /** Empty where the file has no such classifier. */
  labels(name: ClassifierName): readonly string[]
  /** Logits in the order of `labels`, divided by the language's temperature. Throws as `scores`. */
  logits(name: ClassifierName, vector: Float32Array, language: string | null): Float64Array
  /**
   * Calibrated probabilities, best first: with sum 1, or each for itself where several labels may hold (`risk`).
   * `language` picks the temperature. Throws Failure `bad-request` for a vector of the wrong width or with NaN.
   */
  scores(name: ClassifierName, vector: Float32Array, language: string | null): Score[]
  /** Probability from which an answer is given in this language. */
  answersFrom(name: ClassifierName, language: string | null): number
  /** The best label, or null where its probability lies below the head's threshold. Throws as `scores`. */
  judge(name: ClassifierName, vector: Float32Array, language: string | null): Judgement
}

interface Head {
  kind: 'softmax' | 'sigmoid'
  labels: string[]
  weights: Float32Array
  bias: number[]
  temperature: ReadonlyMap<string, number>
  abstainBelow: ReadonlyMap<string, number>
}

/** Checks the parsed content of `heads.json` and unpacks it. Throws Failure `model-damaged`. */
export function parseHeads(json: unknown): Heads {
  const file = record(json, 'file', ['version', 'encoder', 'encoderSha256', 'dimensions', 'heads'])
  if (file.version !== 2) throw new Failure('model-damaged', 'heads.json: version')
  const dimensions = file.dimensions
  if (typeof dimensions !== 'number' || !Number.isInteger(dimensions) || dimensions < 1 || dimensions > 4096)
    throw new Failure('model-damaged', 'heads.json: dimensions')
  const encoder = text(file.encoder, 'encoder')
  const encoderSha256 = text(file.encoderSha256, 'encoderSha256')
  if (!/^[0-9a-f]{64}$/.test(encoderSha256)) throw new Failure('model-damaged', 'heads.json: encoderSha256')
  const stored = record(file.heads, 'heads', headNames)
  const heads = new Map<ClassifierName, Head>()
  for (const name of headNames)
    if (!OPTIONAL.has(name) || name in stored) heads.set(name, parseHead(name, stored[name], dimensions))

  const get = (name: ClassifierName): Head => {
    const head = heads.get(name)
    if (!head) throw new Failure('bad-request', `no classifier ${name}`)
    return head
  }
  const logits = (name: ClassifierName, vector: Float32Array, language: string | null) =>
    project(get(name), vector, dimensions, of(get(name).temperature, language))
  const answersFrom = (name: ClassifierName, language: string | null) => of(get(name).abstainBelow, language)
  const scores = (name: ClassifierName, vector: Float32Array, language: string | null): Score[] => {
    const { kind, labels } = get(name)
    const values = logits(name, vector, language)
    return Array.from(kind === 'softmax' ? softmax(values) : values.map(sigmoid), (p, row) => ({
      label: labels[row] ?? '',
      p,
    })).sort((a, b) => b.p - a.p)
  }
  return {
    encoder,
    encoderSha256,
    dimensions,
    labels: (name) => heads.get(name)?.labels ?? [],
    logits,
    scores,
    answersFrom,
    judge(name, vector, language) {
      const ranked = scores(name, vector, language)
      const best = ranked[0] ?? { label: '', p: 0 }
      return { label: best.p >= answersFrom(name, language) ? best.label : null, p: best.p, ranked }
    },
  }
}

function parseHead(name: string, json: unknown, dimensions: number): Head {
  const head = record(json, name, ['kind', 'labels', 'weights', 'scale', 'bias', 'temperature', 'abstainBelow'])
  const kind = name === 'risk' ? 'sigmoid' : 'softmax'
  if (head.kind !== kind) throw new Failure('model-damaged', `heads.json: ${name}.kind`)
  const labels = list(head.labels, `${name}.labels`).map((label) => text(label, `${name}.labels`))
  if (labels.length < 2 || new Set(labels).size !== labels.length)
    throw new Failure('model-damaged', `heads.json: ${name}.labels`)
  const bias = numbers(head.bias, labels.length, `${name}.bias`)
  const scale = numbers(head.scale, labels.length, `${name}.scale`)
  const bytes = decodeBytes(text(head.weights, `${name}.weights`), labels.length * dimensions, `${name}.weights`)
  const weights = Float32Array.from(new Int8Array(bytes.buffer), (value, i) => value * (scale[Math.floor(i / dimensions)] ?? 0))
  return {
    kind,
    labels,
    weights,
    bias,
    temperature: languageTable(head.temperature, `${name}.temperature`, (value) => value > 0),
    abstainBelow: languageTable(head.abstainBelow, `${name}.abstainBelow`, (value) => value >= 0 && value < 1),
  }
}

/** The language's own value, else the default one. */
const of = (table: ReadonlyMap<string, number>, language: string | null): number =>
  table.get(language ?? 'default') ?? table.get('default') ?? 0

function project(head: Head, vector: Float32Array, dimensions: number, temperature: number): Float64Array {
  if (vector.length !== dimensions) throw new Failure('bad-request', `vector has ${vector.length} values, not ${dimensions}`)
  const { weights } = head
  return Float64Array.from(head.bias, (bias, row) => {
    let sum = bias
    const start = row * dimensions
    for (let i = 0; i < dimensions; i++) sum += (weights[start + i] as number) * (vector[i] as number)
    if (!Number.isFinite(sum)) throw new Failure('bad-request', 'vector has a value that is not finite')
    return sum / temperature
  })
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))

/** Probabilities with sum 1. */
export function softmax(logits: Float64Array): Float64Array {
  const highest = Math.max(...logits)
  const powers = logits.map((value) => Math.exp(value - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}
