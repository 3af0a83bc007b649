/** What a person wrote in each message: quotes, signatures, disclaimers, automatic text, form labels and hidden text taken out and shown as removed. */
import type { Ticket, TicketComment } from '../helpdesk/types'
import { splitBoilerplate } from './boilerplate'
import { htmlToText, MAX_HTML, visibleCharacters } from './html-to-text'
import { splitQuotes } from './quotes'
import { splitSignature } from './signature'
import { QUOTE_MARKS, removedPart, withoutMarks } from './split'
import type { CleanMessage } from './types'

/** Cleans every comment of a ticket, oldest first. Never leaves a message empty that had words. */
export function cleanComments(ticket: Ticket): CleanMessage[] {
  return ticket.comments.map((comment) => ({
    commentId: comment.id,
    author: comment.author.role,
    public: comment.public,
    createdAt: comment.createdAt,
    ...cleanComment(comment),
  }))
}

function cleanComment(comment: TicketComment): Pick<CleanMessage, 'text' | 'removed'> {
  const visible = comment.html
    ? htmlToText(comment.html, QUOTE_MARKS)
    : visibleCharacters((comment.text ?? '').slice(0, MAX_HTML))
  const removed = removedPart('hidden', visible.hidden)
  let text = visible.text
  for (const step of [splitQuotes, splitBoilerplate, splitSignature]) {
    const split = step(text)
    if (split.kept.trim() === '' && text.trim() !== '') continue
    text = split.kept
    removed.push(...split.removed)
  }
  return {
    text: withoutMarks(text)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    removed,
  }
}
