/** A corpus in memory with all its vectors, as the product would have it after indexing. */
import { buildSegments } from '../../lib/knowledge/index/build'
import { type Corpus, createCorpus } from '../../lib/knowledge/index/corpus'
import { openSegment } from '../../lib/knowledge/index/segment'
import type { IndexedDocument, PassageWords } from '../../lib/knowledge/index/types'
import { packVectors } from '../../lib/knowledge/index/vector'
import type { Kernel } from '../../lib/knowledge/kernel/kernel'
import { ENCODER } from '../../models/catalogue'

/** `encode` gives one unit vector a passage. */
export async function corpusOf(
  kernel: Kernel,
  documents: IndexedDocument[],
  encode: (passages: PassageWords[]) => Promise<Float32Array[]>,
): Promise<Corpus> {
  const corpus = createCorpus(kernel, ENCODER.dimensions)
  const vectors = await encode(documents.flatMap(({ passages }) => passages))
  let done = 0
  for (const [id, data] of buildSegments(documents, null).entries()) {
    const segment = openSegment(kernel, id, data, ENCODER.dimensions)
    const rows = Array.from({ length: segment.rows }, (_, row) => row)
    segment.setVectors(rows, packVectors(vectors.slice(done, done + segment.rows), ENCODER.dimensions))
    done += segment.rows
    corpus.add(segment)
  }
  return corpus
}
