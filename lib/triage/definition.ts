/** From a label's words to its place among the vectors. */

export interface Definition {
  name: string
  description: string
  /** Titles of its macros or articles. */
  titles: readonly string[]
}

export const definitionText = ({ name, description, titles }: Definition): string =>
  [name, description, ...titles]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n')

/** Unrelated messages of every sort, in the languages we know best: their mean is what all messages share. */
const SAMPLE = [
  'Where is my parcel?',
  'I want my money back.',
  'The app crashes when I open it.',
  'How do I change my address?',
  'Thank you, that helped.',
  'Please cancel my subscription.',
  'My card was charged twice.',
  'I cannot sign in any more.',
  'Do you ship to other countries?',
  'You will hear from my lawyer.',
  'Is this available in blue?',
  'Could I speak to a person?',
  '我的快递到哪了？',
  '我要退款',
  '软件打不开了',
  '怎么修改地址？',
  '谢谢，已经解决了',
  '帮我取消会员',
  '重复扣款了',
  '登录不了账号',
  '能开发票吗？',
  '我要投诉你们',
  '这个有现货吗？',
  '转人工客服',
]

/** Mean of the sample's vectors. The same bits for the same encoder. */
export async function centreOf(encode: (texts: string[]) => Promise<Float32Array[]>): Promise<Float32Array> {
  const vectors = await encode(SAMPLE)
  const width = vectors[0]?.length ?? 0
  return Float32Array.from(
    { length: width },
    (_, i) => vectors.reduce((sum, vector) => sum + (vector[i] as number), 0) / vectors.length,
  )
}
