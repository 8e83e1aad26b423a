package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedDifferencesTest {
    private static final Finding FAILED =
            new Finding("oac-1", "openai", "stream", "text", Finding.State.FAIL, "differs");

    @Test
    void aDifferenceCoversWhatItNamesAndNothingElse() {
        AcceptedDifferences accepted = AcceptedDifferences.parse("# why\n\noac-1 * stream text it is longer\n");
        assertThat(accepted.cover(FAILED)).isTrue();
        assertThat(accepted.cover(new Finding("oac-1", "anthropic", "stream", "text", Finding.State.FAIL, "")))
                .isTrue();
        assertThat(accepted.cover(new Finding("oac-1", "openai", "unary", "text", Finding.State.FAIL, "")))
                .isFalse();
        assertThat(accepted.cover(new Finding("oac-1", "openai", "stream", "usage", Finding.State.FAIL, "")))
                .isFalse();
        assertThat(accepted.cover(new Finding("oac-2", "openai", "stream", "text", Finding.State.FAIL, "")))
                .isFalse();
    }

    @Test
    void aDifferenceThatIsGoneIsStale() {
        AcceptedDifferences accepted = AcceptedDifferences.parse("oac-1 * * text a\noac-1 * * usage b\n");
        Finding passed = new Finding("oac-1", "openai", "unary", "usage", Finding.State.PASS, "");
        assertThat(accepted.stale(List.of(FAILED, passed)).map(AcceptedDifferences.Difference::reason))
                .containsExactly("b");
    }

    @Test
    void aDifferenceWithoutAReasonIsRefused() {
        assertThatThrownBy(() -> AcceptedDifferences.parse("oac-1 openai stream text"))
                .hasMessageContaining("reason");
    }

    @Test
    void theReportCountsAcceptedDifferencesAsPassedAndListsThem() {
        AcceptedDifferences accepted = AcceptedDifferences.parse("oac-1 * stream text it is longer\n");
        List<Finding> answers = List.of(
                FAILED,
                new Finding("oac-2", "openai", "stream", "text", Finding.State.SOFT, "white space"),
                new Finding("oac-3", "openai", "stream", "text", Finding.State.FAIL, "lost"));
        String report = new FidelityReport(accepted).render(answers, List.of());
        assertThat(report)
                .contains("3 recorded answers")
                .contains("| OpenAI | openai | stream | 2/3 ~1 |")
                .contains("| it is longer | `oac-1` * stream text |");
    }
}
