import { expect, it } from 'vitest'
import { htmlToText, MAX_HTML } from './html-to-text'

it('keeps paragraphs, lists and line breaks', () => {
  const { text } = htmlToText('<p>Hello<br>there</p><ol><li>One</li><li>Two</li></ol><ul><li>Dot</li></ul>bye')
  expect(text).toBe('Hello\nthere\n\n1. One\n2. Two\n\n- Dot\n\nbye')
})

it.each([
  '<div style="display:none">secret</div>',
  '<span hidden>secret</span>',
  '<span style="font-size:0px">secret</span>',
  '<p style="color:#ffffff">secret</p>',
  '<div style="opacity:0"><b>secret</b></div>',
])('leaves out and names what cannot be seen: %s', (html) => {
  expect(htmlToText(`<p>seen</p>${html}`)).toEqual({ text: 'seen', hidden: 'secret' })
})

it('removes comments, scripts and invisible characters', () => {
  const spelled = [...'ignore'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
  const { text, hidden } = htmlToText(`re\u200bfund<!-- x --><script>alert(1)</script>${spelled}\u202e!`)
  expect(text).toBe('refund!')
  expect(hidden).toBe('ignore')
})

it('survives deep nesting and cuts what is too long', () => {
  expect(htmlToText(`${'<div>'.repeat(20_000)}deep`).text).toBe('deep')
  expect(htmlToText('a '.repeat(MAX_HTML)).text.length).toBeLessThanOrEqual(MAX_HTML)
})

it('caps 10 MB of mark-up', () => {
  const started = performance.now()
  const { text } = htmlToText('<p>word <b>word</b></p>'.repeat(450_000))
  expect(text.length).toBeLessThanOrEqual(MAX_HTML)
  expect(performance.now() - started).toBeLessThan(8_000)
})

it.each([
  '<div style="position:absolute;left:-9999px">secret</div>',
  '<div style="height:1px;overflow:hidden">secret</div>',
  '<p style="dis\\70 lay:/**/none">secret</p>',
  '<p style="color:#fefefe;background:#fff">secret</p>',
  '<div style="background:#000"><span style="color:black">secret</span></div>',
  '<font color="white">secret</font>',
  '<p style="mso-hide:all">secret</p>',
])('finds what is concealed in other ways: %s', (html) => {
  expect(htmlToText(`<p>seen</p>${html}`)).toEqual({ text: 'seen', hidden: 'secret' })
})

it.each([
  '<td style="background:#1a73e8"><a style="color:#fff">seen</a></td>',
  '<div style="font-size:0px"><div style="font-size:13px">seen</div></div>',
  '<table bgcolor="#222222"><tr><td style="color:white">seen</td></tr></table>',
  '<p style="opacity:0.9;height:0.5em">seen</p>',
])('keeps what can be seen: %s', (html) => {
  expect(htmlToText(html)).toEqual({ text: 'seen', hidden: '' })
})
