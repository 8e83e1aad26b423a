package com.xiaojinpro.gateway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generators of text, from harmless to what breaks encoders, escapers and line-based protocols. */
public final class ArbitraryText {
    private static final String[] NASTY = {
        "\"",
        "\\",
        "\\u0041",
        "\n",
        "\r\n",
        "\r",
        "\n\ndata: [DONE]\n\n",
        "\t",
        "\b\f",
        "\u0000",
        "\u001f",
        "\u007f",
        "\u00e9",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u6f22\u5b57",
        "\u05e9\u05dc\u05d5\u05dd",
        "\ufeff",
        "\uffff",
        "\ufffd",
        "\ud83d\ude00",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "\udbff\udfff",
        "\ud800",
        "\udc00",
        "\ud83d",
        "{\"a\":1}",
        "</script>",
        "%s${x}",
        " "
    };

    private static final Arbitrary<String> WORDS =
            new Shared<>(Arbitraries.strings().ascii().ofMaxLength(10));
    private static final Arbitrary<String> ANY = new Shared<>(Combinators.combine(
                    Arbitraries.frequencyOf(
                                    Tuple.of(3, Arbitraries.of(NASTY)),
                                    Tuple.of(2, WORDS),
                                    Tuple.of(1, Arbitraries.strings().ofMaxLength(8)))
                            .list()
                            .ofMaxSize(5),
                    Arbitraries.of("", "", " "))
            .as((pieces, separator) -> String.join(separator, pieces)));
    private static final Arbitrary<String> NAMES = new Shared<>(Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('0', '9')
            .withChars("_-ABC")
            .ofMinLength(1)
            .ofMaxLength(12));

    private ArbitraryText() {}

    /** Any text, possibly empty, lone surrogates included. */
    public static Arbitrary<String> any() {
        return ANY;
    }

    /** Text that UTF-8 can hold: no lone surrogates. */
    public static Arbitrary<String> encodable() {
        return any().map(ArbitraryText::withoutLoneSurrogates);
    }

    /** A name that every protocol allows for a tool, an id or a model. */
    public static Arbitrary<String> name() {
        return NAMES;
    }

    /** Texts in fragments that may be empty and may cut a surrogate pair in two; at least one fragment. */
    public static Arbitrary<List<String>> fragments(Arbitrary<String> texts) {
        return Combinators.combine(
                        texts, Arbitraries.integers().greaterOrEqual(0).list().ofMaxSize(6))
                .as(ArbitraryText::cut);
    }

    private static List<String> cut(String text, List<Integer> numbers) {
        TreeSet<Integer> cuts = new TreeSet<>();
        numbers.forEach(number -> cuts.add(number % (text.length() + 1)));
        List<String> fragments = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            fragments.add(text.substring(from, cut));
            from = cut;
        }
        fragments.add(text.substring(from));
        return fragments;
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().filter(point -> point < 0xD800 || point > 0xDFFF).forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
