package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On HTTP/2 a response that ends well tells its close handler, too; no call may end twice for it. */
class Http2CallTest {

    @ParameterizedTest
    @CsvSource({"echo,false,200,COMPLETED", "echo,true,200,COMPLETED", "none,false,404,REFUSED"})
    void aCallOverHttp2EndsOnce(String model, boolean stream, int status, Outcome outcome) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build();
                TestGateway gateway = TestGateway.start(Topology.ONE_LOOP, """
                        [providers.echo]
                        type = "echo"
                        [models.echo]
                        primary = { provider = "echo", model = "echo" }
                        """)) {
            for (int call = 0; call < 3; call++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                                .header("authorization", "Bearer " + TestGateway.KEY)
                                .POST(HttpRequest.BodyPublishers.ofString(SseClient.chat(model, stream)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
            for (int call = 0; call < 3; call++) {
                assertThat(gateway.awaitOutcome()).isEqualTo(outcome);
            }
            gateway.awaitNothingOpen();
            assertThat(gateway.records()).isZero();
        }
    }
}
