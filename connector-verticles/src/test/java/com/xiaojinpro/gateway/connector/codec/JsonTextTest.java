package com.xiaojinpro.gateway.connector.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.json.JsonCursor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

/** Text on its way into JSON. */
class JsonTextTest {
    @Property(tries = 500)
    void anyTextComesBackFromItsQuotedForm(@ForAll String text) {
        assertThat(JsonCursor.of(JsonText.quoted(text)).string()).isEqualTo(text);
    }

    @Property(tries = 200)
    void theFirstCharactersNeedTheMostEscapes(@ForAll @CharRange(from = '\u0000', to = '\u00ff') String text) {
        assertThat(JsonCursor.of(JsonText.quoted(text)).string()).isEqualTo(text);
    }

    @Example
    void aLoneSurrogateIsEscaped() {
        assertThat(JsonText.quoted("\ud83d!")).isEqualToIgnoringCase("\"\\ud83d!\"");
        assertThat(JsonText.quoted("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
    }
}
