/** Model files that the extension knows: what they are, how to check them, under which licence they come. Data, no code. */

export interface PackagedFile {
  /** File name below `models/` in the package. */
  file: string
  bytes: number
  /** Hex. Checked each time the file is read. */
  sha256: string
}

export interface EncoderModel {
  id: string
  name: string
  licence: string
  origin: string
  model: PackagedFile
  tokenizer: PackagedFile
  /** Width of a vector. */
  dimensions: number
  /** Tokens of one text that the encoder reads, special tokens included; the rest is cut. */
  maxTokens: number
  padId: number
  /** What the training put before each kind of text (Wang et al. 2024, arXiv 2402.05672). */
  prefix: { query: string; passage: string }
}

export const ENCODER: EncoderModel = {
  id: 'e5-small-36k.int8',
  name: 'multilingual-e5-small, 36,000 pieces, int8',
  licence: 'MIT',
  origin: 'intfloat/multilingual-e5-small',
  model: {
    file: 'e5-small-36k.int8.onnx',
    bytes: 35_859_858,
    sha256: 'e00a7b07a9babc54d3ae1c8d9b881768e7f3f4186250ec3596839e70713d5999',
  },
  tokenizer: {
    file: 'e5-small-36k.tokenizer.json',
    bytes: 1_415_992,
    sha256: '48e62585d2abb3362ea7840f98f058a07ed1c4b91266237a5dd8a572ac6358d2',
  },
  dimensions: 384,
  maxTokens: 256,
  padId: 1,
  prefix: { query: 'query: ', passage: 'passage: ' },
}

/** The linear heads over the encoder's vectors (`models/heads/`); bundled as text. */
export const HEADS: PackagedFile = {
  file: 'heads.json',
  bytes: 33_732,
  sha256: '11f1049f7a267c0fe9d3aad1567ddce77bd6d511628c08e7121c076e614807de',
}

export const PACKAGED_MODEL_FILES: string[] = [ENCODER.model.file, ENCODER.tokenizer.file]
