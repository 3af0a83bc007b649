/** Whether a person could see an element's text, from its inline style. Style sheets do not reach us: helpdesks strip them. */

type Colour = readonly [number, number, number]

/** What an element hands down to what is inside it. */
export interface Paint {
  /** Nothing inside can be seen, whatever it says itself. */
  gone: boolean
  /** Letters of no size. Layout tables do this, and their cells set a size again. */
  tiny: boolean
  colour: Colour
  /** null: a picture or something else that is not one colour. */
  background: Colour | null
}

export const PAPER: Paint = { gone: false, tiny: false, colour: [0, 0, 0], background: [255, 255, 255] }

/** Difference per channel (0–255) that an eye does not see. */
const ALIKE = 10
const FAR = 400

export const isSeen = ({ gone, tiny, colour, background }: Paint): boolean =>
  !gone && !tiny && !background?.every((value, at) => Math.abs(value - (colour[at] ?? 0)) <= ALIKE)

export function paintOf(attributes: { name: string; value: string }[], outer: Paint): Paint {
  if (attributes.length === 0) return outer
  const paint = { ...outer }
  for (const { name, value } of attributes) {
    if (name === 'hidden') paint.gone = true
    else if (name === 'color') paint.colour = parseColour(value, outer) ?? paint.colour
    else if (name === 'bgcolor') paint.background = parseColour(value, outer)
  }
  const style = attributes.find(({ name }) => name === 'style')?.value
  if (!style) return paint
  const rules = declarations(style)
  const size = rules.get('font-size')
  if (size) paint.tiny = isNothing(size)
  const background = rules.get('background-color') ?? rules.get('background')
  if (background && !/^(?:none|transparent|inherit|initial)\b/.test(background)) paint.background = parseColour(background, outer)
  const colour = rules.get('color')
  if (colour) paint.colour = parseColour(colour, paint) ?? paint.colour
  if (removes(rules)) paint.gone = true
  return paint
}

function removes(rules: ReadonlyMap<string, string>): boolean {
  const rule = (name: string) => rules.get(name) ?? ''
  if (rule('display') === 'none' || /^(?:hidden|collapse)$/.test(rule('visibility')) || rule('mso-hide') === 'all') return true
  if (isNothing(rule('opacity')) || isNothing(rule('max-height')) || isNothing(rule('max-width'))) return true
  if (/^(?:hidden|clip)/.test(rule('overflow')) && [rule('height'), rule('width')].some((value) => /^[01](?:px)?$/.test(value)))
    return true
  if (/^(?:absolute|fixed)$/.test(rule('position')) && ['left', 'top', 'right', 'bottom'].some((side) => isFar(rule(side))))
    return true
  if (['text-indent', 'margin-left', 'margin-top'].some((name) => isFar(rule(name)))) return true
  return /^rect\(\s*[01]/.test(rule('clip')) || /scale\(\s*0\s*\)/.test(rule('transform'))
}

const isNothing = (value: string): boolean => value !== '' && Number.parseFloat(value) === 0
const isFar = (value: string): boolean => Number.parseFloat(value) <= -FAR

/** Names and values in lower case; comments and character escapes, which hide a rule from pattern matching, are undone. */
function declarations(style: string): Map<string, string> {
  const plain = style
    .slice(0, 2_000)
    .replace(/\/\*[^*]*\*+\//g, '')
    .replace(/\\([0-9a-f]{1,6}) ?/gi, (_, hex: string) => {
      const code = Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })
  const rules = new Map<string, string>()
  for (const rule of plain.toLowerCase().split(';')) {
    const colon = rule.indexOf(':')
    if (colon > 0)
      rules.set(
        rule.slice(0, colon).trim(),
        rule
          .slice(colon + 1)
          .replace('!important', '')
          .trim(),
      )
  }
  return rules
}

const NAMED: Record<string, Colour> = { white: [255, 255, 255], snow: [255, 250, 250], black: [0, 0, 0] }

function parseColour(value: string, { background }: Paint): Colour | null {
  const text = value.trim().toLowerCase()
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(text)?.[1]
  if (hex) {
    const pairs = hex.length === 3 ? [...hex].map((digit) => digit + digit) : [hex.slice(0, 2), hex.slice(2, 4), hex.slice(4, 6)]
    return pairs.map((pair) => Number.parseInt(pair, 16)) as unknown as Colour
  }
  const [red, green, blue, alpha = 1] =
    /^rgba?\(([^)]*)\)/
      .exec(text)?.[1]
      ?.split(/[\s,/]+/)
      .filter(Boolean)
      .map(Number) ?? []
  // Letters one sees through have the colour of what is behind them.
  if (text === 'transparent' || alpha === 0) return background
  if (red !== undefined && green !== undefined && blue !== undefined) return [red, green, blue]
  return NAMED[/^[a-z]+/.exec(text)?.[0] ?? ''] ?? (/^[a-z]+$/.test(text) ? [128, 128, 128] : null)
}
