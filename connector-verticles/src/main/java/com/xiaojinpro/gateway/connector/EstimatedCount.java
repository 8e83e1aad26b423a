package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Counts the tokens of a prompt for a provider that does not count them itself: a guess, and marked as one. Stateless. */
final class EstimatedCount implements LocalProvider {
    @Override
    public Iterator<UnifiedChunk> answer(UnifiedRequest request, Target target) {
        Usage usage = Usage.of(TokenEstimate.prompt(request), 0, Usage.Source.ESTIMATED);
        return List.<UnifiedChunk>of(
                        new UnifiedChunk.Started("", target.model(), 0, request.dialect(), Extras.NONE),
                        new UnifiedChunk.UsageReported(usage),
                        UnifiedChunk.Finished.of(FinishReason.STOP, null))
                .iterator();
    }

    @Override
    public Duration pace(UnifiedRequest request) {
        return Duration.ZERO;
    }
}
