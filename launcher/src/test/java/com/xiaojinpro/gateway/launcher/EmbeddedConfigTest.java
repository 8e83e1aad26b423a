package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.ModelRoute;
import com.xiaojinpro.gateway.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedConfigTest {
    @Test
    void withoutAnAccountThereIsTheDemonstration() {
        GatewayConfig config = config(Map.of("OPENROUTER_API_KEY", " "));
        assertThat(config.routes()).extracting(ModelRoute::name).containsExactly("echo");
        assertThat(config.auth().keys()).isEmpty();
        assertThat(config.database().place()).isEqualTo(new GatewayConfig.Database.Place.Embedded());
        assertThat(config.cluster().enabled()).isFalse();
    }

    @Test
    void withAKeyForOpenRouterItsModelsAreThereToo() {
        GatewayConfig config = config(Map.of("OPENROUTER_API_KEY", "a-key-of-the-test"));
        assertThat(config.providers()).containsOnlyKeys("echo", "openrouter");
        assertThat(config.routes()).extracting(ModelRoute::name).containsExactly("echo", "openrouter/*");
        assertThat(config.routes()
                        .get(1)
                        .targets("openrouter/openai/gpt-5")
                        .get(0)
                        .model())
                .isEqualTo("openai/gpt-5");
    }

    @Test
    void theClientKeyOfTheEnvironmentIsAcceptedBesideThoseOfTheDatabase() {
        GatewayConfig config = config(Map.of("XJP_CLIENT_KEY", "another-client-key"));
        assertThat(config.auth().keys().get(0).value()).isEqualTo(new Secret("another-client-key"));
        assertThat(config.database()).isNotNull();
    }

    @Test
    void aRehearsalHasItsKeyAndNoDatabase() {
        ConfigSource.Loading loading = EmbeddedConfig.withKey(Map.of("XJP_CLIENT_KEY", "another"), "a-client-key")
                .load();
        GatewayConfig config = ((ConfigSource.Loading.Ready) loading).loaded().config();
        assertThat(config.auth().keys().get(0).value()).isEqualTo(new Secret("a-client-key"));
        assertThat(config.database()).isNull();
    }

    private static GatewayConfig config(Map<String, String> environment) {
        ConfigSource.Loading loading = EmbeddedConfig.withDatabase(environment).load();
        return ((ConfigSource.Loading.Ready) loading).loaded().config();
    }
}
