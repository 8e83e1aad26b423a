package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.contract.ProviderContract;
import com.xiaojinpro.gateway.connector.contract.Transcript;
import java.util.List;

/** The provider contract for the compatible codec. */
class CompatibleContractTest extends ProviderContract {
    @Override
    protected HttpCodec codec() {
        return Codecs.generic();
    }

    @Override
    protected List<Transcript> transcripts() {
        return List.of(
                ChatTranscripts.F1,
                ChatTranscripts.F2,
                ChatTranscripts.F3,
                ChatTranscripts.F7,
                ChatTranscripts.TWO_CHOICES);
    }
}
