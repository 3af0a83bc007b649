/** Prints the bytes that the encoder takes in a process that does nothing else. */
import { openNodeEncoder } from '../lib/engine/encoder/node'

async function main(): Promise<void> {
  const before = process.memoryUsage().rss
  const encoder = await openNodeEncoder()
  await encoder.encode(['Where is my order? '.repeat(40)], 'query')
  console.log(process.memoryUsage().rss - before)
}

void main()
