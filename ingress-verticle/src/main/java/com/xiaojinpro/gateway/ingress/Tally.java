package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What an answer used: the provider's newest report, and where none came an estimate from what was sent, marked as such
 * (H76). Never both added. One call.
 */
final class Tally {
    private final UnifiedRequest request;
    private @Nullable Usage reported;
    private long quarters;
    private boolean finished;

    Tally(UnifiedRequest request) {
        this.request = request;
    }

    void count(UnifiedChunk chunk) {
        switch (chunk) {
            case UnifiedChunk.Delta delta -> quarters += TokenEstimate.quarters(delta.value());
            case UnifiedChunk.UsageReported report -> reported = report.usage();
            case UnifiedChunk.Finished ignored -> finished = true;
            case UnifiedChunk.Started ignored -> {}
            case UnifiedChunk.PartStarted ignored -> {}
            case UnifiedChunk.PartEnded ignored -> {}
            case UnifiedChunk.Opaque ignored -> {}
            case UnifiedChunk.Failed ignored -> {}
        }
    }

    @Nullable
    Usage usage(Outcome outcome) {
        if (request.operation() == Operation.COUNT_TOKENS) {
            // A count uses no tokens, it tells them.
            return null;
        }
        Usage known = reported;
        if (known != null && finished) {
            return known;
        }
        if (known == null && quarters == 0 && !(finished && request.operation() == Operation.EMBED)) {
            return null;
        }
        long output = TokenEstimate.tokens(quarters);
        if (known != null) {
            // A report in the middle counts what had been produced then; what was sent since may be more.
            return known.output() >= output
                    ? known.withSource(Usage.Source.PARTIAL)
                    : Usage.of(known.input(), output, Usage.Source.ESTIMATED);
        }
        return Usage.of(TokenEstimate.prompt(request), output, Usage.Source.ESTIMATED);
    }
}
