/** Solves `matrix · x = right` for a symmetric positive definite matrix, by Cholesky's method. Rows are arrays. */
export function solve(matrix: readonly Float64Array[], right: readonly Float64Array[]): Float64Array[] {
  const n = matrix.length
  const lower = matrix.map(() => new Float64Array(n))
  const at = (row: number, column: number) => (lower[row] as Float64Array)[column] as number
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = (matrix[row] as Float64Array)[column] as number
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k)
      ;(lower[row] as Float64Array)[column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(column, column)
    }
  }
  const solution = right.map((row) => row.slice())
  for (let row = 0; row < n; row++) eliminate(solution, row, 0, row, at)
  for (let row = n - 1; row >= 0; row--) eliminate(solution, row, row + 1, n, (a, b) => at(b, a))
  return solution
}

function eliminate(solution: Float64Array[], row: number, from: number, to: number, at: (row: number, column: number) => number) {
  const line = solution[row] as Float64Array
  for (let k = from; k < to; k++) {
    const factor = at(row, k)
    const other = solution[k] as Float64Array
    for (let column = 0; column < line.length; column++)
      line[column] = (line[column] as number) - factor * (other[column] as number)
  }
  const pivot = at(row, row)
  for (let column = 0; column < line.length; column++) line[column] = (line[column] as number) / pivot
}
