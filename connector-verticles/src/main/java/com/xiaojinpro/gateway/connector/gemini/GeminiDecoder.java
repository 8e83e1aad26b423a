package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an answer that may come in several responses: one that the provider cut is asked for again with what it gave to go on,
 * and the client sees one answer (H101). Not thread-safe.
 */
final class GeminiDecoder implements EventDecoder {
    private final GeminiAnswer answer;
    private final Supplier<EventDecoder> pieces;
    private final Function<String, UpstreamRequest> again;
    private EventDecoder piece;
    private boolean pieceEnded;

    /**
     * @param pieces makes a decoder of the bytes of one response
     * @param again what to ask with what the provider gave
     */
    GeminiDecoder(GeminiAnswer answer, Supplier<EventDecoder> pieces, Function<String, UpstreamRequest> again) {
        this.answer = answer;
        this.pieces = pieces;
        this.again = again;
        this.piece = pieces.get();
    }

    @Override
    public void decode(Buffer bytes, List<UnifiedChunk> out) {
        piece.decode(bytes, out);
    }

    @Override
    public @Nullable UpstreamRequest next(List<UnifiedChunk> out) {
        endPiece(out);
        String token = answer.ended() ? null : answer.takeContinuation();
        if (token == null) {
            return null;
        }
        piece = pieces.get();
        pieceEnded = false;
        return again.apply(token);
    }

    @Override
    public void end(List<UnifiedChunk> out) {
        endPiece(out);
        if (!answer.ended()) {
            answer.to(out);
            answer.fail(Fault.of(
                    FaultKind.STREAM_INCOMPLETE, "The provider's answer broke off before it could be continued."));
        }
    }

    @Override
    public boolean awaitingUsage() {
        return piece.awaitingUsage();
    }

    private void endPiece(List<UnifiedChunk> out) {
        if (!pieceEnded) {
            pieceEnded = true;
            piece.end(out);
        }
    }
}
