package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.AnswerReader;
import com.xiaojinpro.gateway.connector.codec.Emitter;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One answer of {@code generateContent} while it comes in: as events, as one object, or as an array of what would be events. It
 * ends with the bytes, for there is no other signal; where until then nothing said how it ended, it ends with {@link
 * UnifiedChunk.Failed}. Not thread-safe.
 */
final class GeminiAnswer implements AnswerReader {
    /** More candidates than any client may ask for. */
    private static final int MAX_CANDIDATES = 128;
    /** An answer in more pieces than this is not continued; it ends as one that was too long. */
    private static final int MAX_PIECES = 16;

    private final Function<String, Fault> errors;
    private final String askedModel;
    private final int askedCandidates;
    private final ToolNames names;
    private final BiConsumer<String, String> signed;
    private final Emitter emitter;
    private final List<CandidateState> candidates = new ArrayList<>(1);
    private final UsageState usage = new UsageState();
    private final EventTail tail = new EventTail();
    private final PromptFeedback feedback = new PromptFeedback();
    private String id = "";
    private String model = "";
    private long created;
    private @Nullable String error;
    private @Nullable String continuation;
    private int pieces = 1;
    private boolean usageTold;
    private boolean ended;

    /**
     * @param errors the fault behind an error that came inside the answer, as raw JSON
     * @param askedModel the model that was asked, for answers that do not name one
     * @param signed told of each signature of a call: the call's id and the signature
     */
    GeminiAnswer(
            Function<String, Fault> errors,
            Supplier<String> ids,
            String askedModel,
            int askedCandidates,
            ToolNames names,
            BiConsumer<String, String> signed) {
        this.errors = errors;
        this.askedModel = askedModel;
        this.askedCandidates = askedCandidates;
        this.names = names;
        this.signed = signed;
        this.emitter = new Emitter(ids);
    }

