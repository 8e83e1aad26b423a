package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recorded answers as the official JavaScript SDKs read them. Needs what {@link RecordedTrafficTest} needs, and npm. */
@Tag("soak")
@Timeout(900)
class RecordedSdksTest {

    /** The SDKs have types and helpers of their own; they see nothing that the comparison of the bytes does not. */
    @Test
    void theyReadWhatWasRecorded() throws Exception {
        Recordings recordings = Recordings.find();
        assumeTrue(
                recordings != null,
                "no recorded traffic: XJP_SHARED does not name it, and there is no shared folder beside the repository");
        assumeTrue(Command.exists("python3"), "python3 is not installed: recorded traffic is not tested");
        assumeTrue(NpmProject.possible(), "npm is not installed: the JavaScript SDKs do not read recorded answers");
        try (Replay replay = Replay.start(recordings);
                Gateway gateway = Gateway.start(recordings.configuration(replay.url()))) {
            List<String> differences =
                    new Comparison(recordings, gateway.baseUrl(), replay.url()).sdks(NpmProject.install());
            Set<String> known = AcceptedDifferences.read().ids();
            assertThat(differences.stream()
                            .filter(difference -> !known.contains(difference.substring(0, difference.indexOf(' ')))))
                    .isEmpty();
        }
    }
}
