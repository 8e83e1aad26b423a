package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import com.xiaojinpro.gateway.connector.compatible.Presets;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** The settings that OpenAI and Azure have in common: {@code api}, {@code model_rules}, {@code reasoning_summary}. */
final class OpenAiSettings {
    private static final List<String> APIS = List.of("auto", "chat", "responses");
    private static final List<String> SUMMARIES = List.of("auto", "concise", "detailed", "never");

    private OpenAiSettings() {}

    /** The codec that the settings ask for, with the switches of a preset to start from. */
    static OpenAiCodec codec(Settings settings, OpenAiCodec.Endpoints endpoints, String preset) {
        String api = settings.word("api", "auto", APIS);
        String summary = settings.word("reasoning_summary", "auto", SUMMARIES);
        ChatSwitches switches = Presets.switches(preset).override(settings).build();
        return new OpenAiCodec(
                endpoints,
                ApiChoice.valueOf(api.toUpperCase(Locale.ROOT)),
                ModelRuleBook.read(settings),
                switches,
                new ResponsesOptions(summary.equals("never") ? null : summary),
                CompatibleType.maxEventBytes(settings),
                InstantSource.system(),
                new RandomIds());
    }
}
