// The official Anthropic client for JavaScript.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import Anthropic from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import { z } from 'zod'
import { cachedTokens, counted, gateway, inputTokens, key, outputTokens, providers, statuses, text } from './stage.mjs'

const client = new Anthropic({ apiKey: key, baseURL: gateway, maxRetries: 0, timeout: 30_000 })
const messages = [{ role: 'user', content: 'Hello?' }]
const input_schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const tools = [{ name: 'get_weather', description: 'Tells the weather.', input_schema }, { name: 'now', input_schema: { type: 'object' } }]
const common = { max_tokens: 4096, messages }

test('the models of the configuration are listed', async () => {
  const ids = []
  for await (const model of client.models.list()) ids.push(model.id)
  assert.ok(ids.includes('listed'), ids.join())
})

for (const provider of providers) {
  describe(`anthropic with ${provider} behind`, () => {
    const model = scenario => `${provider}/${scenario}`
    const both = async params => [await client.messages.create(params), await client.messages.stream(params).finalMessage()]

    test('a whole answer arrives, streamed or not', async () => {
      for (const answer of await both({ ...common, model: model('text') })) {
        assert.deepEqual(answer.content.map(block => [block.type, block.text]), [['text', text]])
        assert.equal(answer.stop_reason, 'end_turn')
        assert.equal(answer.usage.input_tokens, inputTokens - cachedTokens)
        assert.equal(answer.usage.cache_read_input_tokens, cachedTokens)
        assert.equal(answer.usage.output_tokens, outputTokens)
      }
    })

    test('parallel tool calls arrive whole and in order', async () => {
      for (const answer of await both({ ...common, model: model('tools'), tools })) {
        assert.equal(answer.stop_reason, 'tool_use')
        assert.deepEqual(answer.content.map(block => [block.type, block.name]), [['tool_use', 'get_weather'], ['tool_use', 'now'], ['tool_use', 'get_weather']])
        assert.deepEqual(answer.content.map(block => block.input), [{ city: 'Köln' }, {}, { city: '東京' }])
        assert.equal(new Set(answer.content.map(block => block.id)).size, 3)
      }
    })

    for (const stream of [false, true]) {
      test(`the tool runner comes to its end, ${stream ? 'streaming' : 'whole'}`, async () => {
        const asked = []
        const runner = client.beta.messages.toolRunner({
          ...common, model: model('loop'), stream,
          tools: [betaTool({ name: 'get_weather', description: 'Tells the weather.', inputSchema: input_schema, run: ({ city }) => { asked.push(city); return `rain in ${city}` } })],
        })
        const last = await runner.runUntilDone()
        assert.equal(last.content.at(-1).text, 'It rains.')
        assert.deepEqual(asked, ['Köln'])
      })
    }

    test('thinking comes before the answer', async () => {
      for (const answer of await both({ ...common, model: model('thinking'), thinking: { type: 'enabled', budget_tokens: 2048 } })) {
        // Google signs its text; the signature reaches a client as a thought without words behind it.
        const last = provider === 'gemini' ? ['thinking'] : []
        assert.deepEqual(answer.content.map(block => block.type), ['thinking', 'text', ...last])
        assert.equal(answer.content[0].thinking, 'Six times seven.')
        assert.equal(answer.content[1].text, '42')
      }
    })

    test('thinking comes back to the provider that made it', async () => {
      const params = { ...common, model: model('sealed'), tools, thinking: { type: 'enabled', budget_tokens: 2048 } }
      const first = await client.messages.stream(params).finalMessage()
      const call = first.content.find(block => block.type === 'tool_use')
      const last = await client.messages.create({
        ...params,
        messages: [...messages, { role: 'assistant', content: first.content }, { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'noon' }] }],
      })
      assert.equal(last.content.at(-1).text, 'the seal is whole')
    })

    test('a structured answer is parsed', async () => {
      const City = z.object({ name: z.string(), people: z.number().int() })
      const answer = await client.messages.parse({ ...common, model: model('structured'), output_config: { format: zodOutputFormat(City) } })
      assert.deepEqual(answer.parsed_output, { name: 'Köln', people: 1087000 })
    })

    test('a cut stream raises', async () => {
      const stream = client.messages.stream({ ...common, model: model('cut') })
      let read = ''
      stream.on('text', piece => { read += piece })
      await assert.rejects(stream.finalMessage(), Anthropic.AnthropicError)
      assert.equal(read, 'Once upon ')
    })

    test('the provider stops when the client does', async () => {
      const stream = client.messages.stream({ ...common, model: model('endless') })
      for await (const event of stream) if (event.type === 'content_block_delta') break
    })

    test('a rate limit says how long to wait', async () => {
      await assert.rejects(client.messages.create({ ...common, model: model('status-429') }), error => {
        assert.ok(error instanceof Anthropic.RateLimitError, `${error}`)
        assert.equal(error.headers.get('retry-after'), '7')
        return true
      })
    })

    for (const [upstream, status] of statuses) {
      test(`a provider's ${upstream} raises ${status} after one call`, async () => {
        const fetch = counted()
        const eager = client.withOptions({ maxRetries: 2, fetch })
        const wanted = { 400: Anthropic.BadRequestError, 404: Anthropic.NotFoundError, 502: Anthropic.InternalServerError }[status]
        for (const stream of [false, true]) {
          fetch.count = 0
          await assert.rejects(eager.messages.create({ ...common, model: model(`status-${upstream}`), stream }), error => {
            assert.ok(error instanceof wanted, `${error}`)
            assert.equal(error.status, status)
            assert.ok(error.requestID, 'it has a request id')
            return true
          })
          assert.equal(fetch.count, 1)
        }
      })
    }
  })
}

test('a key in either header opens the door', async () => {
  for (const options of [{ apiKey: key }, { apiKey: null, authToken: key }, { apiKey: null, defaultHeaders: { 'x-api-key': key } }]) {
    const other = new Anthropic({ ...options, baseURL: gateway, maxRetries: 0 })
    const answer = await other.messages.create({ ...common, model: 'compatible/text' })
    assert.equal(answer.content[0].text, text)
  }
})

test('a wrong key is unauthorized', async () => {
  const stranger = new Anthropic({ apiKey: 'sk-nobody-0123456789', baseURL: gateway, maxRetries: 0 })
  await assert.rejects(stranger.messages.create({ ...common, model: 'compatible/text' }), Anthropic.AuthenticationError)
})
