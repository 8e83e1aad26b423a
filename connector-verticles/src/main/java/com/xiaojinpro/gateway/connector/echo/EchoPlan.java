package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.Json;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer will say, before it is cut to pieces and to its limits.
 *
 * @param choices how many times it is said
 * @param parts the parts of each choice, in order
 * @param reason how each choice ends where no limit cuts it
 * @param stopSequence the stop sequence that was met, or null
 * @param limit how many pieces a choice may have
 * @param failure what it ends with instead, or null
 * @param failAfter after how many pieces; negative for before anything
 * @param usage the usage to report, or null to count
 * @param inputWords the words of the request
 * @param fingerprint of the conversation, for ids
 */
record EchoPlan(
        int choices,
        List<EchoPart> parts,
        FinishReason reason,
        @Nullable String stopSequence,
        long limit,
        @Nullable Fault failure,
        int failAfter,
        EchoMarks.@Nullable Tokens usage,
        long inputWords,
        String fingerprint) {
    private static final int MOST_CHOICES = 128;
    private static final String PREFIX = "echo: ";

    static EchoPlan of(UnifiedRequest request) {
        if (request.choices() < 1 || request.choices() > MOST_CHOICES) {
            throw Fault.invalid("n", "'n' must be from 1 to " + MOST_CHOICES + ".")
                    .exception();
        }
        EchoTurn turn = EchoTurn.of(request);
        EchoMarks marks = turn.marks();
        List<EchoMarks.Call> calls = calls(request, turn);
        String text = said(request, turn, calls);
        String stop = firstStop(text, request.stop());
        List<EchoPart> parts = new ArrayList<>();
        for (String thought : marks.thoughts()) {
            parts.add(new EchoPart(PartKind.REASONING, "", thought));
        }
        String visible = stop == null ? text : text.substring(0, text.indexOf(stop));
        if (!visible.isEmpty()) {
            parts.add(new EchoPart(PartKind.TEXT, "", visible));
        }
        if (stop == null) {
            EchoTools tools = EchoTools.of(request);
            for (EchoMarks.Call call : calls) {
                boolean custom = tools.custom(call.name());
                PartKind kind = custom ? PartKind.CUSTOM_TOOL_CALL : PartKind.TOOL_CALL;
                parts.add(new EchoPart(kind, call.name(), call.arguments()));
            }
        }
        FinishReason reason = stop != null
                ? FinishReason.STOP_SEQUENCE
                : calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        Long limit = request.maxOutputTokens();
        Conversation conversation = Conversation.of(request);
        return new EchoPlan(
                request.choices(),
                List.copyOf(parts),
                reason,
                stop,
                limit == null ? Long.MAX_VALUE : limit,
                failure(marks),
                marks.failAfter() == null ? -1 : marks.failAfter(),
                marks.usage(),
                conversation.words(),
                conversation.fingerprint());
    }

    private static List<EchoMarks.Call> calls(UnifiedRequest request, EchoTurn turn) {
        if (!turn.fresh()) {
            return List.of();
        }
        List<EchoMarks.Call> calls = turn.marks().calls();
        if (calls.isEmpty() && turn.results().isEmpty()) {
            EchoMarks.Call forced = EchoTools.of(request).forced(turn.marks().text());
            calls = forced == null ? List.of() : List.of(forced);
        }
        boolean single = Boolean.FALSE.equals(request.parallelToolCalls()) && calls.size() > 1;
        return single ? calls.subList(0, 1) : calls;
    }

    /** The text of the answer; a forced call has none, nor has one that was all the user wrote. */
    private static String said(UnifiedRequest request, EchoTurn turn, List<EchoMarks.Call> calls) {
        String text = turn.marks().text();
        if (!turn.results().isEmpty()) {
            String results = String.join("; ", turn.results());
            text = turn.fresh() && !text.isEmpty() ? results + "\n" + text : results;
        } else if (!calls.isEmpty() && (text.isEmpty() || turn.marks().calls().isEmpty())) {
            return "";
        }
        boolean json = request.responseFormat() instanceof ResponseFormat.JsonObject
                || request.responseFormat() instanceof ResponseFormat.JsonSchema;
        if (json) {
            return isJsonObject(text) ? text : jsonObject(text);
        }
        return (PREFIX + text).stripTrailing();
    }

    private static @Nullable String firstStop(String text, List<String> stops) {
        String first = null;
        for (String stop : stops) {
            int at = stop.isEmpty() ? -1 : text.indexOf(stop);
            if (at >= 0 && (first == null || at < text.indexOf(first))) {
                first = stop;
            }
        }
        return first;
    }

    private static @Nullable Fault failure(EchoMarks marks) {
        FaultKind kind = marks.failure();
        if (kind == null && marks.failAfter() == null) {
            return null;
        }
        FaultKind failed = kind == null ? FaultKind.STREAM_INCOMPLETE : kind;
        return Fault.of(failed, "The echo provider failed because the request asked it to.")
                .withUpstreamStatus(failed.status());
    }

    private static boolean isJsonObject(String text) {
        try {
            JsonCursor cursor = JsonCursor.of(text);
            boolean object = cursor.isObject();
            cursor.skip();
            cursor.end();
            return object;
        } catch (FaultException e) {
            return false;
        }
    }

    private static String jsonObject(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var json = Json.generator(out)) {
            json.writeStartObject();
            json.writeStringField("echo", text);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
