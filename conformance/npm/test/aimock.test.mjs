// The official SDKs with an upstream that others wrote; AimockTest.java starts both it and the gateway.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import Anthropic from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { generateText, stepCountIs, streamText, tool } from 'ai'
import OpenAI from 'openai'
import { z } from 'zod'
import { gateway, key } from './stage.mjs'
import { story } from './story.mjs'

const providers = ['compatible', 'responses', 'openrouter', 'anthropic', 'gemini']
const end = 'Take an umbrella: rain — 雨 ☔ — from noon.'
const openai = new OpenAI({ apiKey: key, baseURL: `${gateway}/v1`, maxRetries: 0, timeout: 30_000 })
const anthropic = new Anthropic({ apiKey: key, baseURL: gateway, maxRetries: 0, timeout: 30_000 })

const results = { locate: '50.94 N, 6.96 E', weather: 'rain', now: '11:30' }
const schemas = {
  locate: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  weather: { type: 'object', properties: { latitude: { type: 'number' }, when: { type: 'string' } }, required: ['latitude'] },
  now: { type: 'object', properties: {} },
}
const names = Object.keys(results)
const wanted = [['locate', { city: 'Köln' }], ['weather', { latitude: 50.94, when: 'today "noon"' }], ['now', {}]]

/** Takes note of each call, and answers it. */
function executor() {
  const calls = []
  const execute = name => input => {
    calls.push([name, input])
    return results[name]
  }
  return { calls, execute }
}

function check(calls) {
  assert.deepEqual([...calls].sort(), [...wanted].sort())
  assert.equal(calls[0][0], 'locate')
}

const modern = {
  '@ai-sdk/openai': createOpenAI({ apiKey: key, baseURL: `${gateway}/v1` }).chat,
  '@ai-sdk/openai responses': createOpenAI({ apiKey: key, baseURL: `${gateway}/v1` }).responses,
  '@ai-sdk/anthropic': createAnthropic({ apiKey: key, baseURL: `${gateway}/v1` }),
  '@ai-sdk/openai-compatible': createOpenAICompatible({ name: 'xjp', apiKey: key, baseURL: `${gateway}/v1`, includeUsage: true }),
}

