/** Own labels, corrections and changed names of one helpdesk, as they are stored, and what follows from them. */
import { Failure } from '../protocol/errors'
import type { CorrectionRow, KnowledgeDb, LabelRow, LabelSettingRow } from '../store/knowledge-db'
import { centreOf, type Definition, definitionText } from './definition'
import type { ClassifierName, Heads } from './heads'
import { firstOf, type LabelPack, packVector, unpackVector } from './label-pack'
import type { CorrectionView, LabelsView } from './label-views'
import { learn, type Taught } from './teach'
import type { Teaching } from './triage-ticket'
import type { Encoder, HeadName } from './types'

export interface TeachingDeps {
  db: KnowledgeDb
  encoder: Encoder
  encoderId: string
  /** Rejects with Failure `model-damaged`. */
  heads: Promise<Heads>
  now: () => number
}

export type TeachingStore = ReturnType<typeof createTeaching>

const MOST_LABELS = 200
/** Newest corrections of one head that count: solving for more would be felt. */
const MOST_EXAMPLES = 400
const LEARNT_HEADS: readonly HeadName[] = ['intent', 'emotion', 'urgency']

interface Host {
  corrections: CorrectionRow[]
  labels: LabelRow[]
  settings: Map<string, LabelSettingRow>
  names: Record<string, string>
  taught: Map<ClassifierName, Taught>
}

