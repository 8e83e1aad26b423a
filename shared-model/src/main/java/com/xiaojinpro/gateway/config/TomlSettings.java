package com.xiaojinpro.gateway.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One TOML table. It remembers which keys were asked for, so that the others can be reported, and the secrets it has
 * resolved, so that reading it again touches no file.
 */
final class TomlSettings implements Settings {
    private static final int MONEY_DIGITS = 9;
    private static final BigDecimal MOST_MONEY = BigDecimal.valueOf(1_000_000);

    private final Reading reading;
    private final @Nullable TomlTable table;
    private final String path;
    private final TomlPosition position;
    private final boolean silent;
    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private final Map<String, TomlSettings> tables = new ConcurrentHashMap<>();
    private final Map<String, List<TomlSettings>> arrays = new ConcurrentHashMap<>();
    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

    /**
     * @param table null for a table that is absent
     * @param position where the table stands, or would stand
     * @param silent whether this stands for something that is no table, which was reported: nothing more is said about it
     */
    TomlSettings(Reading reading, @Nullable TomlTable table, String path, TomlPosition position, boolean silent) {
        this.reading = reading;
        this.table = table;
        this.path = path;
        this.position = position;
        this.silent = silent;
    }

    @Override
    public List<String> keys() {
        return table == null ? List.of() : List.copyOf(table.keySet());
    }

    boolean has(String key) {
        return table != null && table.keySet().contains(key);
    }

    /** Whether a key is there and is a table. */
    boolean isTable(String key) {
        return value(key) instanceof TomlTable;
    }

    /** Says that a key is known although it is not there. */
    void absent(String key) {
        asked.add(key);
    }

    /** The full path of a key, quoted as TOML wants it. */
    String path(String key) {
        String quoted = Toml.joinKeyPath(List.of(key));
        return path.isEmpty() ? quoted : path + "." + quoted;
    }

    @Override
    public @Nullable String string(String key) {
        if (value(key) instanceof String text) {
            return reading.expand(at(key), path(key), text);
        }
        reportType(key, "a string");
        return null;
    }

    @Override
    public String string(String key, String defaultValue) {
        String value = string(key);
        return value == null ? defaultValue : value;
    }

    /** A string that must be there and not blank; null, and a problem, where it is not. */
    @Nullable
    String required(String key, String meant) {
        if (!has(key)) {
            asked.add(key);
            problem(key, "is missing; " + meant + " was meant");
            return null;
        }
        String value = string(key);
        if (value != null && value.isBlank()) {
            problem(key, "is empty; " + meant + " was meant");
            return null;
        }
        return value;
    }

    @Override
    public String word(String key, String defaultValue, List<String> allowed) {
        String value = string(key);
        if (value == null || allowed.contains(value)) {
            return value == null ? defaultValue : value;
        }
        problem(key, "'" + value + "' is not known" + Suggestion.hint(value, allowed, "one of these was meant"));
        return defaultValue;
    }

    @Override
    public boolean bool(String key, boolean defaultValue) {
        if (value(key) instanceof Boolean flag) {
            return flag;
        }
        reportType(key, "true or false");
        return defaultValue;
    }

    @Override
    public long integer(String key, long defaultValue, long min, long max) {
        String meant = "a whole number from " + min + " to " + max;
        if (!(value(key) instanceof Long number)) {
            reportType(key, meant);
            return defaultValue;
        }
        if (number < min || number > max) {
            problem(key, number + " is out of range; " + meant + " was meant");
            return defaultValue;
        }
        return number;
    }

    @Override
    public Duration millis(String key, Duration defaultValue) {
        return millis(key, defaultValue, 0, Integer.MAX_VALUE);
    }

    /** An amount of money as it is written, not as binary fractions would have it; null where it is absent or wrong. */
    @Nullable
    BigDecimal dollars(String key) {
        String meant = "dollars, such as 1.25, with up to " + MONEY_DIGITS + " digits after the point,";
        Object value = value(key);
        BigDecimal amount;
        if (value instanceof Long whole) {
            amount = BigDecimal.valueOf(whole);
        } else if (value instanceof Double fraction && Double.isFinite(fraction)) {
            // The shortest decimal that reads as this fraction: what was written, up to 15 digits.
            amount = new BigDecimal(Double.toString(fraction));
        } else {
            reportType(key, meant);
            return null;
        }
        if (amount.signum() < 0
                || amount.compareTo(MOST_MONEY) > 0
                || amount.stripTrailingZeros().scale() > MONEY_DIGITS) {
            problem(key, amount.toPlainString() + " is out of range; " + meant + " was meant");
            return null;
        }
        return amount.stripTrailingZeros();
    }