    @Override
    public void to(List<UnifiedChunk> out) {
        emitter.to(out);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /**
     * Every candidate said how it ended and was counted. A server that says so with every chunk (Gemini 1.0) counts with the
     * last one only.
     */
    @Override
    public boolean finished() {
        return everyCandidateFinished()
                && usage.whole()
                && candidates.size() >= askedCandidates
                && candidates.stream().noneMatch(CandidateState::late)
                && nextPiece() == null;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, String eventName, boolean whole) {
        try {
            JsonCursor json = new JsonCursor(bytes, offset, length);
            if (json.isArray()) {
                usage.settle();
                tail.forget();
                json.beginArray();
                while (json.nextElement()) {
                    chunk(json, bytes, offset + length);
                }
                json.end();
            } else {
                event(json, bytes, offset + length);
            }
            if (eventName.equals("error") && error == null) {
                error = new String(bytes, offset, length, StandardCharsets.UTF_8);
            }
            String told = error;
            if (told != null) {
                fail(errors.apply(told));
            } else {
                report();
            }
        } catch (FaultException unreadable) {
            fail(ofProvider(unreadable.fault()));
        }
    }

    /** Google never says so; a server between may. */
    @Override
    public void done() {
        endOfBytes();
    }

    @Override
    public void endOfBytes() {
        String next = pieces < MAX_PIECES ? nextPiece() : null;
        if (next != null) {
            continuation = next;
        } else if (everyCandidateFinished() || (feedback.blocked() != null && noneFinished())) {
            finish();
        } else {
            fail(Fault.of(
                    FaultKind.STREAM_INCOMPLETE,
                    candidates.isEmpty()
                            ? "The provider's answer held nothing."
                            : "The provider closed the stream before the answer was complete."));
        }
    }

    @Override
    public void endOfAnswer() {
        endOfBytes();
    }

    @Override
    public void fail(Fault fault) {
        if (ended) {
            return;
        }
        ended = true;
        if (emitter.started() && usage.known()) {
            emitter.emit(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.PARTIAL)));
        }
        emitter.fail(new UnifiedChunk.Failed(fault));
    }

    /** What to ask the next piece of the answer with, once; null where the answer is not to be continued. */
    @Nullable
    String takeContinuation() {
        String token = continuation;
        continuation = null;
        if (token != null) {
            pieces++;
            usage.nextPiece();
            tail.forget();
            candidates.forEach(CandidateState::continued);
        }
        return token;
    }

    private @Nullable String nextPiece() {
        for (CandidateState candidate : candidates) {
            if (candidate.continuation() != null) {
                return candidate.continuation();
            }
        }
        return null;
    }

    /**
     * Takes an object that is all there is in these bytes. What stands behind its candidates is not parsed where the last event
     * said the same but for the counts; those are read when somebody asks for them.
     */
    private void event(JsonCursor json, byte[] bytes, int limit) {
        int tailStart = tail.startIn(bytes, json.tokenStart(), limit);
        int behind = limit;
        begin(json);
        boolean more = json.nextField();
        boolean usual = more && json.name().equals("candidates") && json.isArray();
        if (usual) {
            candidates(json, bytes, tailStart);
            behind = json.position();
            if (behind == tailStart && behind < limit) {
                json.leave();
                if (tail.counts()) {
                    usage.readLater(bytes, behind, limit);
                }
                return;
            }
            more = json.nextField();
        }
        usage.settle();
        while (more) {
            usual &= !member(json, bytes, limit);
            more = json.nextField();
        }
        json.end();
        if (usual) {
            tail.remember(bytes, behind, limit);
        } else {
            tail.forget();
        }
    }

    private void chunk(JsonCursor json, byte[] bytes, int limit) {
        begin(json);
        while (json.nextField()) {
            member(json, bytes, limit);
        }
    }

    private static void begin(JsonCursor json) {
        if (!json.isObject()) {
            throw Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent an event that is not a JSON object.")
                    .exception();
        }
        json.beginObject();
    }

    /** Takes a member of a chunk; says whether it was one that holds candidates. */
    private boolean member(JsonCursor json, byte[] bytes, int limit) {
        switch (json.name()) {
            case "candidates" -> {
                candidates(json, bytes, limit);
                return true;
            }
            case "usageMetadata" -> usage.read(json);
            case "promptFeedback" -> feedback.read(json);
            case "responseId" -> id = kept(id, json);
            case "modelVersion" -> model = kept(model, json);
            case "createTime" -> created = created(json);
            case "error" -> error = Lenient.isTrueOrText(json) ? Lenient.something(json) : skipped(json);
            // Some servers wrap each answer once more.
            case "response" -> {
                if (json.isObject()) {
                    chunk(json, bytes, limit);
                    return true;
                }
                json.skip();
            }
            default -> json.skip();
        }
        return false;
    }

    private void candidates(JsonCursor json, byte[] bytes, int limit) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        int position = 0;
        json.beginArray();
        while (json.nextElement()) {
            int index = CandidateIndex.of(json, bytes, limit, position);
            if (index < 0 || index >= MAX_CANDIDATES) {
                throw Fault.of(
                                FaultKind.UPSTREAM_INVALID,
                                "The provider sent a candidate with the index " + index + ".")
                        .exception();
            }
            position++;
            candidate(index).read(json);
        }
    }

    private CandidateState candidate(int index) {
        int at = 0;
        while (at < candidates.size() && candidates.get(at).index() < index) {
            at++;
        }
        if (at == candidates.size() || candidates.get(at).index() != index) {
            candidates.add(at, new CandidateState(emitter, index, names, signed));
        }
        return candidates.get(at);
    }

    private void report() {
        if (candidates.isEmpty() && feedback.blocked() == null) {
            return;
        }
        start();
        if (!usageTold && usage.known() && feedback.blocked() == null && !everyCandidateFinished()) {
            // What the prompt took is wanted at the beginning; the rest of it is told at the end.
            usageTold = true;
            emitter.emit(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.REPORTED)));
        }
    }

    private void start() {
        if (!emitter.started()) {
            emitter.start(new UnifiedChunk.Started(
                    id.isEmpty() ? emitter.id("gen-") : id,
                    model.isEmpty() ? askedModel : model,
                    created,
                    Dialect.GEMINI,
                    Extras.NONE));
        }
    }

    private void finish() {
        for (CandidateState candidate : candidates) {
            if (FinishWords.failure(candidate.finishWord())) {
                fail(Fault.of(
                        FaultKind.UPSTREAM_UNAVAILABLE,
                        "The provider ended the answer without saying why (" + candidate.finishWord() + ")."));
                return;
            }
        }
        try {
            start();
            List<UnifiedChunk.Ending> endings = new ArrayList<>(Math.max(1, candidates.size()));
            for (CandidateState candidate : candidates) {
                endings.add(candidate.end(feedback.blocked()));
            }
            if (endings.isEmpty()) {
                endings.add(feedback.ending());
            }
            if (usage.known()) {
                emitter.emit(new UnifiedChunk.UsageReported(usage.usage(Usage.Source.REPORTED)));
            }
            emitter.emit(new UnifiedChunk.Finished(endings));
            ended = true;
        } catch (FaultException unreadable) {
            fail(ofProvider(unreadable.fault()));
        }
    }

    private boolean everyCandidateFinished() {
        for (CandidateState candidate : candidates) {
            if (!candidate.finished()) {
                return false;
            }
        }
        return !candidates.isEmpty();
    }

    private boolean noneFinished() {
        return candidates.stream().noneMatch(CandidateState::finished);
    }

    /** Every chunk says it again; the first word counts. */
    private static String kept(String known, JsonCursor json) {
        if (!known.isEmpty()) {
            json.skip();
            return known;
        }
        String told = Lenient.text(json);
        return told != null ? told : known;
    }

    private static @Nullable String skipped(JsonCursor json) {
        json.skip();
        return null;
    }

    private long created(JsonCursor json) {
        String told = Lenient.text(json);
        if (created != 0 || told == null) {
            return created;
        }
        try {
            return Math.max(0, Instant.parse(told).getEpochSecond());
        } catch (DateTimeException notAMoment) {
            return 0;
        }
    }

    /** A fault of reading is the provider's, whatever the reader calls it. */
    private static Fault ofProvider(Fault fault) {
        if (fault.kind() != FaultKind.INVALID_REQUEST) {
            return fault;
        }
        String why = fault.message().toLowerCase(Locale.ROOT).startsWith("the json") ? " " + fault.message() : "";
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent an event that cannot be read." + why);
    }
}
