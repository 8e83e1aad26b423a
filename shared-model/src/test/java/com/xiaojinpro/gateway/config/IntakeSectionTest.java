package com.xiaojinpro.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeSectionTest {

    @Test
    void nothingSaidIsTheDefault() {
        assertThat(ConfigTexts.accepted(ConfigTexts.MINIMAL).intake()).isEqualTo(Intake.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://db:s3cret@host", "redis://", "host:6379", "redis://host name"})
    void aUrlThatIsNoRedisIsRefusedAndNotQuoted(String url) {
        assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[redis]\nurl = \"" + url + "\"\n"))
                .singleElement()
                .asString()
                .contains("redis.url", "rediss://host:6379")
                .doesNotContain("s3cret");
    }

    @Test
    void aCeilingBeyondTheReaderIsRefused() {
        assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[validation]\njson_depth = 501\n"))
                .singleElement()
                .asString()
                .contains("validation.json_depth", "from 4 to 500");
    }

    @Test
    void aWordThatIsNoWayToTreatDuplicatesIsRefused() {
        assertThat(ConfigTexts.problems(ConfigTexts.MINIMAL + "[idempotency]\nduplicates = \"waits\"\n"))
                .singleElement()
                .asString()
                .contains("idempotency.duplicates", "wait");
    }
}
