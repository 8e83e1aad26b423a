package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.contract.ProviderContract;
import com.xiaojinpro.gateway.connector.contract.Transcript;
import java.util.List;

/** The provider contract for {@code generateContent}. */
class GeminiContractTest extends ProviderContract {
    @Override
    protected HttpCodec codec() {
        return GeminiCodecs.gemini();
    }

    @Override
    protected List<Transcript> transcripts() {
        return List.of(GeminiTranscripts.F5, GeminiTranscripts.TEXT, GeminiTranscripts.PARTIAL);
    }
}
