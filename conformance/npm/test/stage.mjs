// Where the gateway is and what its models answer; NpmSdkTest.java scripts the models.
import process from 'node:process'

function setting(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; NpmSdkTest starts these tests`)
  return value
}

export const gateway = setting('XJP_GATEWAY')
export const key = setting('XJP_KEY')

/** The providers behind the gateway; a model is called `provider/scenario`. */
export const providers = ['compatible', 'openrouter', 'anthropic', 'gemini']

export const text = 'Grüße, 世界 😀'
export const inputTokens = 21
export const cachedTokens = 4
export const outputTokens = 9

/** A fetch that counts how often an SDK calls the gateway. */
export function counted() {
  const call = (...args) => {
    call.count++
    return fetch(...args)
  }
  call.count = 0
  return call
}

/** What a provider answers, and what reaches a client. A 429 is the only one that an SDK may repeat. */
export const statuses = [[400, 400], [404, 404], [500, 502]]
