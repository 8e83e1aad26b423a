package com.xiaojinpro.gateway.connector.echo;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.ProviderTypes;
import com.xiaojinpro.gateway.connector.LocalProvider;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EchoTypeTest {
    @Test
    void theServiceFileNamesTheType() {
        assertThat(ServiceLoader.load(ProviderType.class).stream()
                        .map(type -> type.get().name()))
                .contains("echo");
    }

    @Test
    void thePaceIsASetting() {
        List<Provider> created = new ArrayList<>();
        assertThat(read("pace_ms = 15", created)).isInstanceOf(ConfigOutcome.Accepted.class);
        LocalProvider provider = (LocalProvider) created.get(0);
        assertThat(provider.pace(EchoRequests.user("hi"))).isEqualTo(Duration.ofMillis(15));
    }

    @Test
    void aPaceThatIsNoNumberIsReported() {
        ConfigOutcome outcome = read("pace_ms = \"slow\"", new ArrayList<>());
        assertThat(((ConfigOutcome.Refused) outcome).problems().text())
                .isEqualTo(
                        "x.toml:6:1: providers.e.pace_ms: is a string;" + " a whole number from 0 to 60000 was meant");
    }

    private static ConfigOutcome read(String setting, List<Provider> created) {
        String text = """
                [[auth.keys]]
                name = "a"
                key = "0123456789"
                [providers.e]
                type = "echo"
                %s
                [models.echo]
                primary = { provider = "e", model = "echo" }
                """.formatted(setting);
        ProviderTypes types = new ProviderTypes() {
            @Override
            public List<String> names() {
                return List.of("echo");
            }

            @Override
            public void read(ProviderConfig provider) {
                created.add(new EchoType().create(provider));
            }
        };
        return new ConfigReader(Map.of(), path -> "").read(text, "x.toml", types);
    }
}
