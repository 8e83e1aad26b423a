// The official OpenAI client for JavaScript.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import OpenAI from 'openai'
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { cachedTokens, counted, gateway, inputTokens, key, outputTokens, providers, statuses, text } from './stage.mjs'

const client = new OpenAI({ apiKey: key, baseURL: `${gateway}/v1`, maxRetries: 0, timeout: 30_000 })
const messages = [{ role: 'user', content: 'Hello?' }]
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const tools = [
  { type: 'function', function: { name: 'get_weather', description: 'Tells the weather.', parameters } },
  { type: 'function', function: { name: 'now' } },
]

test('the models of the configuration are listed', async () => {
  const ids = []
  for await (const model of client.models.list()) ids.push(model.id)
  assert.ok(ids.includes('listed'), ids.join())
})

for (const provider of providers) {
  describe(`openai with ${provider} behind`, () => {
    const model = scenario => `${provider}/${scenario}`

    test('a whole answer arrives', async () => {
      const answer = await client.chat.completions.create({ model: model('text'), messages })
      assert.equal(answer.choices[0].message.content, text)
      assert.equal(answer.choices[0].finish_reason, 'stop')
      assert.equal(answer.usage.prompt_tokens, inputTokens)
      assert.equal(answer.usage.prompt_tokens_details.cached_tokens, cachedTokens)
      assert.equal(answer.usage.completion_tokens, outputTokens)
    })

    test('a stream adds up to the whole answer', async () => {
      const stream = client.chat.completions.stream({ model: model('text'), messages, stream_options: { include_usage: true } })
      const pieces = []
      stream.on('content', piece => pieces.push(piece))
      const answer = await stream.finalChatCompletion()
      assert.equal(answer.choices[0].message.content, text)
      assert.ok(pieces.length > 1, 'it comes in pieces')
      assert.equal(answer.usage.total_tokens, inputTokens + outputTokens)
    })

    test('parallel tool calls arrive whole and in order', async () => {
      const whole = await client.chat.completions.create({ model: model('tools'), messages, tools })
      const streamed = await client.chat.completions.stream({ model: model('tools'), messages, tools }).finalChatCompletion()
      for (const answer of [whole, streamed]) {
        assert.equal(answer.choices[0].finish_reason, 'tool_calls')
        const calls = answer.choices[0].message.tool_calls
        assert.deepEqual(calls.map(call => call.function.name), ['get_weather', 'now', 'get_weather'])
        assert.deepEqual(calls.map(call => JSON.parse(call.function.arguments)), [{ city: 'Köln' }, {}, { city: '東京' }])
        assert.equal(new Set(calls.map(call => call.id)).size, 3)
      }
    })

    for (const stream of [false, true]) {
      test(`the tool runner comes to its end, ${stream ? 'streaming' : 'whole'}`, async () => {
        const asked = []
        const runner = client.chat.completions.runTools({
          model: model('loop'), messages, stream,
          tools: [{
            type: 'function',
            function: { name: 'get_weather', description: 'Tells the weather.', parameters, parse: JSON.parse, function: ({ city }) => { asked.push(city); return `rain in ${city}` } },
          }],
        })
        assert.equal(await runner.finalContent(), 'It rains.')
        assert.deepEqual(asked, ['Köln'])
      })
    }

    test('reasoning comes apart from the answer', async () => {
      const answer = await client.chat.completions.create({ model: model('thinking'), messages })
      assert.equal(answer.choices[0].message.reasoning_content, 'Six times seven.')
      assert.equal(answer.choices[0].message.content, '42')
      let reasoning = ''
      for await (const chunk of await client.chat.completions.create({ model: model('thinking'), messages, stream: true })) {
        reasoning += chunk.choices[0]?.delta.reasoning_content ?? ''
      }
      assert.equal(reasoning, 'Six times seven.')
    })

    test('a structured answer is parsed', async () => {
      const City = z.object({ name: z.string(), people: z.number().int() })
      const answer = await client.chat.completions.parse({ model: model('structured'), messages, response_format: zodResponseFormat(City, 'city') })
      assert.deepEqual(answer.choices[0].message.parsed, { name: 'Köln', people: 1087000 })
    })

    test('a cut stream raises', async () => {
      const pieces = []
      await assert.rejects(async () => {
        for await (const chunk of await client.chat.completions.create({ model: model('cut'), messages, stream: true })) {
          pieces.push(chunk.choices[0]?.delta.content ?? '')
          assert.ok(!chunk.choices[0]?.finish_reason, 'no finish reason')
        }
      }, OpenAI.APIError)
      assert.equal(pieces.join(''), 'Once upon ')
    })

    test('the provider stops when the client does', async () => {
      const stream = await client.chat.completions.create({ model: model('endless'), messages, stream: true })
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break
    })

    test('a rate limit says how long to wait', async () => {
      await assert.rejects(client.chat.completions.create({ model: model('status-429'), messages }), error => {
        assert.ok(error instanceof OpenAI.RateLimitError, `${error}`)
        assert.equal(error.headers.get('retry-after'), '7')
        return true
      })
    })

    for (const [upstream, status] of statuses) {
      test(`a provider's ${upstream} raises ${status} after one call`, async () => {
        const fetch = counted()
        const eager = client.withOptions({ maxRetries: 2, fetch })
        const wanted = { 400: OpenAI.BadRequestError, 404: OpenAI.NotFoundError, 502: OpenAI.InternalServerError }[status]
        for (const stream of [false, true]) {
          fetch.count = 0
          await assert.rejects(eager.chat.completions.create({ model: model(`status-${upstream}`), messages, stream }), error => {
            assert.ok(error instanceof wanted, `${error}`)
            assert.equal(error.status, status)
            assert.ok(error.type, 'it has a type')
            return true
          })
          assert.equal(fetch.count, 1)
        }
      })
    }
  })
}

