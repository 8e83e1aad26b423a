package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * One conversation of a client that speaks plain HTTP and gives back what it got as the official SDK of its protocol would.
 * Its results go back in the order in which its tools were ready, which is not that of the calls.
 */
abstract class LoopClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The clients there are. */
    enum Kind {
        CHAT("openai", true),
        /** Gives back nothing that OpenAI's own schema does not have. */
        CHAT_KNOWN("openai, known members only", false),
        MESSAGES("anthropic", true),
        RESPONSES("responses", true);

        private final String title;
        private final boolean keepsAll;

        Kind(String title, boolean keepsAll) {
            this.title = title;
            this.keepsAll = keepsAll;
        }

        String title() {
            return title;
        }

        /** Whether what the client does not know comes back with the next request. */
        boolean keepsAll() {
            return keepsAll;
        }

        LoopClient asking(String question, boolean stream) {
            return switch (this) {
                case CHAT, CHAT_KNOWN -> new ChatLoopClient(question, stream, keepsAll);
                case MESSAGES -> new MessagesLoopClient(question, stream);
                case RESPONSES -> new ResponsesLoopClient(question, stream);
            };
        }
    }

    /**
     * What a turn of the model was to the client.
     *
     * @param dropped what the gateway says it could not tell the provider
     */
    record Reply(String text, List<LoopTurn.Call> calls, String dropped) {}

    final ObjectNode request = JsonNodeFactory.instance.objectNode();
    final boolean stream;
    private final String path;

    LoopClient(String path, boolean stream) {
        this.path = path;
        this.stream = stream;
        request.put("stream", stream);
    }

    /** Asks for the model's next turn and remembers it. */
    Reply ask(String gateway, String model) {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(gateway + path))
                .header("authorization", "Bearer " + Stage.KEY)
                .header("content-type", "application/json")
                .timeout(Stage.TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(
                        request.put("model", model).toString()));
        HttpResponse<String> answer;
        try {
            answer = HTTP.send(http.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body() + " for " + request);
        }
        String dropped = answer.headers().firstValue("x-xjp-dropped").orElse("");
        Reply reply = stream ? streamed(events(answer.body())) : whole(Stage.json(answer.body()));
        return new Reply(reply.text(), reply.calls(), dropped);
    }

    /** Gives the results of calls, to go with the next request, the last first. */
    final void answer(List<LoopTurn.Call> calls) {
        results(calls.reversed());
    }

    /** Takes a whole answer. */
    abstract Reply whole(JsonNode answer);

    /** Takes the events of a stream, whose end they hold. */
    abstract Reply streamed(List<JsonNode> events);

    abstract void results(List<LoopTurn.Call> calls);

    private static List<JsonNode> events(String body) {
        List<JsonNode> events = new ArrayList<>();
        body.lines()
                .filter(line -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
                .forEach(line -> events.add(Stage.json(line.substring("data: ".length()))));
        return events;
    }

    /** The parameters of the tools, by their names. */
    static void tools(java.util.function.BiConsumer<String, JsonNode> each) {
        each.accept(
                "get_weather",
                Stage.json(
                        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}"));
        each.accept(
                "get_time",
                Stage.json("{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\"},\"places\":"
                        + "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}},\"required\":[\"zone\"]}"));
    }
}
