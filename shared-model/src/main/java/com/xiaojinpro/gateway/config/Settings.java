package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of the configuration, read key by key. A value of the wrong type is reported with file and line and the default
 * is used, so that one run reports every problem; a key nobody asked for is reported as unknown when reading ends. Reading
 * the same key twice is allowed. In every string, {@code ${ENV}} and {@code ${ENV:-default}} stand for an environment
 * variable. Used at start and at reload only, by one thread.
 */
public interface Settings {

    /** The keys that are present, in the order of the file; for tables whose keys are names. */
    List<String> keys();

    @Nullable
    String string(String key);

    String string(String key, String defaultValue);

    /** One of the allowed words. */
    String word(String key, String defaultValue, List<String> allowed);

    boolean bool(String key, boolean defaultValue);

    /** A whole number between the bounds, both included. */
    long integer(String key, long defaultValue, long min, long max);

    /** A number of milliseconds. */
    Duration millis(String key, Duration defaultValue);

    /** A secret: {@code ${ENV}}, {@code file:PATH} or the value itself. */
    @Nullable
    Secret secret(String key);

    /** An http or https URL without a trailing slash. */
    String url(String key, String defaultValue);

    List<String> strings(String key);

    /** A table of strings, in order. */
    Map<String, String> stringMap(String key);

    /** A nested table; an empty one where it is absent. */
    Settings table(String key);

    /** Reports a problem at a key, in the form "what is wrong; what was meant". */
    void problem(String key, String message);
}
