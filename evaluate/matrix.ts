/** Products of float32 matrices on onnxruntime's kernels: plain loops take ten times as long. */
import * as ort from 'onnxruntime-web/wasm'

export interface Matrix {
  rows: number
  columns: number
  /** Row by row. */
  values: Float32Array
}

export type Product = (a: Matrix, b: Matrix) => Promise<Matrix>

/** `aᵀ·b` or `a·bᵀ`, from a model of one Gemm node. */
export async function openProduct(transposed: 'a' | 'b'): Promise<Product> {
  ort.env.wasm.numThreads = 1
  const session = await ort.InferenceSession.create(gemmModel(transposed), { executionProviders: ['wasm'] })
  return async (a, b) => {
    const output = await session.run({
      a: new ort.Tensor('float32', a.values, [a.rows, a.columns]),
      b: new ort.Tensor('float32', b.values, [b.rows, b.columns]),
    })
    const [rows, columns] = transposed === 'a' ? [a.columns, b.columns] : [a.rows, b.rows]
    return { rows, columns, values: output.c?.data as Float32Array }
  }
}

/** The smallest ONNX file that does it (field numbers of onnx.proto). */
function gemmModel(transposed: 'a' | 'b'): Uint8Array {
  const text = (field: number, value: string) => bytes(field, [...new TextEncoder().encode(value)])
  const bytes = (field: number, value: number[]): number[] => [...varint((field << 3) | 2), ...varint(value.length), ...value]
  const number = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)]
  const matrix = (name: string) => {
    const shape = [...bytes(1, text(2, `${name}0`)), ...bytes(1, text(2, `${name}1`))]
    return [...text(1, name), ...bytes(2, bytes(1, [...number(1, 1), ...bytes(2, shape)]))]
  }
  const attribute = [...text(1, transposed === 'a' ? 'transA' : 'transB'), ...number(3, 1), ...number(20, 2)]
  const node = [...text(1, 'a'), ...text(1, 'b'), ...text(2, 'c'), ...text(4, 'Gemm'), ...bytes(5, attribute)]
  const graph = [
    ...bytes(1, node),
    ...text(2, 'product'),
    ...bytes(11, matrix('a')),
    ...bytes(11, matrix('b')),
    ...bytes(12, matrix('c')),
  ]
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))])
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
}
