package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.contract.ProviderContract;
import com.xiaojinpro.gateway.connector.contract.Transcript;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import java.util.List;

/** The provider contract for the Responses API. */
class ResponsesContractTest extends ProviderContract {
    @Override
    protected HttpCodec codec() {
        return OpenAiCodecs.of(ApiChoice.RESPONSES);
    }

    @Override
    protected List<Transcript> transcripts() {
        return List.of(ResponsesTranscripts.all());
    }
}
