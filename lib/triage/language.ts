/** Which language a text is in: by script, then by the commonest words. Lists are short; short texts give low confidence. */
import type { Judgement, Score } from './types'

const SCRIPTS: [string, RegExp][] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
]
const LATIN = /\p{Script=Latin}/gu
/** An ideograph says as much as this many letters. */
const CJK_WEIGHT = 3

const WORDS: Record<string, string> = {
  en: 'the and to of is in it you for my have not with this that was on but are your can me be i we please when from how order would been has',
  de: 'der die das und ist ich nicht sie mit ein eine zu es auf den für von bitte mein meine habe wie haben wir auch noch dem im hallo kann wurde',
  fr: 'le la les et est je ne pas vous un une des que pour dans mon ma avec sur bonjour merci il en du ce au votre mais suis cette ai comment',
  es: 'el la los y es que no en un una por para mi con se lo me su hola gracias pero como pedido está he del al las muy cuando quiero',
  pt: 'o a os e é que não em um uma por para meu minha com se me obrigado olá mas como pedido está do da você muito quando eu na no',
  it: 'il la i e è che non in un una per mio mia con si mi grazie buongiorno ma come ordine sono del della ho gli lo alla anche quando',
  nl: 'de het een en is ik niet van op dat te mijn met voor aan er heb zijn bestelling hoe kan jullie maar ook bij deze wij hallo graag naar',
  pl: 'i w nie na się jest to że z do mój moje jak mam proszę dzień dobry ale czy za od po są zamówienie już tylko był dla nie',
  tr: 've bir bu için ne de da ile çok ama mı değil benim var nasıl sipariş merhaba teşekkürler lütfen olarak kadar daha gibi beni sizin',
  sv: 'och är jag inte det en att på som för med min mitt har till hej tack men kan beställning av den de om så när vill mig er',
  id: 'dan yang di tidak saya ini itu untuk dengan ada dari ke bisa sudah tolong terima kasih pesanan apa bagaimana kami akan anda belum',
  vi: 'và là không tôi của có cho đã được này với các một trong đơn hàng xin chào cảm ơn bạn như thế nào khi từ rất',
}
const BY_WORD = new Map<string, string[]>()
for (const [language, words] of Object.entries(WORDS)) {
  for (const word of words.split(' ')) BY_WORD.set(word, [...(BY_WORD.get(word) ?? []), language])
}
const MARKS: [string, RegExp][] = [
  ['de', /[äöüß]/g],
  ['fr', /[àâçèêëîïôùûœ]/g],
  ['es', /[ñ¿¡]|[áéíóú]/g],
  ['pt', /[ãõ]/g],
  ['pl', /[ąćęłńśźż]/g],
  ['tr', /[ğışİ]/g],
  ['sv', /å/g],
  ['vi', /[ăđơưạảấầẩậắằẳặẹẻẽếềểễệ]/g],
]

/** Languages with probabilities, best first; empty when there is nothing to read. */
export function detectLanguage(text: string): Score[] {
  const sample = text.slice(0, 4_000).replace(/\bhttps?:\S+|\S+@\S+/g, ' ')
  const count = (pattern: RegExp) => (sample.match(pattern) ?? []).length
  const points = new Map<string, number>()
  const kana = count(SCRIPTS[0]?.[1] as RegExp)
  for (const [language, pattern] of SCRIPTS) {
    const found = count(pattern)
    if (found === 0) continue
    // Han together with kana is Japanese.
    const of = language === 'zh' && kana > found * 0.1 ? 'ja' : language === 'ru' && /[іїєґ]/i.test(sample) ? 'uk' : language
    points.set(of, (points.get(of) ?? 0) + found * (['zh', 'ja', 'ko'].includes(of) ? CJK_WEIGHT : 1))
  }
  const latin = count(LATIN)
  for (const [language, share] of latinShares(sample)) points.set(language, (points.get(language) ?? 0) + latin * share)
  const total = [...points.values()].reduce((sum, each) => sum + each, 0)
  if (total === 0) return []
  const trust = Math.min(1, total / 24)
  return [...points].map(([label, each]) => ({ label, p: (each / total) * (0.5 + trust / 2) })).sort((a, b) => b.p - a.p)
}

function latinShares(sample: string): Map<string, number> {
  const lower = sample.toLowerCase()
  const points = new Map<string, number>()
  const add = (language: string, value: number) => points.set(language, (points.get(language) ?? 0) + value)
  for (const [word] of lower.matchAll(/[\p{L}]+/gu)) {
    const languages = BY_WORD.get(word)
    if (languages) for (const language of languages) add(language, 1 / languages.length)
  }
  for (const [language, pattern] of MARKS) add(language, Math.min(6, (lower.match(pattern) ?? []).length) * 0.4)
  const total = [...points.values()].reduce((sum, each) => sum + each, 0)
  // Names, codes and single words: English is the likeliest, not a finding.
  if (total === 0) return new Map([['en', 0.6]])
  return new Map([...points].map(([language, each]) => [language, each / total]))
}

const SURE = 0.55

/** The language, or none where the text is too short or mixed to say. */
export function judgeLanguage(text: string): Judgement {
  const ranked = detectLanguage(text)
  const best = ranked[0]
  return { label: best && best.p >= SURE ? best.label : null, p: best?.p ?? 0, ranked: ranked.slice(0, 5) }
}
