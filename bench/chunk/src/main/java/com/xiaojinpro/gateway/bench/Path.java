package com.xiaojinpro.gateway.bench;

import com.xiaojinpro.gateway.ingress.anthropic.AnthropicMessagesProtocol;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.responses.ResponsesProtocol;

/** Who speaks how: the provider to the left, the client to the right. */
public enum Path {
    OPENAI_TO_OPENAI(Upstream.OPENAI, Client.OPENAI),
    OPENAI_TO_ANTHROPIC(Upstream.OPENAI, Client.ANTHROPIC),
    OPENAI_TO_RESPONSES(Upstream.OPENAI, Client.RESPONSES),
    ANTHROPIC_TO_ANTHROPIC(Upstream.ANTHROPIC, Client.ANTHROPIC),
    ANTHROPIC_TO_OPENAI(Upstream.ANTHROPIC, Client.OPENAI),
    GEMINI_TO_OPENAI(Upstream.GEMINI, Client.OPENAI),
    GEMINI_TO_ANTHROPIC(Upstream.GEMINI, Client.ANTHROPIC);

    final Upstream upstream;
    final Client client;

    Path(Upstream upstream, Client client) {
        this.upstream = upstream;
        this.client = client;
    }

    /** What a client asks with. */
    enum Client {
        OPENAI(
                new OpenAiChatProtocol(),
                "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
        ANTHROPIC(
                new AnthropicMessagesProtocol(),
                "{\"model\":\"m\",\"stream\":true,\"max_tokens\":1000,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
        RESPONSES(new ResponsesProtocol(), "{\"model\":\"m\",\"stream\":true,\"input\":\"Hi\"}");

        final ClientProtocol protocol;
        final String request;

        Client(ClientProtocol protocol, String request) {
            this.protocol = protocol;
            this.request = request;
        }
    }
}