for (const provider of providers) {
  const model = `${provider}/mock-model`
  const chat = (content, more) => ({ model, messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content }], ...more })
  const messages = (content, more) => ({ model, max_tokens: 2048, system: 'Be brief.', messages: [{ role: 'user', content }], ...more })

  describe(`aimock as ${provider}`, () => {
    for (const stream of [false, true]) {
      const form = stream ? 'streaming' : 'whole'

      test(`openai: tools over three turns, ${form}`, async () => {
        const { calls, execute } = executor()
        const runner = openai.chat.completions.runTools(chat('Do I need an umbrella?', {
          stream,
          tools: names.map(name => ({ type: 'function', function: { name, description: name, parameters: schemas[name], parse: JSON.parse, function: execute(name) } })),
        }))
        assert.equal(await runner.finalContent(), end)
        check(calls)
      })

      test(`openai responses: tools over three turns, ${form}`, async () => {
        const { calls, execute } = executor()
        const input = [{ role: 'user', content: 'Do I need an umbrella?' }]
        const params = { model, instructions: 'Be brief.', store: false, tools: names.map(name => ({ type: 'function', name, description: name, parameters: schemas[name], strict: false })) }
        for (let turn = 0; turn < 3; turn++) {
          const answer = stream
            ? await openai.responses.stream({ ...params, input }).finalResponse()
            : await openai.responses.create({ ...params, input })
          const asked = answer.output.filter(item => item.type === 'function_call')
          input.push(...answer.output)
          for (const call of asked) input.push({ type: 'function_call_output', call_id: call.call_id, output: execute(call.name)(JSON.parse(call.arguments)) })
          if (asked.length === 0) assert.equal(answer.output_text, end)
        }
        check(calls)
      })

      test(`anthropic: tools over three turns, ${form}`, async () => {
        const { calls, execute } = executor()
        const runner = anthropic.beta.messages.toolRunner(messages('Do I need an umbrella?', {
          stream,
          tools: names.map(name => betaTool({ name, description: name, inputSchema: schemas[name], run: execute(name) })),
        }))
        const last = await runner.runUntilDone()
        assert.equal(last.content.at(-1).text, end)
        check(calls)
      })

      for (const [client, of] of Object.entries(modern)) {
        test(`${client}: tools over three steps, ${form}`, async () => {
          const { calls, execute } = executor()
          const inputs = { locate: z.object({ city: z.string() }), weather: z.object({ latitude: z.number(), when: z.string().optional() }), now: z.object({}) }
          const params = {
            model: of(model), system: 'Be brief.', prompt: 'Do I need an umbrella?', maxRetries: 0, stopWhen: stepCountIs(4),
            ...(client === '@ai-sdk/openai responses' ? { providerOptions: { openai: { store: false } } } : {}),
            tools: Object.fromEntries(names.map(name => [name, tool({ description: name, inputSchema: inputs[name], execute: async input => execute(name)(input) })])),
          }
          const answer = stream ? streamText(params) : await generateText(params)
          assert.equal(await answer.text, end)
          assert.equal((await answer.steps).length, 3)
          assert.ok((await answer.totalUsage).inputTokens > 0)
          check(calls)
        })
      }
    }

    test('a long answer arrives whole, whatever its pieces', async () => {
      const answer = await openai.chat.completions.stream(chat('Tell me the whole story.')).finalChatCompletion()
      assert.equal(answer.choices[0].message.content, story)
      assert.equal((await anthropic.messages.stream(messages('Tell me the whole story.')).finalMessage()).content.at(-1).text, story)
      assert.equal((await openai.responses.stream({ model, input: 'Tell me the whole story.', store: false }).finalResponse()).output_text, story)
    })

    test('reasoning comes apart from the answer', async () => {
      for (const answer of [await anthropic.messages.create(messages('Please think.', { thinking: { type: 'enabled', budget_tokens: 1024 } })), await anthropic.messages.stream(messages('Please think.', { thinking: { type: 'enabled', budget_tokens: 1024 } })).finalMessage()]) {
        assert.equal(answer.content.find(block => block.type === 'text').text, 'Forty-two.')
        assert.equal(answer.content.find(block => block.type === 'thinking').thinking, 'Six times seven.')
      }
    })

    for (const [cut, question] of [['after some pieces', 'Tell me the first line.'], ['after some time', 'Tell me a slow story.']]) {
      test(`a connection that breaks ${cut} is an error in every client`, async () => {
        let read = ''
        await assert.rejects(async () => {
          for await (const chunk of await openai.chat.completions.create(chat(question, { stream: true }))) {
            read += chunk.choices[0]?.delta.content ?? ''
            assert.ok(!chunk.choices[0]?.finish_reason, 'no finish reason')
          }
        }, OpenAI.APIError)
        assert.ok(story.startsWith(read) && read.length > 0 && read.length < story.length, read)

        const stream = anthropic.messages.stream(messages(question))
        read = ''
        stream.on('text', piece => { read += piece })
        await assert.rejects(stream.finalMessage(), Anthropic.AnthropicError)
        assert.ok(story.startsWith(read) && read.length > 0 && read.length < story.length, read)

        let last
        for await (const event of await openai.responses.create({ model, input: question, store: false, stream: true })) last = event
        assert.equal(last.type, 'response.failed')
      })
    }

    // Google sends a call whole, in one event.
    if (provider !== 'gemini') test('a connection that breaks in a call is never a whole call', async () => {
      const tools = [{ type: 'function', function: { name: 'locate', parameters: schemas.locate } }]
      await assert.rejects(openai.chat.completions.stream(chat('Make half a call.', { tools })).finalChatCompletion(), OpenAI.APIError)
      const offered = [{ name: 'locate', input_schema: schemas.locate }]
      await assert.rejects(anthropic.messages.stream(messages('Make half a call.', { tools: offered })).finalMessage(), Anthropic.AnthropicError)
      const { calls, execute } = executor()
      const kinds = []
      const answer = streamText({
        model: modern['@ai-sdk/anthropic'](model), prompt: 'Make half a call.', maxRetries: 0, stopWhen: stepCountIs(3), onError: () => {},
        tools: { locate: tool({ inputSchema: z.object({ city: z.string() }), execute: async input => execute('locate')(input) }) },
      })
      for await (const part of answer.fullStream) kinds.push(part.type)
      assert.ok(kinds.includes('error'), kinds.join())
      assert.deepEqual(calls, [])
    })

    test('a refusal has its status and its wait', async () => {
      await assert.rejects(openai.chat.completions.create(chat('You are too fast.')), error => error instanceof OpenAI.RateLimitError)
      await assert.rejects(anthropic.messages.create(messages('You are too fast.')), error => error instanceof Anthropic.RateLimitError)
      await assert.rejects(openai.chat.completions.create(chat('You are out of order.')), error => error.status === 502)
      await assert.rejects(anthropic.messages.create(messages('You are out of order.')), error => error.status === 502)
    })
  })
}
