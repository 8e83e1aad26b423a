package com.xiaojinpro.gateway.ingress.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Requests that real clients sent to Responses services. The recordings are not part of the repository: the system property
 * {@code xjp.cassettes} or the variable {@code XJP_CASSETTES} names their folder; skipped where neither does.
 */
class RecordedRequestsTest {
    private static final List<String> FOLDERS =
            List.of("openai-responses", "openrouter-responses", "compatible-responses");

    @Test
    void everyRecordedRequestIsReadOrNeedsStoredState() throws IOException {
        Path cassettes = cassettes();
        assumeTrue(cassettes != null, "no recorded traffic: recorded requests are not read");
        List<String> refused = new ArrayList<>();
        int read = 0;
        for (Path file : recordings(cassettes)) {
            JsonObject recording = new JsonObject(Buffer.buffer(Files.readAllBytes(file)));
            JsonObject request = recording.getJsonObject("request");
            if (request == null || !(request.getValue("body") instanceof JsonObject body)) {
                continue;
            }
            boolean stateful = body.getValue("previous_response_id") != null;
            try {
                UnifiedRequest asked = RequestReader.read(body.toBuffer());
                assertThat(asked.messages()).isNotEmpty();
                assertThat(stateful).as(file.toString()).isFalse();
                read++;
            } catch (FaultException fault) {
                assertThat(fault.fault().code()).as(file.toString()).isEqualTo("unsupported_parameter");
                refused.add(fault.fault().param());
            }
        }
        assertThat(read).isGreaterThan(40);
        assertThat(refused).hasSizeLessThan(5);
    }

    private static List<Path> recordings(Path cassettes) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.list(cassettes.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(all::add);
            }
        }
        return all;
    }

    private static Path cassettes() {
        String named = System.getProperty("xjp.cassettes", System.getenv("XJP_CASSETTES"));
        return named == null || !Files.isDirectory(Path.of(named, FOLDERS.getFirst())) ? null : Path.of(named);
    }
}
