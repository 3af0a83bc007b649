import type { HelpdeskAdapter } from './adapter'
import { freshdesk } from './freshdesk/adapter'
import { zendesk } from './zendesk/adapter'

const ADAPTERS: HelpdeskAdapter[] = [zendesk, freshdesk]

/** The adapter for a page of a helpdesk's agent interface, or none. */
export const findAdapter = (url: URL): HelpdeskAdapter | null => ADAPTERS.find((adapter) => adapter.matches(url)) ?? null
