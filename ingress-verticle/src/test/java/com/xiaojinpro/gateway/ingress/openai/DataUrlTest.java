package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.MediaSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H91 */
class DataUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data:image/png;base64,AAAA | image/png | AAAA",
                "DATA:IMAGE/JPG;name=x;BASE64,AAAA | image/jpeg | AAAA",
                "data:image/jpeg;base64,iVBORw0KGgoAAAA | image/png | iVBORw0KGgoAAAA",
                "data:image/png;base64,/9j/4AAQ | image/jpeg | /9j/4AAQ",
                "data:image/png;base64,R0lGODlh | image/gif | R0lGODlh",
                "data:image/png;base64,UklGRiQQAABXRUJQVlA4IA== | image/webp | UklGRiQQAABXRUJQVlA4IA==",
                "data:;base64,UklGRiQQAABXQVZF | | UklGRiQQAABXQVZF",
                "data:application/octet-stream;base64,JVBERi0x | application/pdf | JVBERi0x",
                "data:audio/x-wav;base64,AAAA | audio/wav | AAAA",
                "data:image/png;base64,a-b_c | image/png | a+b/c",
                "data:image/png;base64,AA%2BA%3D | image/png | AA+A=",
                "data:text/plain;charset=utf-8,a%20b | text/plain | YSBi",
                "data:,a%zz% | | YSV6eiU="
            })
    void everyFormIsRead(String url, String mediaType, String base64) {
        assertThat(DataUrl.matches(url)).isTrue();
        assertThat(DataUrl.parse(url)).isEqualTo(new MediaSource.Inline(mediaType, base64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:",
                "data:image/png",
                "data:image/png;base64",
                "data:image/png;base64,",
                "data:image/png;base64, \n"
            })
    void oneThatCarriesNothingIsNone(String url) {
        assertThat(DataUrl.parse(url)).isNull();
    }

    @Test
    void lineBreaksInBase64AreNotData() {
        assertThat(DataUrl.parse("data:image/gif;base64,R0lG\r\n ODlh\t"))
                .isEqualTo(new MediaSource.Inline("image/gif", "R0lGODlh"));
    }

    @Test
    void cleanBase64IsNotCopied() {
        LongText clean = LongText.of("QUJD");
        assertThat(DataUrl.standard(clean)).isSameAs(clean);
    }
}
