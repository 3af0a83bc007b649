declare module '*.wasm?no-inline&url' {
  const url: string
  export default url
}