    /** A number of milliseconds between the bounds, both included. */
    Duration millis(String key, Duration defaultValue, long min, long max) {
        return Duration.ofMillis(integer(key, defaultValue.toMillis(), min, max));
    }

    @Override
    public @Nullable Secret secret(String key) {
        Secret known = secrets.get(key);
        if (known != null) {
            return known;
        }
        if (!(value(key) instanceof String text)) {
            reportType(key, "a string (the secret, ${ENV} or file:PATH)");
            return null;
        }
        Secret secret = reading.secret(at(key), path(key), text);
        if (secret != null) {
            secrets.put(key, secret);
        }
        return secret;
    }

    @Override
    public String url(String key, String defaultValue) {
        String value = string(key);
        if (value == null) {
            return defaultValue;
        }
        String wrong = Urls.wrong(value);
        if (wrong != null) {
            problem(key, wrong);
            return defaultValue;
        }
        return Urls.withoutTrailingSlash(value);
    }

    @Override
    public List<String> strings(String key) {
        if (!(value(key) instanceof TomlArray array)) {
            reportType(key, "an array of strings");
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            TomlPosition place = array.inputPositionOf(i);
            String elementPath = path(key) + "[" + i + "]";
            if (array.get(i) instanceof String text) {
                String expanded = reading.expand(place, elementPath, text);
                if (expanded != null) {
                    strings.add(expanded);
                }
            } else {
                reading.problem(place, elementPath, wrongType(array.get(i), "a string"));
            }
        }
        return List.copyOf(strings);
    }

    @Override
    public Map<String, String> stringMap(String key) {
        TomlSettings inner = table(key);
        Map<String, String> strings = new LinkedHashMap<>();
        for (String name : inner.keys()) {
            String text = inner.string(name);
            if (text != null) {
                strings.put(name, text);
            }
        }
        return strings;
    }

    @Override
    public TomlSettings table(String key) {
        TomlSettings known = tables.get(key);
        if (known != null) {
            return known;
        }
        Object value = value(key);
        TomlTable inner = value instanceof TomlTable found ? found : null;
        if (inner == null) {
            reportType(key, "a table");
        }
        boolean mistyped = inner == null && value != null;
        TomlSettings settings = new TomlSettings(reading, inner, path(key), at(key), mistyped || silent);
        tables.put(key, settings);
        return settings;
    }

    /** The tables of an array of tables, in order. */
    List<TomlSettings> tables(String key, String meant) {
        List<TomlSettings> known = arrays.get(key);
        if (known != null) {
            return known;
        }
        List<TomlSettings> found = new ArrayList<>();
        if (value(key) instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                TomlPosition place = array.inputPositionOf(i);
                String elementPath = path(key) + "[" + i + "]";
                if (array.get(i) instanceof TomlTable element) {
                    found.add(new TomlSettings(reading, element, elementPath, place, silent));
                } else {
                    reading.problem(place, elementPath, wrongType(array.get(i), "a table"));
                }
            }
        } else {
            reportType(key, meant);
        }
        arrays.put(key, found);
        return found;
    }

    @Override
    public void problem(String key, String message) {
        if (!silent) {
            reading.problem(at(key), path(key), message);
        }
    }

    /** Keeps quiet about the other keys of a table of which nobody knows what may stand in it. */
    void skipUnknownKeys() {
        asked.addAll(keys());
    }

    /** Reports the keys of this table and of the tables in it that nobody asked for. */
    void reportUnknownKeys() {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                List<String> absent =
                        asked.stream().filter(known -> !has(known)).toList();
                problem(key, "unknown key" + Suggestion.hint(key, absent, "known here, and not set"));
            }
        }
        tables.values().forEach(TomlSettings::reportUnknownKeys);
        arrays.values().forEach(list -> list.forEach(TomlSettings::reportUnknownKeys));
    }

    private @Nullable Object value(String key) {
        asked.add(key);
        return table == null ? null : table.get(List.of(key));
    }

    /** Reports a value of another type than was meant, unless the key is absent. */
    private void reportType(String key, String meant) {
        Object value = value(key);
        if (value != null) {
            problem(key, wrongType(value, meant));
        }
    }

    private static String wrongType(@Nullable Object value, String meant) {
        return "is " + typeName(value) + "; " + meant + " was meant";
    }

    private static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case String ignored -> "a string";
            case Long ignored -> "a whole number";
            case Double ignored -> "a decimal number";
            case Boolean ignored -> "true or false";
            case TomlArray ignored -> "an array";
            case TomlTable ignored -> "a table";
            default -> "a date or a time";
        };
    }

    private TomlPosition at(String key) {
        TomlPosition found = table == null ? null : table.inputPositionOf(List.of(key));
        return found == null ? position : found;
    }
}
