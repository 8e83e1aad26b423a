package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses Anthropic follows itself. */
class FetchedMediaTest {
    private static boolean fetched(ContentPart part, String url) {
        return Claude.codec().fetches(part, url, Answers.TARGET);
    }

    private static ContentPart document(String url, String filename) {
        return new ContentPart.Document(new MediaSource.Url(url), null, filename, null, null, Extras.NONE);
    }

    @ParameterizedTest
    @CsvSource({"https://e.com/a.png, true", "HTTPS://e.com/a, true", "http://e.com/a.png, false"})
    void imagesAreFetchedWhereTheAddressIsSafe(String url, boolean fetched) {
        ContentPart image = new ContentPart.Image(new MediaSource.Url(url), null, null, Extras.NONE);
        assertThat(fetched(image, url)).isEqualTo(fetched);
    }

    @ParameterizedTest
    @CsvSource({
        "https://e.com/a.pdf,, true",
        "https://e.com/a.PDF?x=y.txt,, true",
        "https://e.com/2301.00001,, true",
        "https://e.com/download,, true",
        "https://e.com/download, a.txt, false",
        "https://e.com/a.md#b.pdf,, false",
        "http://e.com/a.pdf,, false",
    })
    void onlyPdfsAreFetchedOfDocuments(String url, String filename, boolean fetched) {
        assertThat(fetched(document(url, filename), url)).isEqualTo(fetched);
    }

    @Test
    void nobodyFetchesWhatIsRefusedAnyway() {
        ContentPart audio = new ContentPart.Audio(new MediaSource.Url("https://e.com/a"), "mp3", null, Extras.NONE);
        assertThat(fetched(audio, "https://e.com/a")).isTrue();
    }
}
