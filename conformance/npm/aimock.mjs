// An upstream that others wrote: it answers in the protocol of the provider it is taken for. AimockTest.java starts it, and it
// ends with its standard input.
import process from 'node:process'
import { LLMock } from '@copilotkit/aimock'
import { story } from './test/story.mjs'

const mock = new LLMock({ port: 0, host: '127.0.0.1', strict: true, chunkSize: 6 })
const usage = { prompt_tokens: 40, completion_tokens: 12, total_tokens: 52 }

// A journey of three turns; each matches only if the turns before it arrived as they were.
mock.addFixture({
  match: { userMessage: 'umbrella', systemMessage: 'Be brief.', toolName: 'locate', turnIndex: 0 },
  response: { toolCalls: [{ id: 'call_locate', name: 'locate', arguments: JSON.stringify({ city: 'Köln' }) }], usage },
})
mock.addFixture({
  match: { userMessage: 'umbrella', toolCallId: 'call_locate', toolResultContains: '50.94', turnIndex: 1 },
  response: {
    toolCalls: [
      { id: 'call_weather', name: 'weather', arguments: JSON.stringify({ latitude: 50.94, when: 'today "noon"' }) },
      { id: 'call_now', name: 'now', arguments: '{}' },
    ],
    usage,
  },
})
mock.addFixture({
  match: {
    userMessage: 'umbrella',
    turnIndex: 2,
    predicate: request => [['call_weather', 'rain'], ['call_now', '11:30']].every(([id, result]) =>
      request.messages.some(message => message.role === 'tool' && message.tool_call_id === id && message.content.includes(result))),
  },
  response: { content: 'Take an umbrella: rain — 雨 ☔ — from noon.', usage },
})

mock.addFixture({ match: { userMessage: 'think' }, response: { reasoning: 'Six times seven.', content: 'Forty-two.', usage } })
mock.addFixture({ match: { userMessage: 'whole story' }, response: { content: story } })
mock.addFixture({ match: { userMessage: 'first line' }, response: { content: story }, latency: 5, truncateAfterChunks: 8 })
mock.addFixture({ match: { userMessage: 'slow story' }, response: { content: story }, latency: 20, disconnectAfterMs: 400 })
mock.addFixture({
  match: { userMessage: 'half a call' },
  response: { toolCalls: [{ id: 'call_half', name: 'locate', arguments: JSON.stringify({ city: story }) }] },
  latency: 5,
  truncateAfterChunks: 8,
})
mock.addFixture({
  match: { userMessage: 'too fast' },
  response: { error: { message: 'Slow down.', type: 'rate_limit_error' }, status: 429, retryAfter: 7 },
})
mock.addFixture({ match: { userMessage: 'out of order' }, response: { error: { message: 'Broken.', type: 'server_error' }, status: 500 } })

await mock.start()
process.stdin.on('end', () => process.exit(0)).resume()
console.log(`aimock on ${mock.url}`)
