// The AI SDK with each of its providers that can be pointed at a gateway.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, generateObject, generateText, Output, stepCountIs, streamObject, streamText, tool } from 'ai'
import { z } from 'zod'
import { gateway, inputTokens, key, outputTokens, providers, text } from './stage.mjs'

const compatible = createOpenAICompatible({ name: 'xjp', apiKey: key, baseURL: `${gateway}/v1`, includeUsage: true, supportsStructuredOutputs: true })
const clients = {
  '@ai-sdk/openai': createOpenAI({ apiKey: key, baseURL: `${gateway}/v1` }).chat,
  '@ai-sdk/openai responses': createOpenAI({ apiKey: key, baseURL: `${gateway}/v1` }).responses,
  '@ai-sdk/anthropic': createAnthropic({ apiKey: key, baseURL: `${gateway}/v1` }),
  '@ai-sdk/openai-compatible': name => compatible(name),
}

for (const [client, of] of Object.entries(clients)) {
  for (const provider of providers) {
    describe(`${client} with ${provider} behind`, () => {
      const call = (scenario, more) => ({ model: of(`${provider}/${scenario}`), prompt: 'Hello?', maxRetries: 0, ...more })

      test('a whole answer arrives', async () => {
        const answer = await generateText(call('text'))
        assert.equal(answer.text, text)
        assert.equal(answer.finishReason, 'stop')
        assert.equal(answer.usage.inputTokens, inputTokens)
        assert.equal(answer.usage.outputTokens, outputTokens)
      })

      test('a stream adds up to the whole answer', async () => {
        const answer = streamText(call('text'))
        let read = ''
        for await (const piece of answer.textStream) read += piece
        assert.equal(read, text)
        assert.equal(await answer.finishReason, 'stop')
        assert.equal((await answer.usage).outputTokens, outputTokens)
      })

      for (const run of ['whole', 'streaming']) {
        test(`a tool loop comes to its end, ${run}`, async () => {
          const asked = []
          const params = call('loop', {
            stopWhen: stepCountIs(3),
            ...(client === '@ai-sdk/openai responses' ? { providerOptions: { openai: { store: false } } } : {}),
            tools: { get_weather: tool({ description: 'Tells the weather.', inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => { asked.push(city); return `rain in ${city}` } }) },
          })
          const answer = run === 'whole' ? await generateText(params) : streamText(params)
          assert.equal(await answer.text, 'It rains.')
          assert.equal((await answer.steps).length, 2)
          assert.deepEqual(asked, ['Köln'])
        })
      }

      test('a structured answer is parsed', async () => {
        const answer = await generateText(call('structured', { output: Output.object({ schema: z.object({ name: z.string(), people: z.number() }) }) }))
        assert.deepEqual(answer.output, { name: 'Köln', people: 1087000 })
      })

      test('an object is generated, whole and streaming', async () => {
        const schema = z.object({ name: z.string(), people: z.number() })
        const whole = await generateObject(call('structured', { schema }))
        assert.deepEqual(whole.object, { name: 'Köln', people: 1087000 })
        assert.equal(whole.finishReason, 'stop')
        assert.equal(whole.usage.outputTokens, outputTokens)
        const streamed = streamObject(call('structured', { schema }))
        const partial = []
        for await (const object of streamed.partialObjectStream) partial.push(object)
        assert.deepEqual(partial.at(-1), { name: 'Köln', people: 1087000 })
        assert.deepEqual(await streamed.object, { name: 'Köln', people: 1087000 })
      })

      test('parallel calls of one step are all made', async () => {
        const asked = []
        const execute = name => async input => { asked.push([name, input]); return 'done' }
        const answer = streamText(call('tools', {
          tools: {
            get_weather: tool({ inputSchema: z.object({ city: z.string() }), execute: execute('get_weather') }),
            now: tool({ inputSchema: z.object({}), execute: execute('now') }),
          },
        }))
        const inputs = []
        for await (const part of answer.fullStream) if (part.type === 'tool-input-start') inputs.push(part.toolName)
        assert.equal(await answer.finishReason, 'tool-calls')
        assert.deepEqual(inputs, ['get_weather', 'now', 'get_weather'])
        assert.deepEqual(asked, [['get_weather', { city: 'Köln' }], ['now', {}], ['get_weather', { city: '東京' }]])
      })

      // Of the others, one knows no reasoning and one does not give its seal back.
      if (['@ai-sdk/openai responses', '@ai-sdk/anthropic'].includes(client)) {
        for (const run of ['whole', 'streaming']) {
          test(`a sealed thought comes back with the next step, ${run}`, async () => {
            const params = call('sealed', {
              stopWhen: stepCountIs(3),
              providerOptions: {
                openai: { store: false, forceReasoning: true, include: ['reasoning.encrypted_content'] },
                anthropic: { thinking: { type: 'enabled', budgetTokens: 2048 } },
              },
              tools: { now: tool({ inputSchema: z.object({}), execute: async () => 'noon' }) },
            })
            const answer = run === 'whole' ? await generateText(params) : streamText(params)
            assert.equal(await answer.text, 'the seal is whole')
            assert.equal((await answer.steps).length, 2)
          })
        }
      }

      // Its OpenAI provider knows no reasoning in chat completions, and in responses only summaries of it.
      if (!client.startsWith('@ai-sdk/openai') || client === '@ai-sdk/openai-compatible') {
        test('reasoning comes apart from the answer', async () => {
          const options = client === '@ai-sdk/anthropic' ? { providerOptions: { anthropic: { thinking: { type: 'enabled', budgetTokens: 2048 } } } } : {}
          for (const answer of [await generateText(call('thinking', options)), streamText(call('thinking', options))]) {
            assert.equal(await answer.text, '42')
            assert.equal(await answer.reasoningText, 'Six times seven.')
          }
        })
      }

      test('a cut stream is an error', async () => {
        const errors = []
        const answer = streamText(call('cut', { onError: ({ error }) => errors.push(error) }))
        let read = ''
        const kinds = []
        for await (const part of answer.fullStream) {
          kinds.push(part.type)
          if (part.type === 'text-delta') read += part.text
        }
        assert.equal(read, 'Once upon ')
        assert.equal(errors.length, 1, kinds.join())
        assert.ok(kinds.includes('error'), kinds.join())
      })

      test("a provider's refusal is an error that must not be repeated", async () => {
        await assert.rejects(generateText(call('status-400')), error => {
          assert.ok(APICallError.isInstance(error), `${error}`)
          assert.equal(error.statusCode, 400)
          assert.equal(error.isRetryable, false)
          assert.match(error.message, /The provider says no\./)
          return true
        })
      })
    })
  }
}
