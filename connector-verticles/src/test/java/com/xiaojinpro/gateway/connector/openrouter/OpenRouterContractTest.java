package com.xiaojinpro.gateway.connector.openrouter;

import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitchesBuilder;
import com.xiaojinpro.gateway.connector.compatible.ChatTranscripts;
import com.xiaojinpro.gateway.connector.compatible.Codecs;
import com.xiaojinpro.gateway.connector.contract.ProviderContract;
import com.xiaojinpro.gateway.connector.contract.Transcript;
import java.util.List;

/** The provider contract for OpenRouter. */
class OpenRouterContractTest extends ProviderContract {
    @Override
    protected HttpCodec codec() {
        return Codecs.of(new ChatSwitchesBuilder().openRouter().build());
    }

    @Override
    protected List<Transcript> transcripts() {
        return List.of(ChatTranscripts.F3);
    }
}
