import type { InsertTarget, ReplyBlock } from '../helpdesk/types'

/**
 * SHA-256 (hex) of exactly what was approved: where it goes and every character of it. Fields are named one by one, so
 * that nothing added later slips in unhashed or changes old hashes.
 */
export async function hashPayload(target: InsertTarget, blocks: ReplyBlock[]): Promise<string> {
  const span = (each: { text: string; href?: string }) => [each.text, each.href ?? null]
  const plain = [
    [target.host, target.ticketId, target.channel, target.lastCommentId],
    blocks.map((block) =>
      block.kind === 'paragraph'
        ? ['p', block.spans.map(span)]
        : [block.ordered ? 'ol' : 'ul', block.items.map((item) => item.map(span))],
    ),
  ]
  return sha256Hex(JSON.stringify(plain))
}

/** SHA-256 of a text's UTF-8 bytes, as 64 hex digits. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
