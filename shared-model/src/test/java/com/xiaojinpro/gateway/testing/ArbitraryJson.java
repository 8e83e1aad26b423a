package com.xiaojinpro.gateway.testing;

import com.xiaojinpro.gateway.model.Extras;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators of JSON text, written in all the ways JSON allows: escapes or not, blanks or none, any form of a number. */
public final class ArbitraryJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "7",
        "-1",
        "1.0",
        "0.10",
        "1e5",
        "1E+5",
        "2.50e-3",
        "-1.7976931348623157e308",
        "4.9E-324",
        "9223372036854775807",
        "-9223372036854775808",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827"
    };

    private static final Arbitrary<String> VALUES = values("");
    private static final Arbitrary<String> OBJECTS = new Shared<>(object(VALUES, ArbitraryText.encodable(), ""));
    private static final Arbitrary<String> FOREIGN_OBJECTS = new Shared<>(object(VALUES, foreignNames(), ""));
    private static final Arbitrary<Extras> EXTRAS = new Shared<>(Combinators.combine(foreignNames(), VALUES)
            .as(Map::entry)
            .list()
            .ofMaxSize(3)
            .map(ArbitraryJson::extras));

    private ArbitraryJson() {}

    /** Any value on one line. */
    public static Arbitrary<String> values() {
        return VALUES;
    }

    /** Any value, with blanks and line breaks between its tokens. */
    public static Arbitrary<String> laidOutValues() {
        return Arbitraries.oneOf(values(" "), values("\n"), values("\r\n"), values("\t "), values(""));
    }

    /** An object with any members. */
    public static Arbitrary<String> objects() {
        return OBJECTS;
    }

    /** An object whose member names all begin with {@code x_}, so that none is a field of any protocol. */
    public static Arbitrary<String> foreignObjects() {
        return FOREIGN_OBJECTS;
    }

    /** Extras whose names all begin with {@code x_}. */
    public static Arbitrary<Extras> extras() {
        return EXTRAS;
    }

    /** A number as text, of any form. */
    public static Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.of(NUMBERS),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf));
    }

    /** A quoted string; every char stands for itself or as an escape, by chance. */
    public static Arbitrary<String> strings() {
        return Combinators.combine(ArbitraryText.any(), Arbitraries.longs()).as(ArbitraryJson::quote);
    }

    /** The quoted name of a member; unlike a value it holds no lone surrogate, which the parser refuses in a name. */
    public static Arbitrary<String> names() {
        return Combinators.combine(ArbitraryText.encodable(), Arbitraries.longs())
                .as(ArbitraryJson::quote);
    }

    private static Extras extras(List<Map.Entry<String, String>> entries) {
        Map<String, String> fields = new LinkedHashMap<>();
        entries.forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return Extras.of(fields);
    }

    private static Arbitrary<String> foreignNames() {
        return ArbitraryText.encodable().map(text -> "x_" + text);
    }

    private static Arbitrary<String> values(String blank) {
        Arbitrary<String> scalars =
                Arbitraries.oneOf(Arbitraries.of("null", "true", "false", "[]", "{}"), numbers(), strings());
        return nested(nested(scalars, blank), blank);
    }

    private static Arbitrary<String> nested(Arbitrary<String> inner, String blank) {
        return new Shared<>(Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(3).map(items -> bracket("[", items, "]", blank)),
                object(inner, ArbitraryText.encodable(), blank)));
    }

    private static Arbitrary<String> object(Arbitrary<String> values, Arbitrary<String> names, String blank) {
        return Combinators.combine(names, values, Arbitraries.longs())
                .as((name, value, seed) -> Map.entry(name, quote(name, seed) + blank + ":" + blank + value))
                .list()
                .ofMaxSize(3)
                .uniqueElements(Map.Entry::getKey)
                .map(members ->
                        bracket("{", members.stream().map(Map.Entry::getValue).toList(), "}", blank));
    }

    private static String bracket(String open, List<String> items, String close, String blank) {
        return open + blank + String.join(blank + "," + blank, items) + blank + close;
    }

    private static String quote(String text, long seed) {
        Random chance = new Random(seed);
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair && chance.nextBoolean()) {
                quoted.append(c).append(text.charAt(++i));
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n' && chance.nextBoolean()) {
                quoted.append("\\n");
            } else if (c == '/' && chance.nextBoolean()) {
                quoted.append("\\/");
            } else if (c < 0x20 || Character.isSurrogate(c) || chance.nextInt(8) == 0) {
                quoted.append(String.format(chance.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
