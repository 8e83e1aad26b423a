package com.xiaojinpro.gateway.connector.wire;

import com.xiaojinpro.gateway.connector.UpstreamHead;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to wait, wherever it says so: in one of five headers or in the text of its error (H110). The
 * one parser for all providers. What is not positive is no hint; what is longer than a day is a day.
 *
 * <p>Used for errors only, never for a chunk. Thread-safe.
 */
public final class RetryHints {
    private static final Duration LONGEST = Duration.ofDays(1);
    /** Durations such as {@code 6m0s}, {@code 1.5s}, {@code 120ms}, {@code 1h2m3s}. */
    private static final Pattern UNITS = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|h|m|s|d)");

    private static final Pattern DELAY_MEMBER =
            Pattern.compile("\"(?:retryDelay|retry_after|retryAfter)\"\\s*:\\s*\"?([0-9][0-9.hmsd]*)\"?");
    private static final Pattern DELAY_MILLIS_MEMBER = Pattern.compile("\"retry_after_ms\"\\s*:\\s*\"?([0-9.]+)");
    private static final Pattern RESET_MEMBER =
            Pattern.compile("\"x-ratelimit-reset\"\\s*:\\s*\"?([0-9.]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SENTENCE = Pattern.compile(
            "(?:try again|retry|wait)(?: your request)?(?: in| after| for)?:? ((?:\\d+(?:\\.\\d+)?\\s*"
                    + "(?:ms|milliseconds?|h|hours?|m|minutes?|s|seconds?|days?)\\s*)+)",
            Pattern.CASE_INSENSITIVE);

    private final InstantSource clock;

    public RetryHints(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The wait asked for, or null.
     *
     * @param body the error body as text; searched where no header tells
     */
    public @Nullable Duration of(UpstreamHead head, String body) {
        Duration wait = number(head.header("retry-after-ms"), 1);
        if (wait == null) {
            wait = retryAfter(head.header("retry-after"));
        }
        if (wait == null) {
            wait = inBody(body);
        }
        if (wait == null && head.status() == 429) {
            wait = reset(head);
        }
        return wait;
    }

    private @Nullable Duration retryAfter(@Nullable String value) {
        if (value == null) {
            return null;
        }
        Duration seconds = number(value, 1000);
        if (seconds != null) {
            return seconds;
        }
        Duration units = duration(value);
        if (units != null) {
            return units;
        }
        try {
            Instant until = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return clamped((double) Duration.between(clock.instant(), until).toMillis());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Duration inBody(String body) {
        Matcher member = DELAY_MEMBER.matcher(body);
        if (member.find()) {
            Duration seconds = number(member.group(1), 1000);
            return seconds != null ? seconds : duration(member.group(1));
        }
        Matcher millis = DELAY_MILLIS_MEMBER.matcher(body);
        if (millis.find()) {
            return number(millis.group(1), 1);
        }
        Matcher sentence = SENTENCE.matcher(body);
        if (sentence.find()) {
            return duration(sentence.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("milliseconds?", "ms")
                    .replaceAll("seconds?", "s")
                    .replaceAll("minutes?", "m")
                    .replaceAll("hours?", "h")
                    .replaceAll("days?", "d"));
        }
        Matcher reset = RESET_MEMBER.matcher(body);
        return reset.find() ? untilReset(reset.group(1)) : null;
    }

    /** The exhausted limit decides; where none is told to be, the one that resets first. */
    private @Nullable Duration reset(UpstreamHead head) {
        Duration first = null;
        Duration exhausted = null;
        for (String limit : new String[] {"", "-requests", "-tokens", "-tokens-per-minute", "-input-tokens"}) {
            Duration wait = untilReset(head.header("x-ratelimit-reset" + limit));
            if (wait == null) {
                continue;
            }
            if ("0".equals(head.header("x-ratelimit-remaining" + limit))
                    && (exhausted == null || wait.compareTo(exhausted) > 0)) {
                exhausted = wait;
            }
            if (first == null || wait.compareTo(first) < 0) {
                first = wait;
            }
        }
        Duration anthropic = exhausted != null ? null : anthropicReset(head);
        return exhausted != null ? exhausted : anthropic != null ? anthropic : first;
    }

    /** The latest reset of an exhausted limit of Anthropic, which tells moments: RFC 3339, or seconds since the epoch. */
    private @Nullable Duration anthropicReset(UpstreamHead head) {
        Duration latest = untilReset(head.header("anthropic-ratelimit-unified-reset"));
        for (String limit : new String[] {"requests", "tokens", "input-tokens", "output-tokens"}) {
            String reset = head.header("anthropic-ratelimit-" + limit + "-reset");
            if (reset != null && "0".equals(head.header("anthropic-ratelimit-" + limit + "-remaining"))) {
                Duration wait = untilMoment(reset);
                latest = wait != null && (latest == null || wait.compareTo(latest) > 0) ? wait : latest;
            }
        }
        return latest;
    }

    private @Nullable Duration untilMoment(String value) {
        try {
            Instant until = ZonedDateTime.parse(value.trim()).toInstant();
            return clamped((double) Duration.between(clock.instant(), until).toMillis());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A reset is a duration, a number of seconds, or a moment in seconds or milliseconds since the epoch. */
    private @Nullable Duration untilReset(@Nullable String value) {
        if (value == null) {
            return null;
        }
        double number = parse(value);
        if (Double.isNaN(number)) {
            return duration(value);
        }
        if (number > 1e11) {
            return clamped(number - clock.millis());
        }
        return clamped(number > 1e8 ? number * 1000 - clock.millis() : number * 1000);
    }

    private static @Nullable Duration number(@Nullable String value, int millisEach) {
        double number = value == null ? Double.NaN : parse(value);
        return Double.isNaN(number) ? null : clamped(number * millisEach);
    }

    private static @Nullable Duration duration(String value) {
        Matcher unit = UNITS.matcher(value);
        double millis = 0;
        while (unit.find()) {
            millis += parse(unit.group(1))
                    * switch (unit.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        default -> 86_400_000;
                    };
        }
        return clamped(millis);
    }

    private static @Nullable Duration clamped(double millis) {
        if (!(millis > 0)) {
            return null;
        }
        return millis >= LONGEST.toMillis() ? LONGEST : Duration.ofMillis((long) Math.ceil(millis));
    }

    private static double parse(String value) {
        try {
            return Double.parseDouble(value.trim());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
