declare module 'engine-in-background' {
  export { serveEngine } from './serve'
}
