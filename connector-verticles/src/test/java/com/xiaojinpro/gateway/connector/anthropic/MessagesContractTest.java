package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.contract.ProviderContract;
import com.xiaojinpro.gateway.connector.contract.Transcript;
import java.util.List;

/** The provider contract for the Messages protocol. */
class MessagesContractTest extends ProviderContract {
    @Override
    protected HttpCodec codec() {
        return Claude.codec();
    }

    @Override
    protected List<Transcript> transcripts() {
        return List.of(MessageEvents.F4, MessageEvents.SERVER_TOOLS);
    }
}
