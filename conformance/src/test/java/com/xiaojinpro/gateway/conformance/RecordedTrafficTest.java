package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Recorded traffic of real services through the gateway, in both directions. Needs the recordings, which are not part of the
 * repository, and Python; skipped where either is absent.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedTrafficTest {
    private final AcceptedDifferences accepted = AcceptedDifferences.read();
    private List<Finding> answers = List.of();
    private List<Finding> answersCutBadly = List.of();
    private List<Finding> requests = List.of();
    private List<Finding> requestsForStreams = List.of();

    @BeforeAll
    void compare() throws Exception {
        Recordings recordings = Recordings.find();
        assumeTrue(
                recordings != null,
                "no recorded traffic: XJP_SHARED does not name it, and there is no shared folder beside the repository");
        assumeTrue(Command.exists("python3"), "python3 is not installed: recorded traffic is not tested");
        try (Replay replay = Replay.start(recordings);
                Gateway gateway = Gateway.start(recordings.configuration(replay.url()))) {
            Comparison comparison = new Comparison(recordings, gateway.baseUrl(), replay.url());
            answers = comparison.answers("answers");
            answersCutBadly = comparison.answers("answers-evil", "--chunk", "evil");
            requests = comparison.requests("requests");
            requestsForStreams = comparison.requests("requests-stream", "--stream");
        }
    }

    @Test
    void recordedAnswersReachTheirClients() {
        check(answers);
    }

    @Test
    void itDoesNotMatterWhereTheNetworkCutsAStream() {
        check(answersCutBadly);
    }

    @Test
    void recordedRequestsReachEveryProvider() {
        check(requests);
        check(requestsForStreams);
    }

    @Test
    void everyAcceptedDifferenceStillOccurs() {
        List<Finding> all = new ArrayList<>(answers);
        all.addAll(answersCutBadly);
        all.addAll(requests);
        all.addAll(requestsForStreams);
        assertThat(accepted.stale(all))
                .as("listed in accepted-differences.txt, but gone")
                .isEmpty();
    }

    @Test
    void theDocumentSaysWhatIsMeasured() throws IOException {
        FidelityDocument.saysOfRecordedTraffic(new FidelityReport(accepted)
                .render(
                        answers.stream()
                                .filter(finding -> !accepted.undecided(finding))
                                .toList(),
                        requests));
    }

    private void check(List<Finding> findings) {
        assertThat(findings).isNotEmpty();
        assertThat(findings.stream()
                        .filter(finding -> finding.state() == Finding.State.FAIL)
                        .filter(finding -> !accepted.cover(finding))
                        .sorted())
                .as("differences that accepted-differences.txt does not list")
                .isEmpty();
    }
}
