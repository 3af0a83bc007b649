import { ZENDESK_TOKEN } from './zendesk/api'

/** The empty page; its script draws everything else. */
export const pageHtml = (helpdesk: 'zendesk' | 'freshdesk'): string => `<!doctype html>
<html lang="en-US" data-theme="light">
<head><meta charset="utf-8">${helpdesk === 'zendesk' ? `<meta name="csrf-token" content="${ZENDESK_TOKEN}">` : ''}
<title>${helpdesk === 'zendesk' ? 'Acme – Zendesk' : 'Acme : Freshdesk'}</title>
<link rel="stylesheet" href="/demo/${helpdesk}.css"><script defer src="/demo/${helpdesk}.js"></script></head>
<body></body></html>`