const responseTools = tools.map(({ function: { name, description } }) => ({ type: 'function', name, description, parameters, strict: false }))

for (const provider of providers) {
  describe(`openai responses with ${provider} behind`, () => {
    const ask = scenario => ({ model: `${provider}/${scenario}`, input: 'Hello?', store: false })

    test('a whole answer arrives', async () => {
      const answer = await client.responses.create(ask('text'))
      assert.equal(answer.output_text, text)
      assert.equal(answer.status, 'completed')
      assert.equal(answer.store, false)
      assert.equal(answer.usage.input_tokens, inputTokens)
      assert.equal(answer.usage.input_tokens_details.cached_tokens, cachedTokens)
      assert.equal(answer.usage.output_tokens, outputTokens)
    })

    test('a stream adds up to the whole answer', async () => {
      const stream = client.responses.stream(ask('text'))
      const pieces = []
      stream.on('response.output_text.delta', event => pieces.push(event.delta))
      const answer = await stream.finalResponse()
      assert.equal(answer.output_text, text)
      assert.equal(pieces.join(''), text)
      assert.ok(pieces.length > 1, 'it comes in pieces')
    })

    test('parallel tool calls arrive whole and in order', async () => {
      const whole = await client.responses.create({ ...ask('tools'), tools: responseTools })
      const streamed = await client.responses.stream({ ...ask('tools'), tools: responseTools }).finalResponse()
      for (const answer of [whole, streamed]) {
        const calls = answer.output.filter(item => item.type === 'function_call')
        assert.deepEqual(calls.map(call => call.name), ['get_weather', 'now', 'get_weather'])
        assert.deepEqual(calls.map(call => JSON.parse(call.arguments)), [{ city: 'Köln' }, {}, { city: '東京' }])
        assert.equal(new Set(calls.map(call => call.call_id)).size, 3)
      }
    })

    test('a tool loop comes to its end, its items given back as they are', async () => {
      const input = [{ role: 'user', content: 'Hello?' }]
      for (let turn = 0; turn < 3; turn++) {
        const answer = await client.responses.create({ ...ask('loop'), input, tools: responseTools })
        const calls = answer.output.filter(item => item.type === 'function_call')
        if (calls.length === 0) {
          assert.equal(answer.output_text, 'It rains.')
          return
        }
        input.push(...answer.output)
        for (const call of calls) input.push({ type: 'function_call_output', call_id: call.call_id, output: `rain in ${JSON.parse(call.arguments).city}` })
      }
      assert.fail('it goes on and on')
    })

    test('a sealed thought comes back to the provider that sealed it', async () => {
      const input = [{ role: 'user', content: 'Hello?' }]
      const asked = await client.responses.stream({ ...ask('sealed'), input, tools: responseTools }).finalResponse()
      const thought = asked.output.find(item => item.type === 'reasoning')
      assert.equal(thought.content[0].text, 'I need the time.')
      const call = asked.output.find(item => item.type === 'function_call')
      input.push(...asked.output, { type: 'function_call_output', call_id: call.call_id, output: 'noon' })
      assert.equal((await client.responses.create({ ...ask('sealed'), input, tools: responseTools })).output_text, 'the seal is whole')
    })

    test('a structured answer is parsed', async () => {
      const City = z.object({ name: z.string(), people: z.number().int() })
      const answer = await client.responses.parse({ ...ask('structured'), text: { format: zodTextFormat(City, 'city') } })
      assert.deepEqual(answer.output_parsed, { name: 'Köln', people: 1087000 })
    })

    test('a cut stream fails', async () => {
      const pieces = []
      let end
      for await (const event of await client.responses.create({ ...ask('cut'), stream: true })) {
        if (event.type === 'response.output_text.delta') pieces.push(event.delta)
        end = event
      }
      assert.equal(pieces.join(''), 'Once upon ')
      assert.equal(end.type, 'response.failed')
      assert.ok(end.response.error.message)
    })

    test('the provider stops when the client does', async () => {
      const stream = await client.responses.create({ ...ask('endless'), stream: true })
      for await (const event of stream) if (event.type === 'response.output_text.delta') break
    })

    for (const [upstream, status] of statuses) {
      test(`a provider's ${upstream} raises ${status} after one call`, async () => {
        const fetch = counted()
        const eager = client.withOptions({ maxRetries: 2, fetch })
        await assert.rejects(eager.responses.create(ask(`status-${upstream}`)), error => {
          assert.equal(error.status, status)
          assert.ok(error.type, 'it has a type')
          return true
        })
        assert.equal(fetch.count, 1)
      })
    }
  })
}

test('what needs stored state is refused', async () => {
  await assert.rejects(client.responses.create({ model: 'compatible/text', input: 'x', previous_response_id: 'resp_1' }), OpenAI.BadRequestError)
  await assert.rejects(client.responses.retrieve('resp_1'), OpenAI.NotFoundError)
})

test('a wrong key is unauthorized', async () => {
  const stranger = new OpenAI({ apiKey: 'sk-nobody-0123456789', baseURL: `${gateway}/v1`, maxRetries: 0 })
  await assert.rejects(stranger.chat.completions.create({ model: 'compatible/text', messages }), OpenAI.AuthenticationError)
})