export function createTeaching({ db, encoder, encoderId, heads, now }: TeachingDeps) {
  const loaded = new Map<string, Promise<Host>>()

  function hostOf(host: string): Promise<Host> {
    let known = loaded.get(host)
    if (!known) {
      known = load(host)
      loaded.set(host, known)
      known.catch(() => loaded.delete(host))
    }
    return known
  }

  async function load(host: string): Promise<Host> {
    const [corrections, labels, settings] = await Promise.all([
      db.corrections.filter((row) => row.host === host).toArray(),
      db.labels.where('host').equals(host).toArray(),
      db.labelSettings.where('host').equals(host).toArray(),
    ])
    const renamed = settings.flatMap(({ label, name }) => (name ? [[label, name] as const] : []))
    return {
      corrections: corrections.sort((a, b) => (a.at < b.at ? 1 : -1)),
      labels,
      settings: new Map(settings.map((row) => [row.label, row])),
      names: { ...Object.fromEntries(labels.map(({ id, name }) => [id, name])), ...Object.fromEntries(renamed) },
      taught: new Map(),
    }
  }

  /** Another encoder's vectors are left out: they lie elsewhere. */
  async function taughtOf(host: Host, head: ClassifierName): Promise<Taught> {
    const known = host.taught.get(head)
    if (known) return known
    const ready = await heads
    const examples = host.corrections
      .filter((row) => row.head === head && !row.undone && row.encoder === encoderId)
      .slice(0, MOST_EXAMPLES)
    const own = head === 'intent' ? host.labels.filter((row) => row.encoder === encoderId) : []
    const hidden = new Set(
      head === 'intent' ? [...host.settings.values()].filter((row) => row.hidden).map((row) => row.label) : [],
    )
    const centre = examples.length > 0 || own.length > 0 ? await centreVector() : new Float32Array(encoder.dimensions)
    const taught = learn((vector) => ready.scores(head, vector, null), { examples, own, hidden, centre })
    host.taught.set(head, taught)
    return taught
  }

  /** Made once for an encoder. */
  async function centreVector(): Promise<Float32Array> {
    const key = `centre|${encoderId}`
    const known = (await db.measured.get(key))?.value
    if (known instanceof Float32Array) return known
    const value = await centreOf((texts) => encoder.encode(texts, 'query'))
    await db.measured.put({ key, value })
    return value
  }

  async function view(host: string): Promise<LabelsView> {
    const { corrections, labels, settings, names } = await hostOf(host)
    const common = (label: string) => {
      const setting = settings.get(label)
      return { label, name: names[label] ?? null, hidden: setting?.hidden ?? false, field: setting?.field ?? null }
    }
    const ready = (await heads).labels('intent').map((label) => ({ ...common(label), own: null }))
    const own = labels
      .map(({ id, name, description, titles }) => ({ ...common(id), own: { name, description, titles } }))
      .sort((a, b) => a.own.name.localeCompare(b.own.name))
    return { host, labels: [...own, ...ready], corrections: corrections.map(toView) }
  }

  async function changed(host: string): Promise<LabelsView> {
    loaded.delete(host)
    return view(host)
  }

  return {
    /** What was taught about one ticket's messages; `prefix` begins the keys of its corrections. */
    async of(hostName: string, prefix: string): Promise<Teaching> {
      const host = await hostOf(hostName)
      const taught = new Map<ClassifierName, Taught>()
      for (const head of LEARNT_HEADS) taught.set(head as ClassifierName, await taughtOf(host, head as ClassifierName))
      const given = new Map(host.corrections.filter((row) => !row.undone).map((row) => [row.key, row.label]))
      return {
        settled: (commentId, head) => given.get(`${prefix}|${commentId}|${head}`),
        taught: (head) => taught.get(head) as Taught,
        names: host.names,
      }
    },
    async knows(hostName: string, label: string): Promise<boolean> {
      return (await hostOf(hostName)).labels.some(({ id }) => id === label)
    },
    async correct(row: Pick<CorrectionRow, 'key' | 'host' | 'ticketId' | 'head' | 'label' | 'vector'>): Promise<void> {
      const at = new Date(now()).toISOString()
      await db.corrections.put({ ...row, at, weight: 1, undone: false, origin: 'ticket', encoder: encoderId })
      loaded.delete(row.host)
    },
    view,
    /** An undone correction stays in the list without effect. */
    async setUndone(host: string, key: string, undone: boolean): Promise<LabelsView> {
      await db.corrections
        .where({ key })
        .and((row) => row.host === host)
        .modify({ undone })
      return changed(host)
    },
    async forget(host: string, key: string): Promise<LabelsView> {
      await db.corrections
        .where({ key })
        .and((row) => row.host === host)
        .delete()
      return changed(host)
    },
    /** Creates a label, or changes one's definition; its corrections stay. */
    async save(host: string, id: string | null, definition: Definition, signal?: AbortSignal): Promise<LabelsView> {
      const { labels } = await hostOf(host)
      if (id !== null && !labels.some((row) => row.id === id)) throw new Failure('not-found', 'no such label')
      if (id === null && labels.length >= MOST_LABELS) throw new Failure('bad-request', `more than ${MOST_LABELS} labels`)
      const [vector] = await encoder.encode([definitionText(definition)], 'query', signal)
      const own = id ?? `own:${crypto.randomUUID()}`
      await db.labels.put({
        key: `${host}|${own}`,
        host,
        id: own,
        name: definition.name,
        description: definition.description,
        titles: [...definition.titles],
        vector: vector as Float32Array,
        encoder: encoderId,
      })
      return changed(host)
    },
    /** With everything that was taught of it. */
    async remove(host: string, id: string): Promise<LabelsView> {
      await db.transaction('rw', [db.labels, db.labelSettings, db.corrections], async () => {
        await db.labels.delete(`${host}|${id}`)
        await db.labelSettings.delete(`${host}|${id}`)
        await db.corrections.filter((row) => row.host === host && row.label === id).delete()
      })
      return changed(host)
    },
    async set(setting: Omit<LabelSettingRow, 'key'>): Promise<LabelsView> {
      const key = `${setting.host}|${setting.label}`
      if (setting.name === null && !setting.hidden && setting.field === null) await db.labelSettings.delete(key)
      else await db.labelSettings.put({ key, ...setting })
      return changed(setting.host)
    },
    async export(host: string): Promise<LabelPack> {
      const { labels, corrections } = await hostOf(host)
      const mine = <T extends { encoder: string }>(rows: T[]) => rows.filter((row) => row.encoder === encoderId)
      return {
        format: 'overdesk-labels',
        version: 1,
        encoder: encoderId,
        labels: mine(labels).map(({ id, name, vector }) => ({ id, name, vector: packVector(vector) })),
        examples: mine(corrections)
          .filter((row) => !row.undone && LEARNT_HEADS.includes(row.head as HeadName))
          .map(({ head, label, vector, weight }) => ({
            head: head as LabelPack['examples'][number]['head'],
            label,
            vector: packVector(vector),
            weight,
          })),
      }
    },
    /** Adds a pack to what is here; the order in which packs come makes no difference. Throws Failure `bad-request`. */
    async import(host: string, pack: LabelPack): Promise<LabelsView> {
      if (pack.encoder !== encoderId) throw new Failure('bad-request', 'the pack was made with another model')
      const unpack = (base64: string) => {
        const vector = unpackVector(base64, encoder.dimensions)
        if (!vector) throw new Failure('bad-request', 'the pack holds a damaged vector')
        return vector
      }
      const known = new Set([...(await heads).labels('intent'), ...pack.labels.map(({ id }) => id)])
      for (const { head, label } of pack.examples) {
        const fits = head === 'intent' ? known.has(label) : (await heads).labels(head).includes(label)
        if (!fits) throw new Failure('bad-request', 'the pack has examples of a label that it does not hold')
      }
      const labels = pack.labels.map((label) => ({ ...label, unpacked: unpack(label.vector) }))
      const examples = await Promise.all(
        pack.examples.map(async (example) => ({ ...example, vector: unpack(example.vector), hash: await hashOf(example) })),
      )
      await db.transaction('rw', [db.labels, db.corrections], async () => {
        for (const { id, name, vector, unpacked } of labels) {
          const key = `${host}|${id}`
          const here = await db.labels.get(key)
          if (here && firstOf({ name: here.name, vector: packVector(here.vector) }, { name, vector }).name === here.name) continue
          await db.labels.put({ key, host, id, name, description: '', titles: [], vector: unpacked, encoder: encoderId })
        }
        for (const { head, label, vector, weight, hash } of examples) {
          const key = `${host}|pack|${hash}|${head}`
          const here = await db.corrections.get(key)
          const at = here?.at ?? new Date(now()).toISOString()
          const most = Math.max(weight, here?.weight ?? 0)
          const undone = here?.undone ?? false
          await db.corrections.put({
            key,
            host,
            ticketId: '',
            head,
            label,
            vector,
            at,
            weight: most,
            undone,
            origin: 'pack',
            encoder: encoderId,
          })
        }
      })
      return changed(host)
    },
    /** Hosts that have labels, settings or corrections. */
    async hosts(): Promise<string[]> {
      const tables = [db.labels, db.labelSettings, db.corrections]
      const rows = await Promise.all(tables.map((table) => table.toArray() as Promise<{ host: string }[]>))
      return [...new Set(rows.flat().map(({ host }) => host))].sort()
    },
    async erase(host: string | null): Promise<void> {
      for (const table of [db.labels, db.labelSettings, db.corrections])
        await (host === null ? table.clear() : table.filter((row: { host: string }) => row.host === host).delete())
      if (host === null) await db.measured.clear()
      loaded.clear()
    },
  }
}

const toView = ({ key, head, label, at, ticketId, undone, origin }: CorrectionRow): CorrectionView => ({
  key,
  head: head as HeadName,
  label,
  at,
  ticketId,
  undone,
  origin,
})

async function hashOf({ head, label, vector }: LabelPack['examples'][number]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${head}|${label}|${vector}`))
  return [...new Uint8Array(digest).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
